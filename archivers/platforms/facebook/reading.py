# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a whole page by the Graph API: profile, posts, comments, replies, originals.

The list of posts is read to its own end, and each thread to its. What is removed while
we read is counted and passed over; what the platform fails to give is a gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from archivers.api.client import Answer
from archivers.api.graph import Graph, Page, Row
from archivers.api.graph.fresh import FreshOriginals
from archivers.api.graph.losses import Losses
from archivers.api.graph.rows import inside, words
from archivers.api.originals import Originals
from archivers.api.platform import ApiReading, Errand, Sheet
from archivers.extent import no_such_post
from archivers.platform import FoundMedia, FoundProfile
from archivers.platforms.facebook.addresses import WEB, author_address, numbers_in
from archivers.platforms.facebook.attachments import Attachments
from archivers.platforms.facebook.posts import (
    PostReader,
    pointer_of,
    pointer_within,
    stated_in,
)
from archivers.platforms.facebook.profile import (
    is_unpublished,
    look_up,
    profile_of,
)
from archivers.platforms.facebook.telling import (
    GAPS,
    NO_VISITORS,
    NOTES,
    POSTS_SOURCE,
    UNGIVEN,
    UNPUBLISHED,
    UNSEEN,
    UNSIGNED,
    VISITORS,
)
from archivers.platforms.facebook.threads import Thread, Threads
from archivers.text import moment, same_address
from schemas.errors import AccountGone, PageNotUnderstood
from schemas.order import Progress
from schemas.profile import Picture, Profile

PICTURES = ("avatar", "cover")
"""The pictures of a profile, as its fields are called."""


@dataclass
class Reading:
    """One reading of one page; `read` is called once."""

    graph: Graph
    errand: Errand
    sheets: list[Sheet] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)

    def __post_init__(self) -> None:
        self._originals = Originals(self.graph.client)
        self._fresh = FreshOriginals(self._originals, self.losses)
        self._attachments = Attachments(self.graph, self._fresh)
        self._seen: set[str] = set()

    def read(self) -> ApiReading:
        """Read everything.

        Raises:
            NeedsPerson: the page is gone, the key is too old or too narrow.
            Unavailable: the platform is down or asks us to wait.
        """
        self._tell("Hämtar kontots profil")
        row, _ = look_up(self.graph, self.errand)
        profile = self._profile(row)
        self._page_id = words(row, "id")
        self._reader = PostReader(self._page_id, words(row, "name"))
        posts = None
        if self.errand.extent.is_full:
            posts = self._all()
        else:
            self._part()
        return ApiReading(
            profile=FoundProfile(profile, stated_posts=posts),
            sheets=tuple(self.sheets),
            addresses=self._addresses(row),
            posts_source=POSTS_SOURCE,
            media=self._originals.stored,
            notes=self.losses.sentences(NOTES),
            gaps=self.losses.sentences(GAPS),
        )

    def _profile(self, row: Row) -> Profile:
        """Make the profile, and fetch its pictures."""
        if is_unpublished(row):
            self.losses.counts[UNPUBLISHED] += 1
        profile = profile_of(row)
        pictures = {name: self._picture(profile, name) for name in PICTURES}
        return profile.model_copy(update=pictures)

    def _picture(self, profile: Profile, name: str) -> Picture | None:
        picture: Picture | None = getattr(profile, name)
        if picture is None or not picture.url:
            return picture
        anew = partial(self._picture_anew, profile, name)
        address = self._fresh.fetch(picture.url, anew)
        stored = self._originals.stored.get(address)
        digest = stored.sha256 if stored else None
        return picture.model_copy(update={"url": address, "sha256": digest})

    def _picture_anew(self, profile: Profile, name: str) -> str:
        """Ask the page itself for an address of its picture that works."""
        errand = replace(self.errand, known=profile)
        found: Picture | None = getattr(look_up(self.graph, errand)[1].profile, name)
        return found.url if found else ""

    def _addresses(self, row: Row) -> tuple[str, ...]:
        """Give the addresses by which the page signs what it has written."""
        name = words(row, "username")
        own = (author_address(self._page_id), words(row, "link"))
        named = (f"{WEB}/{name}",) if name else ()
        every = (*own, *named, str(self.errand.account.url))
        return tuple(dict.fromkeys(address for address in every if address))

    def _all(self) -> int:
        threads = [*self._listed("posts", "Hämtar inlägg"), *self._visitors()]
        self._threads(threads)
        return len(threads)

    def _part(self) -> None:
        """Read the first page of the list, and the threads of some posts."""
        page = next(self.graph.pages(self._page_id, self.graph.spec.of("posts")), None)
        first = self._page(page) if page else []
        at = {thread.post.key.rpartition("_")[2]: thread for thread in first}
        chosen = []
        for url in self.errand.extent.posts.values():
            known = next((at[n] for n in numbers_in(url) if n in at), None)
            chosen.append(known or self._chosen(url))
        self._threads(chosen)

    def _threads(self, threads: list[Thread]) -> None:
        keep = self.sheets.append
        reader = Threads(self.graph, self._reader, self._attachments, self.losses, keep)
        for number, thread in enumerate(threads, start=1):
            self._tell("Hämtar kommentarer", number, len(threads))
            if thread.stated != 0:
                reader.read(thread)
        given = sum(not one.is_post for sheet in self.sheets for one in sheet.items)
        self.losses.suspect(UNSEEN, UNGIVEN, given)

    # --- the lists of posts -----------------------------------------------------------

    def _listed(self, name: str, step: str) -> list[Thread]:
        threads: list[Thread] = []
        by_page = name != VISITORS
        for page in self.graph.pages(self._page_id, self.graph.spec.of(name)):
            threads += self._page(page, by_page=by_page)
            self._tell(step, len(threads))
        return threads

    def _visitors(self) -> list[Thread]:
        """Read what others have written on the page; its own posts are known by now."""
        found: list[Thread] = []
        with self.losses.counted(VISITORS):
            try:
                found = self._listed(VISITORS, "Hämtar besökares inlägg")
            except (AccountGone, PageNotUnderstood):
                self.losses.counts[NO_VISITORS] += 1
        return found

    def _page(self, page: Page, *, by_page: bool = True) -> list[Thread]:
        """Take in a page of posts, with the originals of what they show."""
        new = [(n, row) for n, row in enumerate(page.rows) if self._is_new(row)]
        pointers = {words(row, "id"): pointer_of(row, n) for n, row in new}
        rows = [row for _, row in new]
        return self._posts(rows, page.answer, pointers, by_page=by_page)

    def _is_new(self, row: Row) -> bool:
        """Whether a row has not been seen, as it may when a list is read anew."""
        key = words(row, "id")
        is_new = bool(key) and key not in self._seen
        self._seen.add(key)
        return is_new

    def _posts(
        self,
        rows: list[Row],
        answer: Answer,
        pointers: Mapping[str, str],
        *,
        by_page: bool = True,
    ) -> list[Thread]:
        shown = [self._attachments.of_post(row) for row in rows]
        self._attachments.prepare([one for listed in shown for one in listed])
        threads = [
            self._begun(row, self._attachments.media(row, listed), by_page=by_page)
            for row, listed in zip(rows, shown, strict=True)
        ]
        items = tuple(thread.post for thread in threads)
        self.sheets.append(Sheet(answer.url, answer.record_id, items, pointers))
        return threads

    def _begun(
        self, row: Row, media: tuple[FoundMedia, ...], *, by_page: bool
    ) -> Thread:
        """Begin a thread; one that states no comments is whole."""
        is_signed = bool(inside(row, "from"))
        self.losses.counts[UNSIGNED] += not (is_signed or by_page)
        post = self._reader.post(row, media, is_own=by_page and not is_signed)
        stated, updated = stated_in(row), moment(words(row, "updated_time"))
        thread = Thread(post, stated, updated)
        if stated == 0:
            thread.post = thread.top(is_whole=True)
        return thread

    # --- posts that were chosen -------------------------------------------------------

    def _chosen(self, url: str) -> Thread:
        """Give a post of the page by the address of its own page.

        Raises:
            BadInput: there is no such post.
        """
        for number in sorted(numbers_in(url)):
            try:
                fields = self.graph.spec.of("post")
                row, answer = self.graph.get(f"{self._page_id}_{number}", fields)
            except (AccountGone, PageNotUnderstood):
                continue
            return self._posts([row], answer, {words(row, "id"): pointer_within(row)})[
                0
            ]
        return self._found_in_list(url)

    def _found_in_list(self, url: str) -> Thread:
        """Look through the list for a post whose address says nothing of its number."""
        wanted = same_address(url).rstrip("/")
        for page in self.graph.pages(self._page_id, self.graph.spec.of("posts")):
            for number, row in enumerate(page.rows):
                if self._is_at(row, wanted, numbers_in(url)):
                    pointers = {words(row, "id"): pointer_of(row, number)}
                    return self._posts([row], page.answer, pointers)[0]
        raise no_such_post(url)

    def _is_at(self, row: Row, wanted: str, numbers: frozenset[str]) -> bool:
        if same_address(words(row, "permalink_url")).rstrip("/") == wanted:
            return True
        return any(one.target in numbers for one in self._attachments.of_post(row))

    def _tell(self, step: str, done: int = 0, total: int | None = None) -> None:
        self.errand.progress(Progress(step=step, done=done, total=total))
