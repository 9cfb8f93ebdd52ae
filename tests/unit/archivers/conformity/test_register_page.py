# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The links of a municipality's page are read as a browser would follow them."""

import pytest

from archivers.conformity.register_page import links_in_markup

PAGE = "https://www.almhult.se/kommun/socialamedier"


@pytest.mark.parametrize(
    ("markup", "links"),
    [
        ('<a href="https://facebook.com/x">', ("https://facebook.com/x",)),
        ('<a href="../y">', ("https://www.almhult.se/y",)),
        ('<a href="//x.com/z">', ("https://x.com/z",)),
        ('<base href="/b/"><a href="c">', ("https://www.almhult.se/b/c",)),
        ('<a href=" https://a.example/ ">', ("https://a.example/",)),
        ('<a href="https://a.example/">' * 2, ("https://a.example/",)),
        ('<a href="mailto:info@almhult.se"><a href="tel:+46">', ()),
        ('<a href="javascript:alert(1)">', ()),
        ('<a href="http://[">', ()),
        ("<a>utan adress</a>", ()),
        ("", ()),
    ],
)
def test_links(markup, links):
    assert links_in_markup(markup.encode(), PAGE) == links
