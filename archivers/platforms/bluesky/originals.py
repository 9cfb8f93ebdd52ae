# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the originals of pictures and films on the servers of their owners.

The views show small copies in another format. An original is named by its checksum, so
that what is fetched can be proven to be what the author published.
"""

from archivers.api.originals import Originals
from archivers.platform import FoundMedia
from archivers.platforms.bluesky.names import digest_of
from archivers.platforms.bluesky.network import Network
from archivers.platforms.bluesky.shapes import Blob
from schemas.errors import NeedsPerson, NotAllowed, Unavailable
from schemas.profile import Picture

NO_PICTURE = Picture(url="")
"""The account has no such picture; that is known, and a change when it had one."""


class Blobs:
    """The pictures and films of one account and of those who answer it."""

    def __init__(self, network: Network, owner: str) -> None:
        self.originals = Originals(network.client)
        self._network = network
        self._owner = owner

    def media(self, account: str, blob: Blob, label: str) -> FoundMedia:
        """Fetch the original of a picture or film of an item."""
        is_video = blob.mime_type.startswith("video/")
        return FoundMedia(self._fetched(account, blob.cid), label, is_video)

    def picture(self, blob: Blob | None) -> Picture:
        """Fetch a picture of the profile."""
        if blob is None:
            return NO_PICTURE
        address = self._fetched(self._owner, blob.cid)
        stored = self.originals.stored[address]
        return Picture(url=address, key=blob.cid, sha256=stored.sha256)

    def named(self, blob: Blob | None) -> Picture:
        """Name a picture of the profile without fetching it: its name is its digest."""
        if blob is None:
            return NO_PICTURE
        address = self._network.blob_address(self._owner, blob.cid)
        return Picture(url=address, key=blob.cid, sha256=digest_of(blob.cid))

    def _fetched(self, account: str, cid: str) -> str:
        """Fetch a content once, and give its address."""
        is_own = account == self._owner
        try:
            address = self._network.blob_address(account, cid)
        except (NeedsPerson, NotAllowed, Unavailable):
            if is_own:
                raise
            # Whoever wrote it has left: no server is named any more.
            address = f"at://{account}/blob/{cid}"
            self.originals.give_up(address)
            return address
        self.originals.fetch(address, digest_of(cid), is_own=is_own)
        return address
