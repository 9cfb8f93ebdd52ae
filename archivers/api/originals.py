# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fetches the originals of pictures and films, each once."""

from dataclasses import dataclass, field

from archivers.api.client import RecordedClient
from archivers.media_bytes import StoredMedia
from schemas.errors import NotAllowed, Unavailable

LARGEST = 2 * 1024**3
UNREACHABLE = 503


@dataclass
class Originals:
    """The pictures and films of one capture.

    `stored` is what was fetched, by address; `altered` counts contents that were not
    what their name says, and `unreachable` those of others whose servers are gone.
    """

    client: RecordedClient
    stored: dict[str, StoredMedia] = field(default_factory=dict)
    altered: int = 0
    unreachable: int = 0

    def fetch(
        self, address: str, digest: str | None = None, *, is_own: bool
    ) -> StoredMedia:
        """Fetch a content, and prove that it is what its name says.

        The server of somebody else may be gone for good; that must not stop a capture.

        Raises:
            Unavailable: the account's own server is down or asks us to wait.
        """
        if address not in self.stored:
            try:
                self.stored[address] = self._fetched(address, digest)
            except (Unavailable, NotAllowed):
                if is_own:
                    raise
                self.give_up(address)
        return self.stored[address]

    def give_up(self, address: str) -> None:
        """Note that a content can no longer be had from anybody."""
        if address not in self.stored:
            self.unreachable += 1
            self.stored[address] = StoredMedia("", UNREACHABLE)

    def _fetched(self, address: str, digest: str | None) -> StoredMedia:
        answer = self.client.get(address, largest=LARGEST, kept=0)
        record, status, kind = answer.record_id, answer.status, answer.mime_type
        if not answer.is_ok:
            return StoredMedia(record, status)
        if digest is not None and digest != answer.sha256:
            self.altered += 1
            return StoredMedia(record, status, kind)
        return StoredMedia(record, status, kind, answer.sha256)

    def notes(self) -> list[str]:
        """Say in Swedish what a reader should know of the originals."""
        found = []
        if self.altered:
            what = f"{self.altered} bilder eller filmer"
            found.append(f"{what} stämmer inte med sin kontrollsumma.")
        if self.unreachable:
            what = f"{self.unreachable} bilder eller filmer i andras kommentarer"
            found.append(f"{what} ligger på servrar som inte svarar.")
        return found
