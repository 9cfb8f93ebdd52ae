# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The part of the account register that a municipality publishes.

OSL 4:2 asks for a description of the authority's documents; the guideline, "Uppstart av
nytt konto", for a register on the municipality's web site.
"""

from collections.abc import Mapping
from typing import Literal

from schemas.record import Identifier, Instant, NonEmpty, Record

PublicValue = str | int | bool | None


class PublicColumn(Record):
    """A public field: its name in `PublicRegister.accounts` and its Swedish heading."""

    name: Identifier
    heading: NonEmpty


class PublicRegister(Record):
    """The public list, as `register.json` has it.

    `accounts` hold just the fields that `columns` name. A board stands there by its
    name and a platform as people call it; dates are written YYYY-MM-DD. A reader
    refuses a `version` that it does not know; a new field is no new version.
    """

    version: Literal[1] = 1
    title: NonEmpty
    made_at: Instant
    columns: tuple[PublicColumn, ...]
    accounts: tuple[Mapping[Identifier, PublicValue], ...]
