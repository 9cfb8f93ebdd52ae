# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a whole export: who it is of, its posts, comments, albums and pictures.

A file of a form that is not known is left unread and listed; it never stops the rest.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archivers.api.platform import Sheet
from archivers.owner_export.media import ExportMedia
from archivers.owner_export.opened import OwnerExport, media_address
from archivers.owner_export.platform import ExportReading
from archivers.platforms.facebook.export import notes
from archivers.platforms.facebook.export.drafts import DraftAlbum, FileDrafts
from archivers.platforms.facebook.export.facts import (
    Facts,
    read_facts,
    read_facts_of_page,
)
from archivers.platforms.facebook.export.html_posts import read_html
from archivers.platforms.facebook.export.identity import demand_same
from archivers.platforms.facebook.export.items import ItemMaker, Made
from archivers.platforms.facebook.export.json_posts import read_json
from archivers.platforms.facebook.export.members import File, Kind, Members
from archivers.platforms.facebook.export.portrait import Portrait, profile_of
from archivers.text import one_line
from schemas.account import Account
from schemas.errors import BadInput, Undecodable

CONTENT = (Kind.POSTS, Kind.COMMENTS, Kind.ALBUM)
OF_FACEBOOK = frozenset({Kind.PROFILE, *CONTENT})

OTHER = "Filen är inte en export från Facebook."

_NUMBERS = re.compile(r"(\d+)")


def read_export(export: OwnerExport, account: Account) -> ExportReading:
    """Read the profile, every post, and every comment that the account wrote.

    Raises:
        BadInput: it is not an export from Facebook, or not of this account.
        Damaged: a file within cannot be read.
    """
    return _Reading(export, account).read()


@dataclass
class _Reading:
    """One reading of one export; `read` is called once."""

    export: OwnerExport
    account: Account
    sheets: list[Sheet] = field(default_factory=list)
    understood: set[str] = field(default_factory=set)
    damaged: int = 0
    odd: int = 0
    unknown: set[str] = field(default_factory=set)
    is_in_other_time: bool = False

    def read(self) -> ExportReading:
        """Read everything.

        Raises:
            BadInput: it is not an export from Facebook, or not of this account.
            Damaged: a file within cannot be read.
        """
        self._members = Members(self.export)
        files = sorted(self._members.files(), key=_order)
        named = {file.name for file in files}
        self._files = [file for file in files if not _has_twin(file, named)]
        self._twins = len(files) - len(self._files)
        if not any(file.kind in OF_FACEBOOK for file in self._files):
            raise BadInput(OTHER)
        facts = self._facts()
        unsure = demand_same(facts, self.account)
        media = ExportMedia(self.export)
        name = one_line(facts.name) or self.account.name
        maker = ItemMaker(name, str(self.account.url), self._members, media)
        portrait = Portrait(self._members)
        self._content(maker, portrait)
        if facts.is_empty and not self.sheets:
            raise BadInput(OTHER)  # Instagram has folders of the same names
        profile = profile_of(facts, portrait, is_page=self._is_of_page)
        own = (str(self.account.url), facts.address)
        return ExportReading(
            layout=self._layout(),
            profile=profile,
            sheets=tuple(self.sheets),
            addresses=tuple(dict.fromkeys(one for one in own if one)),
            understood=frozenset(self.understood | media.names() | portrait.names()),
            media=media.stored,
            notes=(*unsure, *self._notes(), *media.notes()),
        )

    # --- whose it is ------------------------------------------------------------------

    def _facts(self) -> Facts:
        """Read who it is of; when no file says so, by who wrote its comments."""
        for file in self._of(Kind.PROFILE):
            facts = self._read_facts(file)
            if facts is not None and not facts.is_empty:
                self.understood.add(file.name)
                return facts
        return Facts(name=next(self._authors(), ""))

    def _read_facts(self, file: File) -> Facts | None:
        try:
            with self.export.open(file.name) as stream:
                reader = read_facts_of_page if file.is_html else read_facts
                return reader(stream, file.name)
        except Undecodable:
            self.damaged += 1
            return None

    def _authors(self) -> Iterator[str]:
        for file in self._of(Kind.COMMENTS):
            drafts = self._drafts(file)
            if drafts is not None:
                yield from (one.author for one in drafts.comments if one.author)
                yield from [drafts.made_by] if drafts.made_by else []

    # --- what it holds ----------------------------------------------------------------

    def _content(self, maker: ItemMaker, portrait: Portrait) -> None:
        """Read posts and comments, then the pictures that none of them showed."""
        later: list[tuple[File, FileDrafts, Made]] = []
        for file in self._of(*CONTENT):
            drafts = self._drafts(file)
            if drafts is None:
                self.damaged += 1
            elif drafts.is_understood:
                self._note(file, drafts)
                made = maker.posts(drafts.posts, file)
                maker.comments(drafts.comments, file, made)
                portrait.take(drafts)
                later.append((file, replace(drafts, posts=[], comments=[]), made))
        for file, drafts, made in later:
            maker.loose(drafts.loose, file, made)
            self._albums(drafts.albums, file, maker, made)
            self._add(file, made)
        self._updates(portrait)

    def _albums(
        self, albums: Sequence[DraftAlbum], file: File, maker: ItemMaker, made: Made
    ) -> None:
        for album in albums:
            maker.album(album, file, made)

    def _updates(self, portrait: Portrait) -> None:
        """Read the history of the profile, where its pictures may stand too."""
        for file in self._of(Kind.UPDATES):
            drafts = self._drafts(file)
            if drafts is not None and drafts.is_understood:
                portrait.take(drafts)

    def _drafts(self, file: File) -> FileDrafts | None:
        """Read a file; None if it is damaged."""
        try:
            with self.export.open(file.name) as stream:
                return (
                    read_html(stream, file.kind) if file.is_html else read_json(stream)
                )
        except Undecodable:
            return None

    def _note(self, file: File, drafts: FileDrafts) -> None:
        self.understood.add(file.name)
        self.odd += drafts.odd
        self.is_in_other_time |= drafts.is_in_other_time
        self.unknown |= drafts.unknown

    def _add(self, file: File, made: Made) -> None:
        if made.items:
            self.sheets.append(
                Sheet(
                    url=media_address(file.info.member),
                    record_id="",
                    items=tuple(made.items),
                    pointers=made.pointers,
                    above=tuple(made.above.values()),
                    member=file.info.member,
                )
            )

    # --- what there is to say of it ---------------------------------------------------

    def _of(self, *kinds: Kind) -> list[File]:
        """Give the files of some kinds that are to be read."""
        return [file for file in self._files if file.kind in kinds]

    @property
    def _is_of_page(self) -> bool:
        """Whether it is of a page, whose contact details are for everybody to see."""
        return any("this_profile" in file.name for file in self._files)

    def _layout(self) -> str:
        read = [file for file in self._files if file.name in self.understood]
        forms = sorted({"html" if file.is_html else "json" for file in read})
        return "+".join(forms) or "json"

    def _notes(self) -> Iterator[str]:
        yield from notes.of_messages(self._of(Kind.MESSAGES))
        yield from notes.of_events(self._of(Kind.EVENTS))
        yield from notes.of_damaged(self.damaged)
        yield from notes.of_odd(self.odd)
        yield from notes.of_unknown(self.unknown)
        yield from notes.of_time(is_other=self.is_in_other_time)
        yield from notes.of_twins(self._twins)


def _has_twin(file: File, names: Collection[str]) -> bool:
    """Whether a page holds what a JSON file of the same name says more exactly."""
    return file.is_html and f"{file.name.removesuffix('.html')}.json" in names


def _order(file: File) -> tuple[int, list[tuple[int, str]]]:
    """Order files by what they are about, and then as people count."""
    parts = _NUMBERS.split(file.name)
    counted = [(int(p), "") if p.isdecimal() else (0, p) for p in parts]
    return list(Kind).index(file.kind), counted
