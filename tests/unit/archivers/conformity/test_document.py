# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report says what to do, to everyone: by words and shapes, in order."""

from itertools import pairwise

import pytest
from lxml import html

from archivers.conformity.document import report_markup
from schemas.conformity import ConformityCheck, ConformityState
from tests.unit.archivers.conformity.conftest import (
    CONFORMS,
    LACKS,
    LONG,
    PICTURES,
    UNKNOWN,
    account,
    report_of,
)

ATTACK = '"></style><script>alert(1)</script>'


def tree_of(report, pictures=PICTURES):
    return html.document_fromstring(report_markup(report, pictures))


def text_of(tree, path="//body") -> str:
    parts = (part for each in tree.xpath(path) for part in each.itertext())
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("accounts", "kind", "sentence"),
    [
        ([account("a", CONFORMS)], "conforms", "Alla konton följer riktlinjerna."),
        ([account("a", UNKNOWN)], "unknown", "Inga brister hittades, men allt gick"),
        (
            [account("a", LACKS), account("b", CONFORMS)],
            "lacks",
            "1 av 2 konton har brister. Sammanlagt är 6 krav inte uppfyllda.",
        ),
    ],
)
def test_it_says_first_how_it_stands(accounts, kind, sentence):
    tree = tree_of(report_of(*accounts))
    (verdict,) = tree.xpath('//div[starts-with(@class, "verdict")]')
    assert verdict.get("class") == f"verdict {kind}"
    assert sentence in text_of(tree, f'//div[@class="verdict {kind}"]')


def test_the_table_has_heads_for_rows_and_columns(report):
    tree = tree_of(report)
    columns = tree.xpath('//thead//th[@scope="col"]')
    assert len(columns) == 1 + len(ConformityCheck)
    rows = tree.xpath('//tbody//th[@scope="row"]/a/@href')
    assert rows == ["#konto-torget", "#konto-biblioteket", "#konto-fritidsgarden"]
    assert {f"#{name}" for name in tree.xpath("//article/@id")} == set(rows)
    assert tree.xpath("//table/caption")
    assert len(tree.xpath("//tbody//td")) == 3 * len(ConformityCheck)


def test_no_sign_depends_on_colour(report):
    """Each outcome has a shape and a name of its own, read aloud."""
    signs = tree_of(report).xpath("//tbody//svg")
    drawn = {(s.get("aria-label"), html.tostring(s[0])) for s in signs}
    assert len(drawn) == len(ConformityState)
    assert len({label for label, _ in drawn}) == len(ConformityState)
    assert {s.get("role") for s in signs} == {"img"}


def test_headings_are_in_order(report):
    levels = [int(h.tag[1]) for h in tree_of(report).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = pairwise(levels)
    assert all(after <= before + 1 for before, after in steps)


def test_what_lacks_stands_first_with_what_to_do():
    found = list(account("a", LACKS).findings)
    found[0] = found[0].model_copy(update={"state": CONFORMS, "advice": ""})
    mixed = account("a", LACKS).model_copy(update={"findings": tuple(found)})
    kinds = tree_of(report_of(mixed)).xpath("//article/section/@class")
    assert kinds == ["check lacks"] * 5 + ["check conforms"]
    said = text_of(tree_of(report_of(mixed)), '//section[@class="check lacks"][1]')
    assert "Saknas" in said
    assert "Gör så här: gör något åt purpose" in said
    assert "”Ord om purpose” Riktlinjerna, avsnittet" in said


def test_what_is_fulfilled_may_be_better():
    found = account("a", CONFORMS).findings[0].model_copy(update={"advice": "Mer"})
    better = account("a", CONFORMS).model_copy(update={"findings": (found,)})
    text = text_of(tree_of(report_of(better)), "//article")
    assert "Ännu bättre: Mer" in text
    assert "Gör så här" not in text


def test_who_judged_is_named():
    found = account("a", CONFORMS).findings[0].model_copy(update={"judged_by": "Ulla"})
    judged = account("a", CONFORMS).model_copy(update={"findings": (found,)})
    assert "Bedömt av Ulla" in text_of(tree_of(report_of(judged)))


def test_pictures_have_words_and_missing_ones_are_said(report):
    tree = tree_of(report)
    alts = tree.xpath('//article[@id="konto-torget"]//img/@alt')
    assert alts == ["Kontots sida som en besökare ser den", "Kontots profilbild"]
    assert all(src.startswith("data:image/jpeg") for src in tree.xpath("//img/@src"))
    for name in ("biblioteket", "fritidsgarden"):
        assert "Ingen bild" in text_of(tree, f'//article[@id="konto-{name}"]')


def test_bytes_that_are_no_picture_are_left_out(report):
    broken = dict.fromkeys(PICTURES, b"no picture")
    assert tree_of(report, broken).xpath("//img") == []


def test_strangers_and_long_names_are_shown(report):
    text = text_of(tree_of(report))
    assert "https://www.facebook.com/okand" in text
    assert LONG in text
    assert "Konton som inte står i registret" not in text_of(tree_of(report_of()))


def test_a_board_without_accounts_says_so():
    text = text_of(tree_of(report_of()))
    assert "Nämnden har inga konton i bruk." in text


def test_nothing_of_a_profile_breaks_out():
    names = {"name": ATTACK}
    hostile = account("a", LACKS, **names)
    found = hostile.findings[0].model_copy(update={"shown": ATTACK, "advice": ATTACK})
    hostile = hostile.model_copy(update={"findings": (found,)})
    report = report_of(hostile, board_name=ATTACK, strangers=(ATTACK,))
    tree = tree_of(report)
    assert tree.xpath("//script") == []
    assert len(tree.xpath("//style")) == 1
    assert ATTACK in text_of(tree, "//article")
