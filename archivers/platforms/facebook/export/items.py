# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Makes items of what the files of an export say, the same from either form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlunsplit

from archivers.owner_export.media import ExportMedia
from archivers.platform import FoundItem, FoundMedia
from archivers.platforms.facebook.export.drafts import Draft, DraftAlbum, DraftMedia
from archivers.platforms.facebook.export.labels import holds_one_of, says_only_that
from archivers.platforms.facebook.export.members import File, Members
from archivers.text import (
    SHIMS,
    address_parts,
    one_line,
    paragraphs,
    plain_link,
    same_address,
)

PLACE = "Plats"
PAGE_HOSTS = ("facebook.com",)
COMMENT, REPLY = "comment_id", "reply_comment_id"

_MENTION = re.compile(r"@\[\d+:\d+:([^\[\]]*)\]")
"""How the export writes the name of somebody who is mentioned: with number and kind."""


@dataclass(frozen=True)
class Made:
    """The items of one file, the pointers to them, and what is above them elsewhere."""

    items: list[FoundItem] = field(default_factory=list)
    pointers: dict[str, str] = field(default_factory=dict)
    above: dict[str, FoundItem] = field(default_factory=dict)


@dataclass
class ItemMaker:
    """Makes the items of one account's export.

    `author` is the account's own name and `address` that of its page.
    """

    author: str
    address: str
    members: Members
    media: ExportMedia
    _by_address: dict[str, FoundItem] = field(default_factory=dict)
    _said: set[tuple[datetime | None, str]] = field(default_factory=set)
    _shown: set[str] = field(default_factory=set)

    def posts(self, drafts: Sequence[Draft], file: File) -> Made:
        """Make posts."""
        made = Made()
        for draft in drafts:
            self._enter(self._item(draft, file, is_post=True), draft, made)
        return made

    def comments(self, drafts: Sequence[Draft], file: File, made: Made) -> None:
        """Make comments, each below the post that its address names, if one is known.

        An export seldom says to which post a comment belongs.
        """
        for draft in drafts:
            item = self._item(draft, file, is_post=False)
            above = self._above(item)
            if above is not None:
                item = _below(item, above.key)
                if above.key not in made.pointers:
                    made.above[above.key] = above
            self._enter(item, draft, made)

    def loose(self, drafts: Sequence[Draft], file: File, made: Made) -> None:
        """Make posts of pictures and films that no post, comment or album shows."""
        for draft in drafts:
            is_said = (draft.when, _clean(draft.text)) in self._said
            if draft.media and not is_said and not self._is_shown(draft.media[0]):
                self._enter(self._item(draft, file, is_post=True), draft, made)

    def album(self, album: DraftAlbum, file: File, made: Made) -> None:
        """Make a post of an album's pictures that no post shows, with its comments."""
        photos = tuple(one for one in album.photos if not self._is_shown(one))
        if not photos and not album.said:
            return
        times = [one.created for one in photos or album.photos if one.created]
        draft = Draft(
            entry="",
            pointer=album.pointer,
            text=album.about,
            when=max(times, default=None),
            title=album.name,
            media=photos,
        )
        post = self._item(draft, file, is_post=True)
        self._enter(post, draft, made)
        for said in album.said:
            comment = _below(self._item(said, file, is_post=False), post.key)
            self._enter(comment, said, made)

    def picture(self, media: DraftMedia) -> FoundMedia:
        """Note a picture, and give it as an item has it."""
        return self.media.take(
            self.members.called(media.address), _clean(media.caption)
        )

    def _is_shown(self, media: DraftMedia) -> bool:
        return self.members.called(media.address) in self._shown

    def _enter(self, item: FoundItem, draft: Draft, made: Made) -> None:
        made.items.append(item)
        made.pointers[item.key] = _pointer(draft)
        self._shown |= {self.members.called(one.address) for one in draft.media}
        self._said.add((item.published, item.text))
        if item.permalink:
            self._by_address.setdefault(same_address(item.permalink), item)

    def _item(self, draft: Draft, file: File, *, is_post: bool) -> FoundItem:
        author = one_line(draft.author) or self.author
        is_own = author.casefold() == self.author.casefold()
        text = _text(draft, is_post=is_post)
        media = tuple(map(self.picture, draft.media))
        title = self._title(draft, has_more=bool(text or media), is_post=is_post)
        return FoundItem(
            key=f"{file.name}#{draft.entry}",
            is_post=is_post,
            author=author,
            author_url=self.address if is_own else None,
            title=title,
            text=text,
            source=f"facebook-export-{'html' if file.is_html else 'json'}",
            permalink=_page_of(draft.address),
            published=draft.when,
            published_text=draft.shown,
            media=tuple(_captioned(one, text) for one in media),
            is_edited=draft.edited is not None,
            edited=draft.edited,
        )

    def _title(self, draft: Draft, *, has_more: bool, is_post: bool) -> str:
        """Give what Facebook says that the account did, where that says something."""
        said = one_line(_named(draft.title))
        is_plain = has_more and says_only_that(said, self.author)
        is_own_thread = not is_post and self._is_own_thread(said)
        place = f"{PLACE}: {one_line(draft.place)}" if draft.place else ""
        kept = "" if is_plain or is_own_thread else said
        return " – ".join(part for part in (kept, place) if part)

    def _is_own_thread(self, title: str) -> bool:
        """Whether a comment stands below the account's own post or comment."""
        twice = 2
        names = title.casefold().count(self.author.casefold()) if self.author else 0
        return names >= twice or holds_one_of(title, "titles", "own_thread")

    def _above(self, item: FoundItem) -> FoundItem | None:
        """Give the post or comment that a comment's address says that it is below."""
        for address in _addresses_above(item.permalink):
            known = self._by_address.get(address)
            if known is not None and known.key != item.key:
                return known
        return None


def _addresses_above(address: str | None) -> Iterator[str]:
    """Give the addresses of what a comment answers to, the nearest first."""
    if not address:
        return
    parts = address_parts(address)
    query = parse_qsl(parts.query)
    names = {name for name, _ in query}
    steps = [{REPLY}] if REPLY in names else []
    if COMMENT in names:
        steps.append({REPLY, COMMENT})
    for dropped in steps:
        kept = [(name, value) for name, value in query if name not in dropped]
        yield same_address(urlunsplit(parts._replace(query=urlencode(kept))))


def _below(item: FoundItem, key: str) -> FoundItem:
    return replace(item, parent_key=key)


def _page_of(address: str) -> str | None:
    """Give the address of an item's own page; other addresses are no such page."""
    host = (address_parts(address).hostname or "").lower()
    is_page = any(host == one or host.endswith(f".{one}") for one in PAGE_HOSTS)
    return address if is_page else None


def _named(text: str) -> str:
    return _MENTION.sub(r"\1", text)


def _clean(text: str) -> str:
    return paragraphs(_named(text))


def _text(draft: Draft, *, is_post: bool) -> str:
    """Give the text, what else the post holds in words, and its links.

    They stand as the items of the API have them, so that the two can be matched.
    """
    text = _clean(draft.text) or _caption(draft)
    shown = [link for link in map(_unwrapped, draft.links) if link not in text]
    links = dict.fromkeys(shown) if is_post or not text else ()
    parts = [text, *map(_clean, draft.more), *links]
    return "\n\n".join(part for part in parts if part)


def _unwrapped(link: str) -> str:
    """Give the address that a counting one leads to; others are left as they are."""
    return plain_link(link) if address_parts(link).hostname in SHIMS else link


def _caption(draft: Draft) -> str:
    """Give the words below the pictures, when all are the same: they are the post's."""
    captions = {_clean(one.caption) for one in draft.media} - {""}
    return captions.pop() if len(captions) == 1 else ""


def _pointer(draft: Draft) -> str:
    """Give the pointer to the text, which may stand below the first picture."""
    if draft.text.strip() or not _caption(draft):
        return draft.pointer
    return next(one.pointer for one in draft.media if _clean(one.caption))


def _captioned(media: FoundMedia, text: str) -> FoundMedia:
    """Leave out what stands below a picture when the post says the same."""
    return (
        replace(media, alternative_text="") if media.alternative_text == text else media
    )
