# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a whole account on Bluesky: profile, every post, every thread, every original.

The account's own signed repository says which posts there are. The views say what was
answered to them; where a view cuts a thread off, it is asked again from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archivers.api.client import Answer
from archivers.api.platform import ApiReading, Errand, Sheet
from archivers.api.thread import ThreadCount
from archivers.extent import no_such_post
from archivers.platform import FoundItem, FoundProfile
from archivers.platforms.bluesky.names import (
    POSTS,
    origin_of,
    parts_of,
    post_uri,
    profile_address,
)
from archivers.platforms.bluesky.network import Network
from archivers.platforms.bluesky.originals import Blobs
from archivers.platforms.bluesky.posts import PostReader, parent_of, root_of
from archivers.platforms.bluesky.profile import profile_from
from archivers.platforms.bluesky.repository import Repository, read_repository
from archivers.platforms.bluesky.shapes import (
    Actor,
    ActorProfile,
    Feed,
    Post,
    StoredRecord,
    Thread,
    ThreadNode,
)
from schemas.errors import PageNotUnderstood
from schemas.order import Progress
from schemas.profile import Profile

PAGE = "100"
DEPTH = "10"
SHARED = "app.bsky.feed.defs#reasonRepost"
POSTS_SOURCE = "antalet i kontots eget datalager"


class _Spot(NamedTuple):
    """A node of a thread, and the JSON pointer to it."""

    node: ThreadNode
    pointer: str


@dataclass
class Reading:
    """One reading of one account; `read` is called once."""

    network: Network
    errand: Errand
    profile: ActorProfile
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._did = self.profile.did
        self._origin = origin_of(str(self.errand.account.url))
        self._blobs = Blobs(self.network, self._did)
        self._reader = PostReader(self._origin, self._blobs.media)
        self._in_views: set[str] = set()
        self._shared = 0
        self._hidden = 0

    def read(self) -> ApiReading:
        """Read everything.

        Raises:
            NeedsPerson: the account is gone or an answer is not understood.
            Unavailable: a server is down or asks us to wait.
        """
        if not self.errand.extent.is_full:
            return self._read_part()
        self._tell("Hämtar kontots datalager")
        before = self.network.status(self._did)
        answer = self.network.repository(self._did)
        repository = read_repository(answer.content, self._did)
        profile = profile_from(self.network, self.profile, before, self._blobs.picture)
        self._feed()
        self._threads(repository)
        self._left_out(repository)
        if self.network.status(self._did).rev != repository.revision:
            self.notes.append("Kontot ändrades medan det fångades.")
        roots = sum(
            parent_of(repository.record(POSTS, key)) is None
            for key in repository.keys(POSTS)
        )
        self._count_notes(len(repository.keys(POSTS)))
        return self._found(profile, roots + self._shared)

    def _read_part(self) -> ApiReading:
        """Read the profile, the first page of the feed, and the threads of some posts.

        The repository is left out: it holds everything.

        Raises:
            BadInput: one of those posts is not there.
        """
        status = self.network.status(self._did)
        profile = profile_from(self.network, self.profile, status, self._blobs.picture)
        self._feed_page({})
        for url in self.errand.extent.posts.values():
            uri = post_uri(url, self._did)
            self._thread(uri)
            if uri not in self._in_views:
                raise no_such_post(url)
        self.notes += self._blobs.originals.notes()
        return self._found(profile, None)

    def _found(self, profile: Profile, stated: int | None) -> ApiReading:
        return ApiReading(
            profile=FoundProfile(profile, stated_posts=stated),
            sheets=tuple(self.sheets),
            addresses=(profile_address(self._origin, self._did),),
            posts_source=POSTS_SOURCE,
            media=self._blobs.originals.stored,
            notes=tuple(self.notes),
        )

    # --- the feed ---------------------------------------------------------------------

    def _feed(self) -> None:
        """Read every page of the feed: the account's posts, answers and shares."""
        cursor: str | None = ""
        seen: set[str] = set()
        while cursor is not None:
            if cursor in seen:
                msg = "Flödet hos Bluesky tar aldrig slut. Försök igen senare."
                raise PageNotUnderstood(msg)
            seen.add(cursor)
            self._tell("Hämtar inlägg", len(self._in_views))
            cursor = self._feed_page({"cursor": cursor} if cursor else {})

    def _feed_page(self, more: dict[str, str]) -> str | None:
        params = {"actor": self._did, "filter": "posts_with_replies", "limit": PAGE}
        answer, page = self.network.demand(
            Feed, self.network.views, "app.bsky.feed.getAuthorFeed", **params, **more
        )
        items, pointers = [], {}
        for index, entry in enumerate(page.feed):
            post = entry.post
            is_shared = entry.reason is not None and entry.reason.kind == SHARED
            if post.uri in self._in_views or not (is_shared or self._is_ours(post)):
                continue
            self._in_views.add(post.uri)
            self._shared += is_shared
            is_post = is_shared or parent_of(post.record) is None
            items.append(self._reader.item(post, is_post=is_post, stated=None))
            pointers[post.uri] = f"/feed/{index}/post/record/text"
        self._keep(answer, items, pointers)
        return page.cursor

    def _is_ours(self, post: Post) -> bool:
        return post.author.did == self._did

    # --- the threads ------------------------------------------------------------------

    def _threads(self, repository: Repository) -> None:
        """Read the thread of each post, and of each answer in somebody else's."""
        starts = [
            f"at://{self._did}/{POSTS}/{key}"
            for key in reversed(repository.keys(POSTS))
            if not self._is_below_ours(repository, key)
        ]
        for number, uri in enumerate(starts, start=1):
            self._tell("Hämtar trådar", number, len(starts))
            self._thread(uri)

    def _is_below_ours(self, repository: Repository, key: str) -> bool:
        root = root_of(repository.record(POSTS, key))
        if root is None:
            return False
        account, collection, root_key = parts_of(root)
        is_ours = account == self._did and collection == POSTS
        return is_ours and bool(repository.record(POSTS, root_key))

    def _thread(self, uri: str) -> None:
        """Read a thread, from each place where a view cuts it off."""
        count = ThreadCount(uri)
        found: list[tuple[Answer, list[_Spot]]] = []
        for anchor in count.to_ask():
            answer, top = self._view(anchor)
            if answer is None or top is None or top.post is None:
                continue
            count.answered(anchor)
            spots = list(_walk(_Spot(top, "/thread")))
            found.append((answer, spots))
            for node, _ in spots:
                if node.post is not None:
                    shown = (
                        reply.post.uri for reply in node.replies or () if reply.post
                    )
                    count.take(node.post.uri, node.post.reply_count, shown)
        for answer, spots in found:
            self._thread_sheet(uri, count, answer, spots)
        self._hidden += count.hidden()

    def _view(self, uri: str) -> tuple[Answer | None, ThreadNode | None]:
        """Ask for a thread; a post that the views do not show has none."""
        question = "app.bsky.feed.getPostThread"
        answer = self.network.ask(
            self.network.views, question, uri=uri, depth=DEPTH, parentHeight="0"
        )
        if not answer.is_ok:
            return None, None
        return answer, answer.read_as(Thread).thread

    def _thread_sheet(
        self, uri: str, count: ThreadCount, answer: Answer, spots: list[_Spot]
    ) -> None:
        items, pointers = [], {}
        for node, pointer in spots:
            post = node.post
            if post is None:
                continue
            is_post = post.uri == uri and parent_of(post.record) is None
            stated = count.stated() if post.uri == uri else None
            items.append(self._reader.item(post, is_post=is_post, stated=stated))
            pointers[post.uri] = f"{pointer}/post/record/text"
            self._in_views.add(post.uri)
        self._keep(answer, items, pointers)

    # --- what the views left out ------------------------------------------------------

    def _left_out(self, repository: Repository) -> None:
        """Read the account's own words that no view shows from its repository."""
        uris = {f"at://{self._did}/{POSTS}/{k}": k for k in repository.keys(POSTS)}
        hidden = [uri for uri in uris if uri not in self._in_views]
        for uri in hidden:
            self._own_record(uri, uris[uri])
        if hidden:
            number = len(hidden)
            self.notes.append(f"{number} egna inlägg visas inte av Bluesky.")

    def _own_record(self, uri: str, key: str) -> None:
        answer, record = self.network.demand(
            StoredRecord,
            self.network.identity(self._did).data_server,
            "com.atproto.repo.getRecord",
            repo=self._did,
            collection=POSTS,
            rkey=key,
        )
        author = Actor.model_validate(self.profile.model_dump())
        post = Post(uri=uri, author=author, record=record.value)
        is_post = parent_of(post.record) is None
        item = self._reader.item(post, is_post=is_post, stated=None)
        self._keep(answer, [item], {uri: "/value/text"})

    def _count_notes(self, own: int) -> None:
        stated = self.profile.posts_count
        if stated is not None and stated != own:
            self.notes.append(
                f"Profilen anger {stated} inlägg och svar; kontots datalager har {own}."
            )
        if self._hidden:
            self.notes.append(
                f"Bluesky räknar {self._hidden} svar till som ingen får se, "
                "eftersom deras författare har stängt sina konton eller blockerats."
            )
        self.notes += self._blobs.originals.notes()

    def _keep(
        self, answer: Answer, items: list[FoundItem], pointers: dict[str, str]
    ) -> None:
        sheet = Sheet(answer.url, answer.record_id, tuple(items), pointers)
        self.sheets.append(sheet)

    def _tell(self, step: str, done: int = 0, total: int | None = None) -> None:
        self.errand.progress(Progress(step=step, done=done, total=total))


def _walk(spot: _Spot) -> Iterator[_Spot]:
    """Give the nodes of a thread, a post before its answers, oldest answer first."""
    yield spot
    replies = spot.node.replies or ()
    order = sorted(range(len(replies)), key=lambda i: _written(replies[i]))
    for index in order:
        yield from _walk(_Spot(replies[index], f"{spot.pointer}/replies/{index}"))


def _written(node: ThreadNode) -> str:
    return node.post.indexed_at if node.post else ""
