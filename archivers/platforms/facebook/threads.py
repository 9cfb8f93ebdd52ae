# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the comments of a post, those below comments among them, in order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from archivers.api.client import Answer
from archivers.api.graph import Graph, Page, Row
from archivers.api.graph.losses import Losses
from archivers.api.graph.rows import inside, words
from archivers.api.platform import Sheet
from archivers.platform import FoundItem
from archivers.platforms.facebook.attachments import Attachments
from archivers.platforms.facebook.posts import PostReader, marked, pointer_of
from archivers.platforms.facebook.telling import GONE, THREADS, UNSEEN, UNSIGNED
from schemas.errors import AccountGone


@dataclass
class Thread:
    """A post, how many comments it states, and when it was last changed.

    `found` are its comments by their keys, as far as they have been read.
    """

    post: FoundItem
    stated: int | None
    updated: datetime | None
    found: dict[str, FoundItem] = field(default_factory=dict)

    def top(self, *, is_whole: bool) -> FoundItem:
        """Give the post with the number of comments that must be found below it.

        Facebook goes on counting comments that it shows to nobody, so what is stated is
        held against what came only when the thread was not read to its end.
        """
        if not is_whole:
            return replace(self.post, stated_comments=self.stated)
        times = (one.published for one in self.found.values() if one.published)
        whole = replace(self.post, stated_comments=len(self.found))
        if self.unseen:
            return whole
        return marked(whole, self.updated, max(times, default=None))

    @property
    def unseen(self) -> int:
        """How many comments are stated but were not given."""
        return max(0, (self.stated or 0) - len(self.found))


@dataclass
class Threads:
    """Reads threads one after the other, and gives their sheets to `keep`."""

    graph: Graph
    reader: PostReader
    attachments: Attachments
    losses: Losses
    keep: Callable[[Sheet], None]

    def read(self, thread: Thread) -> None:
        """Read a thread; what was read of it before the platform failed is kept.

        Raises:
            NeedsPerson: the key is too narrow.
            Unavailable: the platform asks us to wait, or fails time after time.
        """
        pages: list[Sheet] = []
        is_whole = False
        with self.losses.counted(THREADS):
            try:
                pages.extend(self._sheets(thread))
                self.losses.counts[UNSEEN] += thread.unseen
                is_whole = True
            except AccountGone:
                is_whole = self._is_gone(thread)
                self.losses.counts[GONE if is_whole else THREADS] += 1
        top = thread.top(is_whole=is_whole)
        for sheet in pages:
            self.keep(replace(sheet, above=(top, *sheet.above)))
        thread.found.clear()  # the sheets have them

    def _is_gone(self, thread: Thread) -> bool:
        """Whether a post is gone; a thread that the key does not open says the same."""
        try:
            self.graph.get(thread.post.key, self.graph.spec.of("attachments"))
        except AccountGone:
            return True
        return False

    def _sheets(self, thread: Thread) -> Iterator[Sheet]:
        fields = self.graph.spec.of("comments")
        for page in self.graph.pages(thread.post.key, fields):
            yield self._sheet(thread, page)

    def _sheet(self, thread: Thread, page: Page) -> Sheet:
        """Read a page of comments; `above` are those on other pages that it answers."""
        pointers, items, above = {}, [], {}
        for number, row in enumerate(page.rows):
            key = words(row, "id")
            if not key or key in thread.found:
                continue
            item = self._comment(row, thread)
            parent = thread.found.get(item.parent_key or "")
            if parent is not None and parent.key not in pointers:
                above[parent.key] = parent
            thread.found[key] = item
            items.append(item)
            pointers[key] = pointer_of(row, number)
        return _sheet(page.answer, items, pointers, above)

    def _comment(self, row: Row, thread: Thread) -> FoundItem:
        parent = words(inside(row, "parent"), "id")
        if parent not in thread.found:
            parent = thread.post.key
        if "from" not in row:
            self.losses.counts[UNSIGNED] += 1
        media = self.attachments.of_comment(row)
        return self.reader.comment(row, thread.post, parent, media)


def _sheet(
    answer: Answer,
    items: list[FoundItem],
    pointers: dict[str, str],
    above: dict[str, FoundItem],
) -> Sheet:
    """Make a sheet, without the post, which is known when the thread has been read."""
    listed = tuple(above.values())
    return Sheet(answer.url, answer.record_id, tuple(items), pointers, listed)
