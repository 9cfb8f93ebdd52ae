# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bodies taken apart into passages that can be found again by their pointers."""

import json

import pytest
from lxml import html

from archivers.passages import css_path, passages, text_key

URL = "https://torget.se/almhult"


def found(body, mime_type="application/json", longest=None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {p.key: p for p in passages(raw, mime_type, URL, longest)}


def test_a_text_in_json_has_a_json_pointer():
    """Names with / and ~ are escaped as RFC 6901 says."""
    body = {"data": [{"a/b": {"c~d": "Hej på dig"}}]}
    assert found(body)["Hejpådig"].pointer == "/data/0/a~1b/c~0d"


def test_the_surroundings_are_the_values_beside_and_just_below():
    body = {"edges": [{"id": 42, "author": {"name": "Karin"}, "text": "Tack!"}]}
    context = found(body)["Tack!"].context
    assert "42" in context
    assert "Karin" in context


@pytest.mark.parametrize("guard", [b")]}'\n", b"for (;;);", b"\xef\xbb\xbf"])
def test_guards_before_json_are_passed_over(guard):
    assert found(guard + b'{"text": "Hej"}')["Hej"].pointer == "/text"


def test_json_lines_are_read_line_by_line():
    body = b'{"text": "Ett"}\n{"text": "Tv\xc3\xa5"}\nskrot\n'
    assert set(found(body)) == {"Ett", "Två"}


def test_html_inside_json_is_found_by_its_text():
    body = {
        "content": {"rendered": "<p>Sk&ouml;na <b>maj</b></p>\n<p>v&auml;lkommen</p>"}
    }
    assert found(body)["Skönamajvälkommen"].pointer == "/content/rendered"


def test_a_text_in_a_page_has_a_css_path_to_the_innermost_element():
    body = (
        b"<html><body><div><p>Ett</p><p><span>Tv\xc3\xa5</span></p></div></body></html>"
    )
    passage = found(body, "text/html")["Två"]
    root = html.document_fromstring(body.decode())
    (element,) = root.cssselect(passage.pointer)
    assert (element.tag, element.text) == ("span", "Två")


def test_json_in_a_page_has_both_addresses():
    body = b"""<html><head><script type="application/ld+json">{"a": ["Hej"]}</script>
    <script>var x = "Hej";</script></head><body></body></html>"""
    pointer = found(body, "text/html")["Hej"].pointer
    assert pointer == "html > head > script:nth-of-type(1) /a/0"


def test_addresses_of_pictures_are_passages_too():
    body = b'<html><body><img src="/b/1.jpg"></body></html>'
    assert "https://torget.se/b/1.jpg" in found(body, "text/html")


def test_whole_pages_are_left_out_when_only_short_texts_are_looked_for():
    body = b"<html><body><p>Kort</p><p>En mycket lang text</p></body></html>"
    assert set(found(body, "text/html", longest=5)) == {"Kort"}


@pytest.mark.parametrize(
    ("body", "mime_type"),
    [(b"\x89PNG", "image/png"), (b"{trasig", "application/json"), (b"", "text/html")],
)
def test_what_cannot_be_read_holds_no_passages(body, mime_type):
    assert found(body, mime_type) == {}


def test_white_space_and_invisible_characters_do_not_count():
    assert text_key("Hej\n\n p\u00e5\u200b  dig") == text_key("Hej på dig")


def test_a_path_counts_only_among_its_like():
    root = html.document_fromstring("<body><p>1</p><div>2</div><p>3</p></body>")
    assert css_path(root.xpath("//p")[1]) == "html > body > p:nth-of-type(2)"
    assert css_path(root.xpath("//div")[0]) == "html > body > div"
