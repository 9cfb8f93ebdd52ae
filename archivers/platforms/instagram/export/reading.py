# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the export that Instagram gives an account's owner.

It holds what the account itself wrote: posts, stories, films and its own comments.
Others' comments are not in it, and its own say only under whose post they stand. So an
export is never the whole conversation.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from archivers.owner_export.files import ExportFiles, Placed, key_in
from archivers.owner_export.json_entries import Entry, read_whole
from archivers.owner_export.media import ExportMedia, within
from archivers.owner_export.notes import counted
from archivers.owner_export.opened import ExportMemberInfo, OwnerExport
from archivers.owner_export.platform import ExportReading
from archivers.platform import FoundItem, FoundMedia
from archivers.platforms.instagram.export.comments import comment_in
from archivers.platforms.instagram.export.members import (
    Content,
    Members,
    is_html,
    members_of,
)
from archivers.platforms.instagram.export.posts import Post, post_in
from archivers.platforms.instagram.export.profile import Said
from archivers.text import paragraphs
from schemas.account import Account
from schemas.errors import BadInput
from schemas.profile import Picture

SOURCE = "instagram-export"
STORY = f"{SOURCE}-story"
LAYOUT, OLDER_LAYOUT = "json", "json-older"
OF_A_POST = frozenset(
    {"media", "title", "uri", "label_values", "fbid", "timestamp", "creation_timestamp"}
)
"""What an object names that is a post, and not what holds a list of them."""
POSTS = (Content.POSTS, Content.ARCHIVED, Content.STORIES)
HTML = (
    "Exporten är i formatet HTML, som inte kan läsas. Beställ den igen hos Instagram "
    "och välj formatet JSON."
)
OTHER = "Filen är inte en export från Instagram i formatet JSON."
ELSE = "Exporten är från ett annat Instagramkonto än det som angavs."
UNTOLD = (
    "Exporten säger inte vilket konto den kommer från. Kontrollera att det stämmer."
)
UNREAD = (
    "Profilens namn och presentation kunde inte läsas: exporten är på ett språk som "
    "inte är känt. Beställ den med Instagram på engelska om de ska med."
)
RENAMED = "Kontot har bytt användarnamn sedan det registrerades."


def read_export(export: OwnerExport, account: Account) -> ExportReading:
    """Read the profile, every post and every own comment that the export holds.

    Raises:
        BadInput: it is not an export of Instagram's as JSON, or not of this account.
    """
    members = members_of(export)
    if not members.is_of_instagram:
        raise BadInput(HTML if is_html(export) else OTHER)
    files = ExportFiles(export, mended=True)
    said = _said(files, members)
    files.notes += _doubts(said, handle_in(account))
    return _Reading(files, members, said, account).read()


def handle_in(account: Account) -> str:
    """Give the user name in the address of an account."""
    return urlsplit(str(account.url)).path.strip("/").partition("/")[0]


def _said(files: ExportFiles, members: Members) -> Said:
    """Read what the export says of the account itself."""
    said = Said()
    for info in members.holding(Content.PROFILE):
        said.take_now(files.entries(info))
    for info in members.holding(Content.CHANGES):
        said.take_changes(files.entries(info))
    for info in members.holding(Content.PROFILE_PHOTOS):
        said.take_photos(files.entries(info))
    return said


def _doubts(said: Said, asked: str) -> Iterator[str]:
    """Say what is doubtful about whose export it is.

    Raises:
        BadInput: it is somebody else's.
    """
    wanted = asked.casefold()
    if wanted not in said.names | said.values:
        if said.names:
            raise BadInput(ELSE)
        yield UNTOLD
    elif said.is_unread:
        yield UNREAD
    elif said.username and said.username.casefold() != wanted:
        yield RENAMED


class _Reading:
    """One reading of one export of an account; `read` is called once."""

    def __init__(
        self, files: ExportFiles, members: Members, said: Said, account: Account
    ) -> None:
        self._files = files
        self._members = members
        self._said = said
        self._handle = said.username or handle_in(account)
        self._address = f"https://www.instagram.com/{self._handle}/"
        self._registered = str(account.url)
        self._media = ExportMedia(files.export)
        self._named = within(files.export, *members.roots)

    def read(self) -> ExportReading:
        """Read everything."""
        avatar = self._avatar()
        for content in POSTS:
            for info in self._members.holding(content):
                self._files.keep(info, self._posts(info, content))
        comments = self._members.holding(Content.COMMENTS)
        unlinked = sum(self._files.keep(i, self._comments(i)) for i in comments)
        notes = (*self._notes(unlinked), *self._media.notes())
        return ExportReading(
            layout=OLDER_LAYOUT if self._members.is_older else LAYOUT,
            profile=self._said.profile(avatar, self._handle),
            sheets=tuple(self._files.sheets),
            addresses=tuple(dict.fromkeys((self._address, self._registered))),
            understood=frozenset(self._files.understood) | self._media.names(),
            media=self._media.stored,
            notes=(*self._files.notes, *notes),
        )

    def _avatar(self) -> Picture | None:
        """Give the profile picture: the newest that the export has the file of."""
        taken = [self._media.take(self._named(one.uri)) for one in self._said.photos]
        for one in taken:
            stored = self._media.stored[one.url]
            if stored.member is not None:
                return Picture(url=one.url, sha256=stored.sha256)
        return None

    def _posts(
        self, info: ExportMemberInfo, content: Content
    ) -> Iterator[Placed | None]:
        for entry in self._whole_entries(info):
            post = post_in(entry)
            key = key_in(info, entry)
            yield Placed(self._post(key, post, content), post.pointer) if post else None

    def _whole_entries(self, info: ExportMemberInfo) -> Iterator[Entry]:
        """Read a file of posts; one that holds a single post may have no list of it."""
        entries = self._files.entries(info)
        first = next(entries, None)
        if first is None:
            return
        if not first.pointer or first.pointer.split("/")[1] not in OF_A_POST:
            yield first
            yield from entries
        elif all(entries) and info.name in self._files.understood:
            with self._files.export.open(info.name) as stream:
                yield Entry("", read_whole(stream, mended=True))

    def _post(self, key: str, post: Post, content: Content) -> FoundItem:
        text = paragraphs(post.text)
        return FoundItem(
            key=key,
            is_post=True,
            author=self._handle,
            author_url=self._address,
            text=text,
            source=STORY if content is Content.STORIES else SOURCE,
            published=post.published,
            is_hidden=content is Content.ARCHIVED,
            media=tuple(self._pictures(post, text)),
        )

    def _pictures(self, post: Post, text: str) -> Iterator[FoundMedia]:
        """Give a post's pictures; what is written at one alone is its description."""
        for one in post.files:
            title = paragraphs(one.title)
            yield self._media.take(self._named(one.uri), "" if title == text else title)

    def _comments(self, info: ExportMemberInfo) -> Iterator[Placed | None]:
        for entry in self._files.entries(info):
            comment = comment_in(entry)
            if comment is None:
                yield None
                continue
            item = FoundItem(
                key=key_in(info, entry),
                is_post=False,
                author=self._handle,
                author_url=self._address,
                text=paragraphs(comment.text),
                source=SOURCE,
                published=comment.published,
            )
            yield Placed(item, comment.pointer)

    def _notes(self, unlinked: int) -> Iterator[str]:
        if unlinked:
            what = counted(unlinked, "En kommentar", "kommentarer")
            yield f"{what} av kontot självt hör till inlägg som exporten inte anger."
        messages = self._members.holding(Content.MESSAGES)
        folders = {info.name.rpartition("/")[0] for info in messages}
        if folders:
            what = counted(len(folders), "En konversation", "konversationer")
            yield f"{what} med direktmeddelanden finns i exporten men är inte lästa."
        removed = sum(
            post_in(entry) is not None
            for info in self._members.holding(Content.DELETED)
            for entry in self._files.entries(info)
        )
        if removed:
            what = counted(removed, "Ett inlägg", "inlägg")
            yield f"{what} som kontot nyligen har tagit bort är inte med."
