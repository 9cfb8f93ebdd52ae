# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a package says of its capture, once something in it is gone."""

import pytest

from archivers.owner_export import media_address
from pipeline.gallra.remains import (
    GONE,
    Moved,
    NewPart,
    remaining_health,
    remaining_items,
)
from schemas.capture import ExportPart, ExportReport, FailedResource
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import ExportMember, Media, Place
from tests.gallring_samples import thread_items
from tests.samples import sample_health

PICTURE = "https://torget.example/bild/8099046504/480.jpg"


def health(*urls: str):
    """Give a health report with pictures that never came."""
    failed = tuple(FailedResource(url=url, reason="borta") for url in urls)
    return sample_health().model_copy(update={"failed_resources": failed})


@pytest.mark.parametrize(
    ("removed", "failed", "left"),
    [
        (f"{PICTURE}?sig=1", f"{PICTURE}?sig=1", GONE),
        (f"{PICTURE}?sig=1", f"{PICTURE}?sig=2", GONE),
        (f"{PICTURE}?sig=1", "https://torget.example/a.jpg", None),
    ],
)
def test_an_address_that_is_gone_is_told_of_no_more_however_it_was_signed(
    removed, failed, left
):
    value = RemovedValue(kind=ValueKind.ADDRESS, text=removed)
    (told,) = remaining_health(health(failed), [value]).failed_resources
    assert told.url == (left or failed)


def test_what_was_counted_stays():
    before = health(PICTURE)
    value = RemovedValue(kind=ValueKind.NAME, text="Kerstin Påhittad")
    assert remaining_health(before, [value]) == before


PART = "export/1.zip"
OLD = ExportMember(file=PART, name="inbox/kerstinpahittad_1/m.json")
NEW = ExportMember(file=PART, name="inbox/gallrad_1/m.json")
LOST = ExportMember(file=PART, name="p/1.jpg")
MOVED = Moved({}, {OLD: NEW, LOST: None}, frozenset())


def test_files_of_an_export_are_pointed_to_by_their_new_names():
    place = Place(page_url="https://torget.example/", member=OLD, pointer="/0")
    media = (
        Media(url=media_address(OLD), member=OLD),
        Media(url="https://torget.example/1.jpg", member=LOST),
    )
    (first, *_) = thread_items()
    item = first.model_copy(update={"places": (place,), "media": media})
    (found,) = remaining_items([item], frozenset(), "beslut", MOVED)
    assert found.places[0].member == NEW
    assert found.media[0] == Media(url=media_address(NEW), member=NEW)
    assert found.media[1] == Media(url="https://torget.example/1.jpg")


def test_a_report_says_of_an_export_what_is_in_it_now():
    part = ExportPart(path=PART, name="e.zip", size=9, sha256="a" * 64, members=3)
    names = (OLD.name, LOST.name, "other/kerstin.pahittad.txt", "kvar.txt")
    export = ExportReport(
        layout="json", parts=(part,), understood=1, not_understood=names
    )
    before = sample_health().model_copy(update={"export": export})
    value = RemovedValue(kind=ValueKind.NAME, text="Kerstin Påhittad")
    parts = {PART: NewPart(7, "b" * 64, 2)}
    after = remaining_health(before, [value], MOVED, parts).export
    assert after.not_understood == (NEW.name, GONE, GONE, "kvar.txt")
    assert after.parts[0] == part.model_copy(
        update={"size": 7, "sha256": "b" * 64, "members": 2}
    )


def test_a_word_of_a_comment_is_not_taken_out_of_the_report():
    """A comment may say nothing but a word that every report has."""
    before = health(PICTURE)
    value = RemovedValue(kind=ValueKind.BODY, text="saknas")
    checks = remaining_health(before, [value]).recorder.checks
    assert [check.name for check in checks] == ["Avslutad logg", "Inga tapp"]
