# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small account on each platform, and the ways to see and read it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archivers import PLATFORMS
from archivers.address import AddressGuard
from archivers.api import ApiAccess, Pace
from archivers.api.platform import ApiPlatform
from archivers.browser import Session
from archivers.by_api import Asked, ask_api, enter_items
from archivers.chromium import find_chromium, launch
from archivers.items import Gathered, ItemCollection
from archivers.limits import Limits
from archivers.tools import CaptureTools
from archivers.tour import Tour
from archivers.warc import WarcHeader
from schemas.account import Account
from schemas.profile import Observation, PageState, Profile
from tests.contract.fake_bluesky import FakeBluesky
from tests.contract.fake_mastodon import FakeMastodon
from tests.contract.fake_meta import FakeMeta, meta
from tests.contract.fake_platforms import (
    DEEP,
    OWN,
    POSTS,
    Fake,
    serving,
)
from tests.e2e.sites import PAGES, serve_pages
from tests.looks import observe_account

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
IMPATIENT = replace(Limits(), navigation_seconds=20.0, retries=1, retry_seconds=0.0)


def tools_for(
    folder: Path, origins: tuple[str, ...], access: ApiAccess
) -> CaptureTools:
    """Give a capture its tools; hosts on loopback are opened to it."""
    numbers = count(1)
    workspace = folder / "workspace"
    workspace.mkdir(exist_ok=True)
    return CaptureTools(
        clock=lambda: NOW,
        new_id=lambda: f"id-{next(numbers)}",
        chromium=None,
        workspace=workspace,
        allowed_private_hosts=frozenset(urlsplit(o).netloc for o in origins),
        limits=IMPATIENT,
        access=access,
    )


@dataclass
class Case:
    """An account on one platform.

    `posts` and `comments` are what the account has, `others` those of the posts that
    somebody else has written, and `media` how many originals there are. `addresses` are
    the states that it can be brought into, each by its name or address.
    """

    account: Account
    tools: CaptureTools
    posts: int
    comments: int
    addresses: dict[PageState, str]
    fake: Fake | FakeMeta | None = None
    others: int = 1
    media: int = 1

    def observe(self, state: PageState, known: Profile | None = None) -> Observation:
        """See the account while its platform is in a state."""
        if self.fake is not None:
            self.fake.state = self.addresses[state]
            return observe_account(self.account, replace(self.tools, known=known))
        at = self.account.model_copy(update={"url": self.addresses[state]})
        return observe_account(at, self.tools)

    def read(self) -> tuple[Gathered, ...]:
        """Read every post and comment of the account."""
        if self.fake is None:
            return _by_browser(self.account, self.tools)
        items = ItemCollection(self.account.account_id, "api")
        enter_items(self.ask().reading, items)
        return items.all()

    def ask(self) -> Asked:
        """Read the account by its API, into a recording."""
        platform = PLATFORMS[self.account.platform]
        assert isinstance(platform, ApiPlatform)
        number = len(list(self.tools.workspace.iterdir()))
        warc = self.tools.workspace / f"{number}-api.warc.gz"
        header = WarcHeader(
            software="Avbild 0.1.0",
            capture_id=f"c{number}",
            account_id=self.account.account_id,
            order_id="o1",
            url=str(self.account.url),
            started_at=NOW,
        )
        return ask_api(platform, self.account, warc, header, self.tools)


def _by_browser(account: Account, tools: CaptureTools) -> tuple[Gathered, ...]:
    guard = AddressGuard(tools.allowed_private_hosts)
    arguments = guard.browser_arguments()
    with (
        launch(find_chromium(None), arguments, tools.workspace) as browser,
        Session(browser, guard, tools.limits, tools.clock) as session,
    ):
        platform = PLATFORMS[account.platform]
        assert not isinstance(platform, ApiPlatform)
        tour = Tour(session, platform, account, None, tools.progress)
        tour.go()
        return tour.items.all()


def account_on(platform: str, url: str) -> Account:
    """Register an account."""
    return Account(
        account_id="konto", board_id="ks", platform=platform, url=url, name="Kommunen"
    )


@contextmanager
def webpage(folder: Path) -> Iterator[Case]:
    """An author's page of a small site, and addresses that answer in other ways."""
    with serve_pages(PAGES / "site") as site, serve_pages() as other:
        page = f"{site}/author/almhult/"
        yield Case(
            account=account_on("webpage", page),
            tools=tools_for(folder, (site, other), ApiAccess()),
            posts=3,
            comments=5,
            addresses={
                PageState.OK: page,
                PageState.GONE: f"{other}/answer?status=404",
                PageState.RATE_LIMITED: f"{other}/answer?status=429",
                PageState.UNAVAILABLE: f"{other}/answer?status=503",
                PageState.LOGIN_WALL: f"{other}/answer?status=401",
            },
        )


STATES = {
    PageState.OK: "ok",
    PageState.GONE: "gone",
    PageState.RATE_LIMITED: "limited",
    PageState.UNAVAILABLE: "down",
}


@contextmanager
def mastodon(folder: Path) -> Iterator[Case]:
    """An account on a server that speaks as Mastodon does."""
    with serving(FakeMastodon()) as fake:
        yield Case(
            account=account_on("mastodon", f"{fake.origin}/@{OWN}"),
            tools=tools_for(folder, (fake.origin,), ApiAccess()),
            posts=POSTS + 1,
            comments=len(DEEP),
            addresses=STATES,
            fake=fake,
        )


@contextmanager
def bluesky(folder: Path) -> Iterator[Case]:
    """An account on a network of the kind that Bluesky is."""
    with serving(FakeBluesky()) as fake:
        access = ApiAccess(bluesky_appview=fake.origin, bluesky_plc=fake.origin)
        yield Case(
            account=account_on("bluesky", f"https://bsky.app/profile/{fake.handle}"),
            tools=tools_for(folder, (fake.origin,), access),
            posts=POSTS + 1,
            comments=len(DEEP),
            addresses={
                **STATES,
                PageState.LOGIN_WALL: "walled",
                PageState.DEACTIVATED: "deactivated",
            },
            fake=fake,
        )


@contextmanager
def facebook(folder: Path) -> Iterator[Case]:
    """A page on Facebook, read by the Graph API with its owner's key."""
    with meta("facebook") as fake:
        yield Case(
            account=account_on("facebook", f"https://www.facebook.com/{OWN}"),
            tools=tools_for(folder, fake.origins.every(), fake.access),
            posts=POSTS + 1,
            comments=len(DEEP),
            addresses={
                **STATES,
                PageState.ACCESS_REFUSED: "expired",
                PageState.DEACTIVATED: "unpublished",
            },
            fake=fake,
        )


@contextmanager
def instagram(folder: Path) -> Iterator[Case]:
    """A professional account on Instagram, read with a key of Instagram Login."""
    with meta("instagram") as fake:
        yield Case(
            account=account_on("instagram", f"https://www.instagram.com/{OWN}/"),
            tools=tools_for(folder, fake.origins.every(), fake.access),
            posts=POSTS,
            comments=len(DEEP),
            addresses={**STATES, PageState.ACCESS_REFUSED: "expired"},
            fake=fake,
            others=0,
            media=POSTS,
        )


CASES: dict[str, Callable[[Path], AbstractContextManager[Case]]] = {
    "bluesky": bluesky,
    "facebook": facebook,
    "instagram": instagram,
    "mastodon": mastodon,
    "webpage": webpage,
}


@contextmanager
def hurried() -> Iterator[None]:
    """Ask the servers of the tests as fast as they answer."""
    with pytest.MonkeyPatch.context() as patch:
        for platform in PLATFORMS.values():
            if isinstance(platform, ApiPlatform):
                patch.setattr(type(platform), "pace", lambda _: Pace(1e6, 10**6))
        yield
