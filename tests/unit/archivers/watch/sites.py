# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up sites without a network, for looks that are tried on them."""

import io
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from urllib.parse import urlsplit

import httpx
from PIL import Image

from archivers.api import ApiAccess, Pace
from archivers.limits import Limits
from archivers.tools import CaptureTools
from archivers.watch.errand import LookErrand
from archivers.watch.eyes import Eyes
from schemas.account import Account
from schemas.profile import Observation

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOSTS = ("torget.se", "almhult.se", "bilder.se", "social.se", "views.se", "data.se")


def picture(colour="navy"):
    """Draw a picture of a coat of arms, more or less."""
    written = io.BytesIO()
    image = Image.new("RGB", (40, 40), "white")
    image.paste(colour, (8, 8, 24, 30))
    image.save(written, "PNG")
    return written.getvalue()


def page(name="Älmhults kommun", about="Officiellt konto.", more="", image=""):
    """Write a page that says who its owner is."""
    shown = f'<meta property="og:image" content="{image}">' if image else ""
    return (
        f'<!doctype html><html lang="sv"><title>{name}</title>'
        f'<meta property="og:title" content="{name}">'
        f'<meta property="og:description" content="{about}">{shown}{more}</html>'
    ).encode()


class Site:
    """Answers by address without the question part; notes what was asked.

    An answer is a status and a body, an error to raise, or what makes an answer.
    """

    def __init__(self, **answers):
        self.answers = dict(answers)
        self.asked = []
        self._turn = threading.Lock()

    def __call__(self, request):
        """Answer a question."""
        with self._turn:
            self.asked.append(request)
        parts = urlsplit(str(request.url))
        given = self.answers.get(f"{parts.netloc}{parts.path}", (404, b""))
        if isinstance(given, Exception):
            raise given
        if callable(given):
            return given(request)
        status, body, *headers = given
        return httpx.Response(
            status,
            headers=headers[0] if headers else {},
            stream=httpx.ByteStream(body),
        )

    def paths(self):
        """Count how often each address was asked for."""
        return Counter(
            f"{request.url.host}{request.url.path}" for request in self.asked
        )


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = START

    def __call__(self):
        """Give the time."""
        return self.now

    def pass_time(self, **amount):
        """Let time go by."""
        self.now += timedelta(**amount)


class Watcher:
    """Somebody who looks at accounts again and again, and remembers the last look."""

    def __init__(self, folder, site, **tools):
        self.site = site
        self.clock = Clock()
        self.last = {}
        numbers = count(1)
        self.tools = CaptureTools(
            clock=self.clock,
            new_id=lambda: f"id-{next(numbers)}",
            chromium=folder / "ingen-chromium",
            workspace=folder,
            allowed_private_hosts=frozenset(HOSTS),
            limits=Limits(
                visits_per_second=1e6,
                visit_burst=10**6,
                retries=1,
                retry_seconds=0.0,
            ),
            access=ApiAccess("https://views.se", "https://data.se"),
            **tools,
        )

    def eyes(self):
        """Open the eyes, with the site in the place of the network."""
        return Eyes(self.tools, transport=httpx.MockTransport(self.site))

    def errand(self, account):
        """Give the errand of an account, with what is remembered of it."""
        last, validators = self.last.get(account.account_id, (None, {}))
        return LookErrand(account, last, validators)

    def remember(self, look):
        """Remember a look: its sight if it was good, and always its validators."""
        last, _ = self.last.get(look.account_id, (None, {}))
        seen = look.observation
        is_good = seen is not None and seen.page_state == "ok"
        self.last[look.account_id] = (seen if is_good else last, look.validators)
        return look


def account_at(url, platform="webpage", number=1):
    """Register an account."""
    return Account(
        account_id=f"konto-{number}",
        board_id="ks",
        platform=platform,
        url=url,
        name="Kommunen",
    )


def free_pace(monkeypatch):
    """Let the platforms be asked as fast as they answer."""
    from archivers import PLATFORMS  # noqa: PLC0415 -- only for those who ask

    for name in ("bluesky", "mastodon"):
        kind = type(PLATFORMS[name])
        monkeypatch.setattr(kind, "pace", lambda _: Pace(1e6, 10**6))


def without_id(seen: Observation):
    """Give a sight without what differs in each."""
    return seen.model_copy(update={"observation_id": "x", "seen_at": START})
