# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a whole Instagram account: profile, posts, threads, originals.

Comments come newest first and answers oldest first; they are put in the order of time,
the oldest first, as the web page shows a thread that is read from its beginning.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archivers.api.client import Answer
from archivers.api.graph import Page, Row
from archivers.api.graph.fresh import FreshOriginals
from archivers.api.graph.losses import Losses
from archivers.api.graph.rows import inside, listed, number, words
from archivers.api.originals import Originals
from archivers.api.platform import ApiReading, Errand, Sheet
from archivers.extent import no_such_post
from archivers.platform import FoundItem, FoundProfile
from archivers.platforms.instagram.addresses import account_address, code_in
from archivers.platforms.instagram.doors import Door
from archivers.platforms.instagram.posts import PostReader, pointer_of
from archivers.platforms.instagram.profile import look_up
from archivers.platforms.instagram.telling import (
    GAPS,
    GONE,
    NOTES,
    POSTS_SOURCE,
    SHORT,
    THREADS,
    UNGIVEN,
    UNSEEN,
)
from schemas.errors import AccountGone
from schemas.order import Progress
from schemas.profile import Profile


class _Thread(NamedTuple):
    """A post, and how many comments it states."""

    post: FoundItem
    stated: int | None


@dataclass
class Reading:
    """One reading of one account; `read` is called once."""

    door: Door
    errand: Errand
    sheets: list[Sheet] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)

    def __post_init__(self) -> None:
        self._graph = self.door.graph
        self._originals = Originals(self._graph.client)
        self._fresh = FreshOriginals(self._originals, self.losses)
        self._seen: set[str] = set()

    def read(self) -> ApiReading:
        """Read everything.

        Raises:
            NeedsPerson: the account is gone, the key is too old or too narrow.
            Unavailable: the platform is down or asks us to wait.
        """
        self._tell("Hämtar kontots profil")
        row, sight = look_up(self.door, self.errand)
        profile = self._with_picture(sight.profile)
        ids = frozenset(filter(None, (words(row, "id"), words(row, "user_id"))))
        self._handle = profile.handle or ""
        self._reader = PostReader(self._graph, self._fresh, self._handle, ids)
        stated = None
        if self.errand.extent.is_full:
            stated = self._all(row)
        else:
            self._part()
        given = sum(not one.is_post for sheet in self.sheets for one in sheet.items)
        self.losses.suspect(UNSEEN, UNGIVEN, given)
        return ApiReading(
            profile=FoundProfile(profile, stated_posts=stated),
            sheets=tuple(self.sheets),
            addresses=self._addresses(),
            posts_source=POSTS_SOURCE,
            media=self._originals.stored,
            notes=self.losses.sentences(NOTES),
            gaps=self.losses.sentences(GAPS),
        )

    def _with_picture(self, profile: Profile) -> Profile:
        """Fetch the profile's picture, and prove by its digest which it was."""
        picture = profile.avatar
        if picture is None or not picture.url:
            return profile
        address = self._fresh.fetch(picture.url, self._picture_anew)
        stored = self._originals.stored.get(address)
        fetched = picture.model_copy(update={"sha256": stored and stored.sha256})
        return profile.model_copy(update={"avatar": fetched})

    def _picture_anew(self) -> str:
        avatar = look_up(self.door, self.errand)[1].profile.avatar
        return avatar.url if avatar else ""

    def _addresses(self) -> tuple[str, ...]:
        own = (account_address(self._handle), str(self.errand.account.url))
        return tuple(dict.fromkeys(own))

    def _all(self, row: Row) -> int:
        """Read every post and thread; give how many posts must be there."""
        threads = [one for page in self._pages() for one in self._page(page)]
        for place, thread in enumerate(threads, start=1):
            self._tell("Hämtar kommentarer", place, len(threads))
            self._thread(thread)
        return self._stated(row, len(threads))

    def _stated(self, row: Row, found: int) -> int:
        """Hold the list against the number that the account states.

        A post may be removed while the list is read; so the number is asked for again.
        """
        stated = number(row, "media_count") or 0
        if stated > found:
            again = look_up(self.door, self.errand)[0]
            stated = number(again, "media_count") or 0
        if stated > found:
            self.losses.counts[SHORT] += stated - found
        return max(stated, found)

    def _part(self) -> None:
        """Read the first page of the list, and the threads of some posts."""
        pages = self._pages()
        first = next(pages, None)
        at = {
            code_in(thread.post.permalink or ""): thread
            for thread in (self._page(first) if first else [])
        }
        wanted = {code_in(url): url for url in self.errand.extent.posts.values()}
        for page in pages:
            if not wanted.keys() - at.keys():
                break
            at |= self._chosen(page, wanted.keys() - at.keys())
        for code, url in wanted.items():
            if code not in at:
                raise no_such_post(url)
            self._thread(at[code])

    def _chosen(self, page: Page, codes: set[str]) -> dict[str, _Thread]:
        """Take those posts of a page that were asked for, and no others."""
        found = [
            (place, row)
            for place, row in enumerate(page.rows)
            if code_in(words(row, "permalink")) in codes
        ]
        threads = self._taken(found, page.answer)
        return {code_in(one.post.permalink or ""): one for one in threads}

    # --- the list of posts ------------------------------------------------------------

    def _pages(self) -> Iterator[Page]:
        return self._graph.pages(self.door.node, self._graph.spec.of("media"))

    def _page(self, page: Page) -> list[_Thread]:
        threads = self._taken(list(enumerate(page.rows)), page.answer)
        self._tell("Hämtar inlägg", len(self._seen))
        return threads

    def _taken(self, rows: list[tuple[int, Row]], answer: Answer) -> list[_Thread]:
        """Take in posts of a page, each once, with their originals."""
        threads, pointers = [], {}
        for place, row in rows:
            key = words(row, "id")
            if not key or key in self._seen:
                continue
            self._seen.add(key)
            pointers[key] = pointer_of(row, "caption", "data", place)
            stated = number(row, "comments_count")
            threads.append(_Thread(self._reader.post(row), stated))
        items = tuple(thread.post for thread in threads)
        self.sheets.append(Sheet(answer.url, answer.record_id, items, pointers))
        return threads

    # --- the threads ------------------------------------------------------------------

    def _thread(self, thread: _Thread) -> None:
        """Read a thread; what was read of it before the platform failed is kept.

        Instagram goes on counting comments that it gives nobody, so what is stated is
        held against what came only when the thread was not read to its end.
        """
        if thread.stated == 0:
            return
        sheets: list[Sheet] = []
        is_whole = False
        with self.losses.counted(THREADS):
            try:
                sheets.extend(self._comments(thread.post))
                is_whole = True
            except AccountGone:
                is_whole = self._is_gone(thread.post)
                self.losses.counts[GONE if is_whole else THREADS] += 1
        found = sum(len(sheet.items) for sheet in sheets)
        if is_whole:
            self.losses.counts[UNSEEN] += max(0, (thread.stated or 0) - found)
        expected = found if is_whole else max(found, thread.stated or 0)
        top = replace(thread.post, stated_comments=expected)
        for sheet in reversed(sheets):
            self.sheets.append(replace(sheet, above=(top, *sheet.above)))

    def _is_gone(self, post: FoundItem) -> bool:
        """Whether a post is gone; a thread that the key does not open says the same."""
        try:
            self._graph.get(post.key, self._graph.spec.of("original"))
        except AccountGone:
            return True
        return False

    def _comments(self, post: FoundItem) -> Iterator[Sheet]:
        seen: set[str] = set()
        for page in self._graph.pages(post.key, self._graph.spec.of("comments")):
            more = list(self._more_replies(post, page, seen))
            sheet = self._sheet(post, page, seen)
            yield from reversed(more)
            yield sheet

    def _sheet(self, post: FoundItem, page: Page, seen: set[str]) -> Sheet:
        """Read a page of comments, each with the answers that stand with it."""
        items: list[FoundItem] = []
        pointers: dict[str, str] = {}
        for place, row in reversed(list(enumerate(page.rows))):
            key = words(row, "id")
            if not key or key in seen:
                continue
            self._take(row, self._reader.comment(row, post), items, seen)
            pointers[key] = pointer_of(row, "text", "data", place)
            for below, reply in enumerate(listed(row, "replies")):
                self._take(reply, self._reader.comment(reply, post, key), items, seen)
                at = ("data", place, "replies", "data", below)
                pointers[words(reply, "id")] = pointer_of(reply, "text", *at)
        answer = page.answer
        return Sheet(answer.url, answer.record_id, tuple(items), pointers)

    def _more_replies(
        self, post: FoundItem, page: Page, seen: set[str]
    ) -> Iterator[Sheet]:
        """Read the answers to comments of a page that are too many to stand with it."""
        fields = self._graph.spec.of("replies")
        for row in page.rows:
            if words(row, "id") in seen:
                continue
            top = self._reader.comment(row, post)
            for more in self._graph.rest(inside(row, "replies"), fields):
                items: list[FoundItem] = []
                pointers: dict[str, str] = {}
                for place, reply in enumerate(more.rows):
                    item = self._reader.comment(reply, post, top.key)
                    self._take(reply, item, items, seen)
                    pointers[item.key] = pointer_of(reply, "text", "data", place)
                answer = more.answer
                yield Sheet(
                    answer.url, answer.record_id, tuple(items), pointers, above=(top,)
                )

    def _take(
        self, row: Row, item: FoundItem, items: list[FoundItem], seen: set[str]
    ) -> None:
        if words(row, "id") not in seen:
            seen.add(words(row, "id"))
            items.append(item)

    def _tell(self, step: str, done: int = 0, total: int | None = None) -> None:
        self.errand.progress(Progress(step=step, done=done, total=total))
