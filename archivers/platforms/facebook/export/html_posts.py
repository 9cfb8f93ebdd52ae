# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the posts, comments and albums of an export in its HTML form.

A record has a title, a body and a time. The body is made of blocks: the text, a picture
with what stands below it, a link, a place, when it was last changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from lxml import etree

from archivers.owner_export.media import mime_type_of
from archivers.platforms.facebook.export.dates import Clock, is_only_a_time
from archivers.platforms.facebook.export.drafts import (
    Draft,
    DraftAlbum,
    DraftMedia,
    FileDrafts,
)
from archivers.platforms.facebook.export.html_records import (
    Head,
    Page,
    has_class,
    read_page,
    rows_in,
    text_in,
)
from archivers.platforms.facebook.export.labels import (
    classes,
    is_one_of,
    without_one_of,
)
from archivers.platforms.facebook.export.members import ADDRESSES, Kind

SHOWN = ("img", "video", "audio", "source", "a")


def read_html(stream: IO[bytes], kind: Kind) -> FileDrafts:
    """Read a page of posts, comments or an album, record by record.

    Raises:
        Undecodable: it is not a page.
    """
    head, found = Head(), FileDrafts()
    drafts: list[Draft] = []

    def take(page: Page) -> None:
        draft = _Record(page, head.clock).drafted()
        if draft is None:
            found.odd += 1
        else:
            drafts.append(draft)

    read_page(stream, head, take)
    found.made_by = head.made_by
    found.is_in_other_time = not head.clock.is_swedish
    if kind is Kind.ALBUM:
        found.albums += [_album(head, drafts)] if drafts else []
    elif kind is Kind.COMMENTS:
        found.comments += drafts
    else:
        _sort(drafts, found)
    found.is_empty = not drafts and bool(head.heading or head.title)
    return found


def _sort(drafts: list[Draft], found: FileDrafts) -> None:
    """Tell posts from lone pictures: a post has a title, or words, or both."""
    for draft in drafts:
        is_loose = bool(draft.media) and not draft.title and not draft.text
        (found.loose if is_loose else found.posts).append(draft)


def _album(head: Head, drafts: list[Draft]) -> DraftAlbum:
    about = next((one for one in drafts if one.text and not one.media), None)
    photos = [
        replace(media, created=media.created or draft.when)
        for draft in drafts
        for media in draft.media
    ]
    return DraftAlbum(
        name=head.heading or head.title,
        about=about.text if about else "",
        pointer=about.pointer if about else drafts[0].entry,
        photos=tuple(photos),
    )


@dataclass
class _Record:
    """One record of a page, and what its blocks say."""

    page: Page
    clock: Clock
    texts: list[tuple[str, str]] = field(default_factory=list)
    media: dict[str, DraftMedia] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    place: str = ""
    updated: str = ""

    def drafted(self) -> Draft | None:
        """Give what the record says; None if it says nothing."""
        body = next(self.page.with_class("body"), None)
        for block in self._blocks(self.page.element if body is None else body):
            self._block(block)
        shown, address = self._time()
        if not self.texts and not self.media:
            address = self._labelled() or address
        when, edited = self.clock.read(shown), self.clock.read(self.updated)
        if when is None and not self.texts and not self.media:
            return None
        return Draft(
            entry=self.page.path,
            pointer=self.texts[0][1] if self.texts else self.page.path,
            text="\n\n".join(text for text, _ in self.texts),
            when=when,
            shown=shown,
            title=next((text_in(one) for one in self.page.with_class("title")), ""),
            media=tuple(self.media.values()),
            links=tuple(dict.fromkeys(self.links)),
            place=self.place,
            edited=edited if edited and when and edited > when else None,
            address=address,
        )

    def _blocks(self, body: etree._Element) -> Iterator[etree._Element]:
        """Give the outermost blocks of a body; the body itself if it has none."""
        names = classes("block")
        found = [
            one
            for one in body.iter(etree.Element)
            if any(has_class(one, name) for name in names)
            and not _is_within(one, body, names)
        ]
        return iter(found or [body])

    def _block(self, block: etree._Element) -> None:
        """Take in a block; only what follows the post's own words is about it."""
        pictures = list(self._pictures(block))
        if pictures:
            self._take_media(pictures, block)
            return
        text = text_in(block)
        updated = without_one_of(text, "dates", "updated")
        if updated and is_only_a_time(updated):
            self.updated = updated
        elif not self._is_place(text):
            self._worded(block, text)

    def _is_place(self, text: str) -> bool:
        """Take in a place; a post of its own may begin with the same word."""
        place = without_one_of(text, "fields", "place")
        is_after = bool(self.texts or self.media)
        if not place or not is_after or "\n" in text or ":" not in text:
            return False
        self.place = self.place or place
        return True

    def _worded(self, block: etree._Element, text: str) -> None:
        """Take in words; a block of links alone is links."""
        found = [str(a.get("href")) for a in block.iter("a") if _is_web(a.get("href"))]
        self.links += found
        labels = {text_in(a) for a in block.iter("a")}
        said = text.removeprefix(self._group(block)).strip()
        if said and text not in labels:
            self.texts.append((said, self.page.path_to(_innermost(block, said))))

    def _group(self, block: etree._Element) -> str:
        """Give the line above a comment that names the group it was written in."""
        for name in classes("caption"):
            for element in block.iter(etree.Element):
                line = text_in(element) if has_class(element, name) else ""
                if without_one_of(line, "fields", "group") is not None:
                    return line
        return ""

    def _labelled(self) -> str:
        """Take in the text of a table of labels and values; give its address."""
        address = ""
        for label, value in rows_in(self.page.element):
            said = text_in(value)
            if is_one_of(label, "fields", "text") and said and not self.texts:
                self.texts.append((said, self.page.path_to(_innermost(value, said))))
            elif is_one_of(label, "fields", "link") and _is_web(said):
                address = said
        return address

    def _pictures(self, block: etree._Element) -> Iterator[str]:
        for element in block.iter(*SHOWN):
            address = str(element.get("src") or element.get("href") or "")
            if address and not _is_web(address) and mime_type_of(address):
                yield address

    def _take_media(self, addresses: list[str], block: etree._Element) -> None:
        """Take in pictures; words below one alone are its own."""
        element, caption = self._caption(block)
        for address in addresses:
            known = self.media.setdefault(address, DraftMedia(address))
            if caption and not known.caption:
                pointer = self.page.path_to(element)
                self.media[address] = replace(known, caption=caption, pointer=pointer)

    def _caption(self, block: etree._Element) -> tuple[etree._Element, str]:
        for name in classes("caption"):
            for element in block.iter(etree.Element):
                text = text_in(element) if has_class(element, name) else ""
                if text and element.find(".//table") is None:
                    return _innermost(element, text), text
        text = text_in(block)
        return _innermost(block, text), text

    def _time(self) -> tuple[str, str]:
        """Give the time as it is shown, and the address that it leads to."""
        for element in self.page.with_class("time"):
            text = text_in(element).replace("\n", " ")
            if text:
                around = (*element.iterancestors("a"), *element.iter("a"))
                links = (str(a.get("href") or "") for a in around)
                return text, next((link for link in links if _is_web(link)), "")
        return "", ""


def _is_web(address: str | None) -> bool:
    return bool(address) and str(address).startswith(ADDRESSES)


def _is_within(
    element: etree._Element, body: etree._Element, names: tuple[str, ...]
) -> bool:
    """Whether another block is around it."""
    for around in element.iterancestors():
        if around is body:
            return False
        if any(has_class(around, name) for name in names):
            return True
    return False


def _innermost(element: etree._Element, text: str) -> etree._Element:
    """Give the innermost element that has all of a text."""
    for child in element:
        if isinstance(child.tag, str) and text_in(child) == text:
            return _innermost(child, text)
    return element
