# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the profile, and whose export it is, from Instagram's export.

The file of personal information has what the account is called now. What it lacks is
taken from the list of changes: the last value that each field was given.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archivers.owner_export.json_entries import Entry
from archivers.platform import FoundProfile
from archivers.platforms.instagram.export.fields import (
    LABELS,
    Field,
    fields_of,
    first_called,
)
from archivers.platforms.instagram.export.posts import File, files_in
from archivers.text import one_line, paragraphs, plain_link
from schemas.profile import Picture, Profile

NOW, CHANGES, PHOTOS = "personal_information", "profile_changes", "profile_photos"
READ = ("username", "name", "about", "website")


@dataclass
class Said:
    """What the export says of the account: each field's value and where it stood.

    `names` are all user names that it has had, `values` everything that stands in the
    personal information, by which an account is known in a language that is not.
    """

    values_now: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    photos: list[File] = field(default_factory=list)

    @property
    def username(self) -> str:
        """The name that the account has in its address; empty if it is not told."""
        return self.values_now.get("username", "")

    @property
    def is_unread(self) -> bool:
        """Whether its personal information is in a language that is not known."""
        return bool(self.values) and not self.values_now.keys() & {"username", "name"}

    def take_now(self, entries: Iterable[Entry]) -> None:
        """Read the personal information."""
        for entry in entries:
            fields = fields_of(entry)
            self.values |= {one.value.casefold() for one in fields if one.value}
            for word in READ:
                found = first_called(fields, word)
                if found is not None:
                    self._set(word, found.value, NOW)
            self.photos += _pictures(entry)

    def take_changes(self, entries: Iterable[Entry]) -> None:
        """Read what the profile has been changed to, and what it was."""
        read = (_change(fields_of(entry)) for entry in entries)
        changes = sorted((one for one in read if one), key=lambda one: one.time)
        for change in changes:
            if change.word == "username":
                self.names |= {change.before.casefold(), change.after.casefold()} - {""}
        for change in reversed(changes):
            self._set(change.word, change.after, CHANGES)

    def take_photos(self, entries: Iterable[Entry]) -> None:
        """Read the profile pictures that it has had; the newest is the one it has."""
        found = [file for entry in entries for file in files_in(entry)]
        self.photos += sorted(found, key=_age, reverse=True)

    def _set(self, word: str, value: str, source: str) -> None:
        if word not in self.values_now:
            self.values_now[word] = value
            self.sources[word] = source
        if word == "username" and value:
            self.names.add(value.casefold())

    def profile(self, avatar: Picture | None, handle: str) -> FoundProfile:
        """Make the profile; what the export does not say is not known.

        An account without a name is shown by the name in its address.
        """
        said = self.values_now
        name = one_line(said.get("name", "")) or said.get("username")
        about, website = said.get("about"), said.get("website")
        profile = Profile(
            name=name or None,
            about=paragraphs(about) if about is not None else None,
            avatar=avatar,
            links=(plain_link(website),) if website else None,
            handle=handle or None,
        )
        fields = {"handle": "username", "links": "website"}
        names = ("name", "about", "handle", "links")
        sources = {
            one: self.sources[fields.get(one, one)]
            for one in names
            if fields.get(one, one) in self.sources
        }
        return FoundProfile(profile, sources | ({"avatar": PHOTOS} if avatar else {}))


def _age(file: File) -> float:
    return file.published.timestamp() if file.published else 0.0


@dataclass(frozen=True)
class _Change:
    word: str
    before: str
    after: str
    time: int


def _change(fields: tuple[Field, ...]) -> _Change | None:
    what = first_called(fields, "changed")
    word = next((one for one in READ if what and _means(what.value, one)), None)
    if word is None:
        return None
    before, after = (
        first_called(fields, one) for one in ("previous_value", "new_value")
    )
    time = next((one.time for one in fields if one.time), 0)
    return _Change(
        word, before.value if before else "", after.value if after else "", time
    )


def _means(said: str, word: str) -> bool:
    return said.casefold() in LABELS[word]


def _pictures(entry: Entry) -> tuple[File, ...]:
    """Give the picture that stands with the personal information, if one does."""
    if not isinstance(entry.value, dict):
        return ()
    return files_in(Entry(entry.pointer, entry.value.get("media_map_data")))
