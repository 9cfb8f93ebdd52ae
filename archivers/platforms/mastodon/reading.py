# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a whole account on a Mastodon server: profile, posts, threads, originals.

The list of posts is read to its own end. A thread is given only in part to whoever has
no key, so it is asked again from every post that has more answers than were shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from archivers.api.client import Answer
from archivers.api.originals import Originals
from archivers.api.platform import ApiReading, Errand, Sheet
from archivers.api.thread import ThreadCount
from archivers.extent import no_such_post
from archivers.picture_keys import is_of_none, key_of
from archivers.platform import FoundItem, FoundProfile
from archivers.platforms.mastodon import shapes
from archivers.platforms.mastodon.posts import (
    PostReader,
    links_in,
    text_of,
)
from archivers.platforms.mastodon.server import Server, account_name, next_page
from archivers.platforms.mastodon.shapes import Context, Status, Statuses
from schemas.errors import AccountGone, PageNotUnderstood
from schemas.order import Progress
from schemas.profile import Picture, Profile

PAGE = 40
LOOK_UP = "accounts/lookup"
SUSPENDED, MOVED = "suspended", "moved"
POSTS_SOURCE = "antalet som servern anger"


def look_up(server: Server, url: str) -> shapes.Profile:
    """Find an account by its name.

    Raises:
        AccountGone: the server has closed it, or it has moved to another.
        NeedsPerson: it is not there, or a key is needed.
        Unavailable: the server is down or asks us to wait.
    """
    found = server.demand(shapes.Profile, LOOK_UP, acct=account_name(url))[1]
    return demand_open(found, server)


def demand_open(found: shapes.Profile, server: Server) -> shapes.Profile:
    """Refuse to go on from an account that is closed.

    Raises:
        AccountGone: the server has closed it, or it has moved to another.
    """
    if found.suspended:
        msg = f"{server.host} har stängt av kontot."
        raise AccountGone(msg).named(SUSPENDED)
    if found.moved is not None:
        msg = "Kontot har flyttat till en annan server. Någon måste kontrollera det."
        raise AccountGone(msg).named(MOVED)
    return found


def profile_of(
    found: shapes.Profile, server: Server, picture: Callable[[str], Picture]
) -> Profile:
    """Make the profile; what the owner left empty is empty, not unknown.

    `picture` names or fetches the picture at an address.
    """
    rows = [f"{one.name}: {text_of(one.value)}" for one in found.fields]
    about = "\n".join([text_of(found.note), *rows]).strip()
    links = [link for one in found.fields for link in links_in(one.value)]
    name = found.acct if "@" in found.acct else f"{found.acct}@{server.host}"
    return Profile(
        name=found.display_name or found.acct,
        about=about,
        avatar=picture(found.avatar),
        cover=picture(found.header),
        links=tuple(links),
        handle=name,
        platform_id=found.id,
    )


def named(address: str) -> Picture:
    """Name a picture without fetching it; none is none by the owner's own choice."""
    return Picture(url="") if is_of_none(address) else _keyed(address)


def _keyed(address: str) -> Picture:
    return Picture(url=address, key=key_of(address))


def fetched_by(originals: Originals) -> Callable[[str], Picture]:
    """Give what fetches a picture of the profile into a recording."""

    def fetched(address: str) -> Picture:
        picture = named(address)
        if not picture.url:
            return picture
        stored = originals.fetch(address, is_own=True)
        return picture.model_copy(update={"sha256": stored.sha256})

    return fetched


class _View(NamedTuple):
    """A part of a thread: the post that was asked for, and what stands below it."""

    asked: Status
    answer: Answer
    context: Context


@dataclass
class Reading:
    """One reading of one account; `read` is called once."""

    server: Server
    errand: Errand
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._originals = Originals(self.server.client)
        self._own: dict[str, Status] = {}
        self._in_threads: set[str] = set()
        self._listed = 0
        self._hidden = 0

    def read(self) -> ApiReading:
        """Read everything.

        Raises:
            NeedsPerson: the account is gone, a key is needed, nothing is understood.
            Unavailable: the server is down or asks us to wait.
        """
        self._tell("Hämtar kontots profil")
        url = str(self.errand.account.url)
        found = look_up(self.server, url)
        profile = profile_of(found, self.server, fetched_by(self._originals))
        self._reader = PostReader(self.server, found.id, self._originals)
        stated = None
        if self.errand.extent.is_full:
            stated = self._all(found)
        else:
            self._part(found)
        self._histories()
        return ApiReading(
            profile=FoundProfile(profile, stated_posts=stated),
            sheets=tuple(self.sheets),
            addresses=tuple(dict.fromkeys((found.url, url))),
            posts_source=POSTS_SOURCE,
            media=self._originals.stored,
            notes=(*self.notes, *self._originals.notes()),
        )

    def _all(self, found: shapes.Profile) -> int | None:
        self._feed(found)
        self._threads()
        return self._stated(found)

    def _part(self, found: shapes.Profile) -> None:
        """Read the first page of the list, and the threads of some posts."""
        path = f"accounts/{found.id}/statuses"
        answer, page = self.server.demand(Statuses, path, limit=str(PAGE))
        self._feed_page(found.id, answer, page)
        for url in self.errand.extent.posts.values():
            self._thread(self._chosen(url, found.id))

    def _chosen(self, url: str, owner: str) -> Status:
        """Give a post of the account's own by the address of its page.

        Raises:
            BadInput: there is no such post.
        """
        key = urlsplit(url).path.rstrip("/").rpartition("/")[2]
        answer = self.server.ask(f"statuses/{key}")
        if answer.is_ok:
            status = answer.read_as(Status)
            if status.account.id == owner:
                return status
        raise no_such_post(url)

    # --- the list of posts ------------------------------------------------------------

    def _feed(self, found: shapes.Profile) -> None:
        """Read the list to its end: an empty page, or one that leads nowhere."""
        path = f"accounts/{found.id}/statuses"
        answer, page = self.server.demand(Statuses, path, limit=str(PAGE))
        seen: set[str] = set()
        while page.root:
            oldest = page.root[-1].id
            if oldest in seen:
                msg = "Kontots lista över inlägg tar aldrig slut. Försök igen senare."
                raise PageNotUnderstood(msg)
            seen.add(oldest)
            self._feed_page(found.id, answer, page)
            following = next_page(answer)
            if following is not None:
                answer, page = self.server.follow(Statuses, following)
            elif len(page.root) >= PAGE:
                more = {"limit": str(PAGE), "max_id": oldest}
                answer, page = self.server.demand(Statuses, path, **more)
            else:
                return

    def _feed_page(self, owner: str, answer: Answer, page: Statuses) -> None:
        items, pointers = [], {}
        for index, status in enumerate(page.root):
            shared = status.reblog
            shown = shared or status
            is_post = shared is not None or status.in_reply_to_id is None
            if shared is None and status.account.id == owner:
                self._own[status.id] = status
            inside = "/reblog" if shared else ""
            items.append(self._reader.item(shown, is_post=is_post, stated=None))
            pointers[shown.id] = f"/{index}{inside}/content"
        self._listed += len(page.root)
        self._keep(answer, items, pointers)
        self._tell("Hämtar inlägg", self._listed)

    def _stated(self, found: shapes.Profile) -> int | None:
        """Give how many posts must be found, if the server's number says it.

        It counts posts to followers too, and on some servers goes on counting what was
        removed. So a list that is shorter, and read to its end, is noted.
        """
        stated = found.statuses_count
        if stated is None:
            return None
        if stated <= self._listed:
            return len({key for sheet in self.sheets for key in _posts_in(sheet)})
        self.notes.append(
            f"Servern anger {stated} inlägg och svar; {self._listed} visas för alla."
        )
        return None

    # --- the threads ------------------------------------------------------------------

    def _threads(self) -> None:
        """Read the thread of each post, and of each answer in somebody else's."""
        own = self._own.values()
        posts = [status for status in own if status.in_reply_to_id is None]
        for number, status in enumerate(posts, start=1):
            self._tell("Hämtar trådar", number, len(posts))
            self._thread(status)
        for status in own:
            if status.in_reply_to_id and status.id not in self._in_threads:
                self._thread(status)
        if self._hidden:
            self.notes.append(
                f"Servern räknar {self._hidden} svar till som ingen får se."
            )

    def _thread(self, start: Status) -> None:
        """Read a thread, from each place where the server cuts it off."""
        count = ThreadCount(start.id)
        known = {start.id: start}
        found: list[_View] = []
        for asked in count.to_ask():
            answer = self.server.ask(f"statuses/{asked}/context")
            if not answer.is_ok:
                if asked == start.id:
                    raise self.server.error_of(answer)
                continue
            count.answered(asked)
            context = answer.read_as(Context)
            known.update({one.id: one for one in context.descendants})
            found.append(_View(known[asked], answer, context))
            _take(count, known)
        self._in_threads |= known.keys()
        self._thread_sheets(start, count, found)
        self._hidden += count.hidden()

    def _thread_sheets(
        self, start: Status, count: ThreadCount, found: list["_View"]
    ) -> None:
        is_post = start.in_reply_to_id is None
        top = self._reader.item(start, is_post=is_post, stated=count.stated())
        for view in found:
            items, pointers = [], {}
            for index, status in enumerate(view.context.descendants):
                item = self._reader.item(status, is_post=False, stated=None)
                items.append(item)
                pointers[status.id] = f"/descendants/{index}/content"
            above = [top]
            if view.asked.id != start.id:
                asked = self._reader.item(view.asked, is_post=False, stated=None)
                above.append(asked)
            self._keep(view.answer, items, pointers, above=tuple(above))

    def _histories(self) -> None:
        """Ask for earlier wordings of what was edited; they stay in the recording."""
        for status in self._own.values():
            if status.edited_at is not None:
                self.server.ask(f"statuses/{status.id}/history")

    # --- what the parts share ---------------------------------------------------------

    def _keep(
        self,
        answer: Answer,
        items: list[FoundItem],
        pointers: Mapping[str, str],
        above: tuple[FoundItem, ...] = (),
    ) -> None:
        sheet = Sheet(answer.url, answer.record_id, tuple(items), pointers, above)
        self.sheets.append(sheet)

    def _tell(self, step: str, done: int = 0, total: int | None = None) -> None:
        self.errand.progress(Progress(step=step, done=done, total=total))


def _take(count: ThreadCount, known: Mapping[str, Status]) -> None:
    """Count the answers to every post of a thread that is known by now."""
    answers: dict[str, list[str]] = {}
    for status in known.values():
        if status.in_reply_to_id is not None:
            answers.setdefault(status.in_reply_to_id, []).append(status.id)
    for status in known.values():
        count.take(status.id, status.replies_count, iter(answers.get(status.id, ())))


def _posts_in(sheet: Sheet) -> list[str]:
    return [item.key for item in sheet.items if item.is_post]
