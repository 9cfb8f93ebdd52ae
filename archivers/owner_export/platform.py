# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a platform knows of the export that it gives to an account's owner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from archivers.api.platform import Sheet
from archivers.media_bytes import StoredMedia
from archivers.owner_export.opened import OwnerExport
from archivers.platform import FoundProfile
from schemas.account import Account


@dataclass(frozen=True)
class ExportReading:
    """Everything that an owner's export says of an account.

    `layout` names its form, such as "json". Each of `sheets` is a file within, with the
    posts and comments in it and a JSON pointer or CSS path to each. `media` holds, by
    the address that the items give (`media_address`), where pictures and films lie.
    `addresses` are those by which the account signs what it wrote, `understood` the
    names of the files that were read or are media of what was read, and `notes` what a
    reader should know although nothing is missing.
    """

    layout: str
    profile: FoundProfile
    sheets: tuple[Sheet, ...]
    addresses: tuple[str, ...]
    understood: frozenset[str]
    media: Mapping[str, StoredMedia] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@runtime_checkable
class ExportPlatform(Protocol):
    """Reads the exports of one platform; keeps nothing between calls."""

    @property
    def name(self) -> str:
        """The platform's name in the account register."""
        ...

    @property
    def version(self) -> int:
        """Raised when what is read changes, so that unlike is not compared."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that the platform serves."""
        ...

    def read_export(self, export: OwnerExport, account: Account) -> ExportReading:
        """Read the profile, every post, and every comment that the export holds.

        Raises:
            BadInput: it is not an export of this platform, or not of this account.
            Damaged: a file within cannot be read.
        """
        ...
