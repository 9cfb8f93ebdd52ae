# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fetches the originals of pictures and films from the servers of their owners.

The views show small copies in another format. An original is named by its checksum, so
that what is fetched can be proven to be what the author published.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archivers.media_bytes import StoredMedia
from archivers.platform import FoundMedia
from archivers.platforms.bluesky.names import digest_of
from archivers.platforms.bluesky.network import Network
from archivers.platforms.bluesky.shapes import Blob
from schemas.errors import NeedsPerson, NotAllowed, Unavailable
from schemas.profile import Picture

NO_PICTURE = Picture(
    url="", sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)
"""The account has no such picture; that is known, and a change when it had one."""

UNREACHABLE = 503


@dataclass
class Originals:
    """The pictures and films of one capture, each fetched once.

    `stored` is what was fetched, by address; `altered` counts contents that were not
    what their name says.
    """

    network: Network
    stored: dict[str, StoredMedia] = field(default_factory=dict)
    altered: int = 0
    unreachable: set[str] = field(default_factory=set)

    def media(self, account: str, blob: Blob, label: str) -> FoundMedia | None:
        """Fetch the original of a picture or film of an item."""
        address = self._fetched(account, blob.cid)
        is_video = blob.mime_type.startswith("video/")
        return FoundMedia(address, label, is_video) if address else None

    def picture(self, account: str, blob: Blob | None) -> Picture:
        """Fetch a picture of the profile."""
        if blob is None:
            return NO_PICTURE
        address = self._fetched(account, blob.cid)
        stored = self.stored.get(address)
        return Picture(url=address, sha256=stored.sha256 if stored else None)

    def named(self, account: str, blob: Blob | None) -> Picture:
        """Name a picture of the profile without fetching it."""
        if blob is None:
            return NO_PICTURE
        address = self.network.blob_address(account, blob.cid)
        return Picture(url=address, sha256=digest_of(blob.cid))

    def _fetched(self, account: str, cid: str) -> str:
        """Fetch a content once, and give its address."""
        try:
            address = self.network.blob_address(account, cid)
        except (NeedsPerson, Unavailable, NotAllowed):
            # Whoever wrote it has left: no server is named any more.
            address = f"at://{account}/blob/{cid}"
            self.stored[address] = StoredMedia("", UNREACHABLE)
        if address not in self.stored:
            self.stored[address] = self._fetch(address, cid)
        if self.stored[address].status == UNREACHABLE:
            self.unreachable.add(urlsplit(address).netloc)
        return address

    def _fetch(self, address: str, cid: str) -> StoredMedia:
        answer = self.network.fetch(address)
        if answer is None:
            return StoredMedia("", UNREACHABLE)
        if not answer.is_ok:
            return StoredMedia(answer.record_id, answer.status)
        stated = digest_of(cid)
        if stated is not None and stated != answer.sha256:
            self.altered += 1
            return StoredMedia(answer.record_id, answer.status, answer.mime_type)
        return StoredMedia(
            answer.record_id, answer.status, answer.mime_type, answer.sha256
        )
