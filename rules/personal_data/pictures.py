# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures and films that private persons put in a thread."""

from rules.personal_data.passage import found
from schemas.item import Item
from schemas.personal_data import Certainty, DataKind, Finding


def pictures_of(item: Item) -> list[Finding]:
    """Propose every picture of an item that the account did not write.

    Whether a face is in it is not asked: no search for faces proves that there is none,
    so each counts as personal data until a person has released it. A finding points by
    the picture's number among the item's pictures, from 0.
    """
    if item.is_by_account:
        return []
    reason = "bild eller film från någon annan än kontot"
    return [
        found(DataKind.PICTURE, (number, number + 1), Certainty.LIKELY, reason)
        for number in range(len(item.media))
    ]
