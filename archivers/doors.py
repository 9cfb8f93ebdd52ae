# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks an account's own doors, for one capture: the platform's API, the owner's export.

Which of them are open depends on the account: the API may want the owner's key, an
export is there when somebody has brought one. One of them must be.
"""

from dataclasses import dataclass
from pathlib import Path

from archivers.api.platform import ApiPlatform
from archivers.attended import may_browse
from archivers.by_api import Asked, ask_api
from archivers.extent import Extent
from archivers.owner_export.platform import ExportPlatform
from archivers.owner_export.take import Taken, take_export
from archivers.platform import Attended, Platform
from archivers.told import Told, told_by_api, told_by_both, told_by_export
from archivers.tools import CaptureTools
from archivers.warc import WarcHeader
from schemas.account import Account
from schemas.errors import BadInput, NeedsPerson, NoSource
from schemas.profile import ObservedAs

NO_DOOR = (
    "Kontot kan inte läsas av sig självt på den här plattformen. Hämta kontots export "
    "från plattformen och läs in den med avbild import."
)
NO_EXPORTS = "Avbild läser inga exporter från den här plattformen."
NO_API = "Plattformens API kunde inte läsas:"


@dataclass(frozen=True)
class Doors:
    """The doors to one account; `folder` is the capture's, `warc` the API's recording.

    `header` is what the recording says first, `extent` how much is taken.
    """

    platform: ApiPlatform | ExportPlatform
    account: Account
    tools: CaptureTools
    folder: Path
    warc: Path
    header: WarcHeader
    extent: Extent

    def ask(self) -> tuple[Told, Platform | None]:
        """Give what they tell, and the reader of the account's pages if there is one.

        Raises:
            NoSource: none of them is open.
            BadInput: the export cannot be used.
            NeedsPerson: the account is gone or closed, or the key is no longer good.
            Unavailable: the platform is down or asks us to wait; the disk is full.
            Damaged: what was written could not be read back.
        """
        taken = self._taken()
        asked, gaps = self._asked(has_other=taken is not None)
        account_id = self.account.account_id
        if asked is not None and isinstance(self.platform, ApiPlatform):
            told = told_by_api(account_id, asked, self._eyes(ObservedAs.API))
            if taken is not None:
                told = told_by_both(account_id, told, taken, self.tools.earlier())
            return told, self._pages(asked)
        if taken is None:
            raise NoSource(NO_DOOR)
        eyes = self._eyes(ObservedAs.EXPORT)
        earlier = self.tools.earlier()
        told = told_by_export(account_id, taken, eyes, gaps, earlier)
        return told, self._own_pages()

    def _taken(self) -> Taken | None:
        if not self.tools.exports:
            return None
        if not isinstance(self.platform, ExportPlatform):
            raise BadInput(NO_EXPORTS)
        return take_export(
            self.platform, self.account, self.tools.exports, self.folder, self.tools
        )

    def _asked(self, *, has_other: bool) -> tuple[Asked | None, tuple[str, ...]]:
        """Ask the API; with an export in hand a closed door is a gap, and no stop."""
        if not isinstance(self.platform, ApiPlatform):
            return None, ()
        try:
            asked = ask_api(
                self.platform,
                self.account,
                self.warc,
                self.header,
                self.tools,
                self.extent,
            )
        except NeedsPerson as error:
            if not has_other:
                raise
            self.warc.unlink(missing_ok=True)
            is_closed = isinstance(error, NoSource)
            return None, () if is_closed else (f"{NO_API} {error}",)
        return asked, ()

    def _eyes(self, door: ObservedAs) -> tuple[ObservedAs, str]:
        return door, f"{self.platform.name}-{door.value}/{self.platform.version}"

    def _pages(self, asked: Asked) -> Platform | None:
        """Give the reader of the pages, which holds every item, only if it is used."""
        if not isinstance(self.platform, ApiPlatform):
            return None
        if not may_browse(self.platform, self.tools):
            return None
        return self.platform.pages(asked.reading)

    def _own_pages(self) -> Platform | None:
        if not isinstance(self.platform, Attended):
            return None
        return self.platform.pages_of(self.account)
