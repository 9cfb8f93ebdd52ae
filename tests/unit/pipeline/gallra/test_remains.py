# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a package says of its capture, once something in it is gone."""

import pytest

from pipeline.gallra.remains import GONE, remaining_health
from schemas.capture import FailedResource
from schemas.gallring import RemovedValue, ValueKind
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
