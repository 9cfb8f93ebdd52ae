# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another account's export is refused; when it cannot be told, a note says so."""

import pytest

from archivers.platforms.facebook.export.facts import Facts
from archivers.platforms.facebook.export.identity import (
    RENAMED,
    UNSURE,
    demand_same,
    known_of,
)
from schemas.errors import BadInput
from tests.exports.facebook import FacebookWorld, build_facebook_export
from tests.unit.archivers.platforms.facebook.export.samples import (
    POSTS,
    account,
    read,
    zipped,
)

NUMBER = "https://www.facebook.com/profile.php?id=100064000000001"
PAGE = "https://www.facebook.com/almhultskommun"


@pytest.mark.parametrize(
    ("address", "number", "username"),
    [
        (PAGE, "", "almhultskommun"),
        (f"{PAGE}/", "", "almhultskommun"),
        ("https://sv-se.facebook.com/Almhults.Kommun?ref=x", "", "almhultskommun"),
        (NUMBER, "100064000000001", ""),
        (
            "https://www.facebook.com/people/%C3%84lmhult/100064000000001/",
            "100064000000001",
            "",
        ),
        ("https://www.facebook.com/p/Bibblan-100064000000001/", "100064000000001", ""),
        ("https://www.facebook.com/100064000000001", "100064000000001", ""),
        ("https://www.facebook.com/bibblan2026", "", "bibblan2026"),
        ("https://www.facebook.com/", "", ""),
        ("", "", ""),
    ],
)
def test_what_an_address_says(address, number, username):
    found = known_of(address)
    assert (found.number, found.username) == (number, username)


@pytest.mark.parametrize(
    ("facts", "url", "notes"),
    [
        (Facts(name="Vad som helst", username="almhultskommun"), PAGE, ()),
        (Facts(name="Vad som helst", address=NUMBER), NUMBER, ()),
        (Facts(name="Älmhults kommun"), PAGE, ()),
        (Facts(name="Älmhults kommun – officiell sida"), PAGE, ()),
        (Facts(name="Älmhults kommun", username="nyttnamn"), PAGE, (RENAMED,)),
        (Facts(name="Bibblan i Älmhult"), "https://facebook.com/bibblanalmhult", ()),
        (Facts(name="Älmhults bibliotek"), PAGE, (UNSURE,)),
        (Facts(name="Älmhults bibliotek", address=NUMBER), PAGE, (UNSURE,)),
        (Facts(), PAGE, (UNSURE,)),
        (Facts(address=NUMBER), PAGE, (UNSURE,)),
    ],
)
def test_the_account_is_known_again(facts, url, notes):
    assert demand_same(facts, account(url=url)) == notes


@pytest.mark.parametrize(
    ("facts", "url"),
    [
        (Facts(name="Växjö kommun", username="vaxjokommun"), PAGE),
        (Facts(name="Växjö kommun"), PAGE),
        (Facts(name="Älmhults bibliotek", username="almhultsbibliotek"), PAGE),
        (Facts(username="vaxjokommun"), PAGE),
        (Facts(name="Älmhults kommun", address=NUMBER[:-1] + "2"), NUMBER),
    ],
)
def test_another_account_is_refused(facts, url):
    with pytest.raises(BadInput, match="annat Facebook-konto än Älmhults kommun"):
        demand_same(facts, account(url=url))


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_export_of_another_page_is_refused(tmp_path, form):
    world = FacebookWorld("Växjö kommun", "vaxjokommun")
    with pytest.raises(BadInput) as refused:
        read(*build_facebook_export(tmp_path, world, form=form))
    assert "Växjö" not in str(refused.value)


def test_an_export_that_does_not_say_whose_it_is(tmp_path):
    post = {"timestamp": 1_793_697_240, "data": [{"post": "Hej"}]}
    reading = read(zipped(tmp_path, {POSTS: [post]}))
    assert UNSURE in reading.notes
    assert reading.sheets[0].items[0].author == "Älmhults kommun"
