# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the files of a post's pictures and films: they are named after its id."""

from collections.abc import Iterator, Mapping

from archivers.owner_export.media import ExportMedia
from archivers.platform import FoundMedia
from archivers.platforms.x.export.members import Members
from archivers.platforms.x.export.tweets import Shown, Tweet


class Pictures:
    """The pictures and films of an archive's posts."""

    def __init__(self, members: Members, media: ExportMedia) -> None:
        self._media = media
        self._files = members.media
        self._of: dict[str, list[str]] = {}
        for name in members.media:
            self._of.setdefault(name.partition("-")[0], []).append(name)
        folders = {full.rpartition("/")[0] for full in members.media.values()}
        self._folder = min(folders, default="data/tweets_media")

    def of(self, tweet: Tweet) -> Iterator[FoundMedia]:
        """Give a post's pictures in its order; what it alone does not name comes last.

        A picture of somebody else's post that was passed on may not be there, and is
        not missing.
        """
        left = {name: self._files[name] for name in self._of.get(tweet.id, ())}
        for one in tweet.shown:
            file = self._file_of(one, tweet, left)
            if file is not None:
                left.pop(file.rpartition("/")[2], None)
                yield self._media.take(file, one.description)
        for file in left.values():
            yield self._media.take(file)

    def _file_of(self, one: Shown, tweet: Tweet, left: Mapping[str, str]) -> str | None:
        wanted = [f"{tweet.id}-{name}" for name in one.names]
        found = next((left[name] for name in wanted if name in left), None)
        if found is not None or tweet.is_shared:
            return found
        return f"{self._folder}/{wanted[0]}"
