# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report on paper: what changed, what is gone, when, why and who."""

import pytest
from lxml import html

from archivers.change_report import _small_copies, report_markup
from archivers.change_report.content import MOST_ROWS
from schemas.change_report import PictureState, ReportedPicture, ReportRow
from schemas.order import OrderReason
from schemas.profile import FieldVerdict, ProfileField
from tests.sample_change_report import (
    CONTENT,
    PICTURES,
    ROWS,
    listed,
    sample_picture,
    sample_report,
)

ATTACK = "</style></title><script>alert(1)</script>"
COPIES = _small_copies(PICTURES)
NOTHING = {"missing": (), "edited": ()}


def tree_of(**changes):
    return html.document_fromstring(report_markup(sample_report(**changes), COPIES))


def text_of(path="//body", **changes):
    found = tree_of(**changes).xpath(path)
    parts = (part for each in found for part in each.itertext())
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())


def test_it_says_first_what_changed():
    assert text_of('//div[starts-with(@class, "verdict")]') == (
        "Det här ändrades Ändrat i profilen: namn, om-information och profilbild. "
        "1 inlägg och 2 kommentarer finns inte längre på plattformen. "
        "1 kommentar har fått en annan text."
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "Älmhults kommun",
        "Kultur- och fritidsnämnden",
        "Före, till och med 3 maj 2026",
        "Perceptuell hash: 22 av 64 bitar skiljer.",
        "Största färgskillnad: 139 av 255.",
        "Oförändrat: Länkar.",
        "Gick inte att jämföra: Omslagsbild.",
        "Bedömd av Ulla Nämndsekreterare",
        "Motivering Ny logotyp.",
        "Sett 2 gånger, utan inloggning",
        "Före, första gången 4 mars 2026 kl. 11.00",
        "Finns inte längre på plattformen (3)",
        "3.1.1 Svar Kontot r311",
        "i arkivpaketet avbild-order-1, under samma nummer",
        "Har fått en annan text (1)",
        "2.1 Kommentar Någon annan c21",
        "Nytt 4 inlägg och 1 kommentar",
        "kan vara gallring",
    ],
)
def test_it_says(wanted):
    assert wanted in text_of()


def test_the_words_that_differ_are_marked():
    tree = tree_of()
    assert [each.text for each in tree.xpath("//del")] == ["fredag"]
    assert "lördag" in [each.text for each in tree.xpath("//ins")]


def test_the_pictures_stand_side_by_side_and_have_words_for_those_who_do_not_see():
    pictures = tree_of().xpath('//div[@class="sides "]//img')
    assert [each.get("alt") for each in pictures] == [
        "Profilbild före ändringen",
        "Profilbild efter ändringen",
    ]
    assert all(each.get("src").startswith("data:image/jpeg") for each in pictures)


def test_wide_pictures_stand_under_each_other():
    data = sample_picture("#446644", (300, 100))
    row = ROWS[2].model_copy(update={"field": ProfileField.COVER})
    copies = dict.fromkeys(COPIES, next(iter(_small_copies({"x": data}).values())))
    tree = html.document_fromstring(report_markup(sample_report(rows=(row,)), copies))
    assert tree.xpath('//div[@class="sides wide"]')


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (ReportedPicture(state=PictureState.LOST), "Bilden fanns inte sparad."),
        (ReportedPicture(state=PictureState.NONE), "Ingen bild."),
        (
            ReportedPicture(state=PictureState.KEPT, sha256="0" * 64),
            "Bilden är sparad men går inte att visa här.",
        ),
        (None, "Syntes inte"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_named_in_words(picture, said):
    row = ROWS[2].model_copy(update={"before_picture": picture})
    assert said in text_of(rows=(row,))


def test_a_text_that_was_emptied_is_told_from_one_that_was_not_seen():
    row = ReportRow(
        field=ProfileField.ABOUT, verdict=FieldVerdict.CHANGED, before="Hej", after=""
    )
    assert "Tomt" in text_of('//section[@class="change "]', rows=(row,))


def test_a_calm_report_says_that_nothing_changed():
    calm = {
        "rows": ROWS[3:],
        "content": CONTENT.model_copy(update=NOTHING),
        "change": None,
        "reason": OrderReason.PERIODIC,
    }
    verdict = text_of('//div[starts-with(@class, "verdict")]', **calm)
    assert verdict.startswith("Inget har ändrats Profilen är densamma som förut.")
    assert "kan vara gallring" not in text_of(**calm)
    assert "Bedömd" not in text_of(**calm)


def test_what_could_not_be_compared_is_said_and_not_called_unchanged():
    blind = {"rows": (), "content": None, "before": None, "notes": ("Gick inte.",)}
    said = text_of(**blind)
    assert "Det gick inte att jämföra" in said
    assert "Inget har ändrats" not in said
    assert "Att känna till – Gick inte." in said.replace("till Gick", "till – Gick")


def test_a_picture_that_a_person_has_to_judge_is_not_called_changed():
    row = ROWS[2].model_copy(update={"verdict": FieldVerdict.REPLACED})
    assert "Utbytt bild som ser likadan ut" in text_of(rows=(row,))


def test_a_very_long_list_is_cut_and_says_so():
    many = tuple(listed(f"c{n}", str(n)) for n in range(MOST_ROWS + 7))
    said = text_of(content=CONTENT.model_copy(update={"missing": many}))
    assert f"c{MOST_ROWS - 1}" in said
    assert f"c{MOST_ROWS} " not in said
    assert "7 till står i fångstrapporten" in said


def test_what_was_disposed_of_since_is_counted():
    content = CONTENT.model_copy(update={"disposed": 2, **NOTHING})
    assert "2 handlingar stod här och har gallrats sedan dess." in text_of(
        content=content
    )


def test_nothing_of_an_item_but_what_its_tombstone_has_is_printed():
    assert set(type(CONTENT.missing[0]).model_fields) == {
        "item_id",
        "kind",
        "number",
        "is_by_account",
    }


def test_no_text_becomes_markup():
    row = ROWS[0].model_copy(update={"before": ATTACK, "after": f"{ATTACK} nu"})
    tree = tree_of(
        account_name=ATTACK, reason_text=ATTACK, rows=(row,), notes=(ATTACK,)
    )
    assert tree.xpath("//script") == []
    assert len(tree.xpath("//style")) == 1


def test_the_page_needs_nothing_from_elsewhere():
    policy = tree_of().xpath("//meta[@http-equiv]/@content")
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]
