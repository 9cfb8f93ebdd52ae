# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet says what the diary needs first, and nothing in it can break out."""

import pytest

from archivers.registration import sheet_markup
from archivers.registration.document import sheet_title
from archivers.transcript.pictures import Pictures
from schemas.diary import Direction
from tests.gallring_samples import COMMENTS, thread_items
from tests.registration_samples import sample_sheet


def markup(sheet=None, **said):
    """Write the sample, or a sheet, with something else said of its registration."""
    sheet = sheet or sample_sheet()
    found = sheet.registration.model_copy(update=said)
    return sheet_markup(
        sheet.model_copy(update={"registration": found}), Pictures()
    ).replace("\u00a0", " ")


def test_it_says_what_is_asked_for_by_when_and_what_it_is_about():
    html = markup()
    assert "Handlingen ska diarieföras senast den 5 maj 2026." in html
    for fact in ("Öppettider på lördag", "Fråga till biblioteket", "Ahmed Uppdiktad"):
        assert fact in html
    assert COMMENTS["c2"][1] in html
    assert "https://torget.example/almhultsbibliotek/inlagg/1#c2" in html
    assert "1 mars 2026 kl. 15.05" in html


def test_what_it_answers_is_told_apart_and_comes_last():
    html = markup()
    order = ("Handlingen som ska diarieföras", "Vad den svarar på", "Sagostund")
    assert [html.index(part) for part in order] == sorted(
        html.index(part) for part in order
    )
    assert COMMENTS["c1"][0] not in html


def test_secrecy_is_marked_with_provision_day_and_authority():
    html = markup(secrecy="OSL 21:7")
    assert "OSL 21:7 · 4 maj 2026 · Kommunstyrelsen" in html
    assert "Sekretessmarkerad" not in markup()


def test_a_thread_is_shown_whole():
    sheet = sample_sheet().model_copy(update={"items": thread_items(), "context": ()})
    html = markup(sheet, covers_thread=True, item_id="p1")
    assert "Tråden som ska diarieföras, 5 inlägg och svar" in html
    assert all(author in html for author, _ in COMMENTS.values())


def test_a_package_points_to_its_text():
    sheet = sample_sheet().model_copy(update={"items": (), "context": ()})
    assert "hela arkivpaketet" in markup(sheet)


def test_what_is_registered_already_says_its_number():
    assert "diarieförd som KS 2026/118" in markup(diary_number="KS 2026/118")


@pytest.mark.parametrize(
    ("direction", "word"),
    [
        (Direction.INCOMING, "Kom in"),
        (Direction.OUTGOING, "Skickades"),
        (Direction.INTERNAL, "Upprättades"),
    ],
)
def test_each_direction_names_its_day(direction, word):
    assert f"<dt>{word}</dt><dd>1 mars 2026</dd>" in markup(direction=direction)


def test_nothing_that_people_wrote_becomes_markup():
    attack = "<script>alert(1)</script></style>"
    item = sample_sheet().items[0].model_copy(update={"author": attack, "body": attack})
    sheet = sample_sheet().model_copy(update={"items": (item,), "sender": attack})
    html = markup(sheet, subject=attack, public_subject=attack, secrecy=attack)
    assert "<script" not in html
    assert html.count("</style>") == 1


def test_the_title_is_the_one_for_the_public():
    assert sheet_title(sample_sheet()).endswith("Fråga till biblioteket")
