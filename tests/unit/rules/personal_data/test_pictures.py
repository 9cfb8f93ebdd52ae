# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of private persons count until a person has released them."""

from rules.personal_data import pictures_of
from schemas.item import Item, ItemKind, Media
from schemas.personal_data import DataKind


def item(*, own, pictures):
    """Make a comment with pictures."""
    return Item(
        item_id="c1",
        kind=ItemKind.COMMENT,
        position=1,
        author="Eva",
        is_by_account=own,
        body="",
        media=tuple(Media(url=f"https://x.example/{n}.jpg") for n in range(pictures)),
    )


def test_each_picture_of_a_citizen_is_proposed_by_its_number():
    hits = pictures_of(item(own=False, pictures=2))
    assert [(f.kind, f.start, f.end) for f in hits] == [
        (DataKind.PICTURE, 0, 1),
        (DataKind.PICTURE, 1, 2),
    ]


def test_the_accounts_own_pictures_are_not():
    assert pictures_of(item(own=True, pictures=2)) == []
    assert pictures_of(item(own=False, pictures=0)) == []
