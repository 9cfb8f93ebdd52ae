# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the browser says that it did, kept beside what was seen on the wire.

Both come through the same log, but at different places in the browser: a request that
was announced and never passed a socket, or the reverse, shows that lines are missing.
"""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from urllib.parse import urldefrag

from archivers.netlog.exchange import Exchange

NAVIGATION = "navigation_url_loader"
NO_PAGE = "not an origin"


def annotation_id(name: str) -> int:
    """Give the number by which Chromium names a reason for network traffic.

    The fold of net/traffic_annotation/network_traffic_annotation.h.
    """
    number = 0
    for letter in name.encode():
        number = (number * 31 + letter) % 138003713
    return number


_NAVIGATION_ID = annotation_id(NAVIGATION)


@dataclass
class _Request:
    """A request as the browser knows it; redirects change its address."""

    annotation: int
    method: str = ""
    url: str = ""
    initiator: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the browser asked on its own account, for no page.

        What no page started and is no navigation is update checks and the like.
        """
        return self.initiator == NO_PAGE and self.annotation != _NAVIGATION_ID


_Key = tuple[str, str]


class Ledger:
    """The requests announced and those seen.

    Attributes:
        announced: how many requests the browser said that it sent.
        unsent: how many of them it gave up before they reached a socket.
        unannounced: how many were seen that it had not spoken of.
    """

    def __init__(self) -> None:
        self.announced = 0
        self.unsent = 0
        self.unannounced = 0
        self.begun = 0
        self.ended = 0
        self.over_quic = 0
        self._requests: dict[int, _Request] = {}
        self._waiting: defaultdict[_Key, deque[int]] = defaultdict(deque)

    def begin(self, number: int, annotation: int) -> None:
        """Note that a request came to life."""
        self.begun += 1
        self._requests[number] = _Request(annotation)

    def start(self, number: int, method: str, url: str, initiator: str) -> None:
        """Note what a request asks for, at its start and at each redirect."""
        request = self._requests.get(number)
        if request:
            request.method, request.initiator = method, initiator
            request.url = normal(url)

    def announce(self, number: int) -> None:
        """Note that the browser says that it sends a request."""
        self.announced += 1
        request = self._requests.get(number)
        if request:
            self._waiting[request.method, request.url].append(number)

    def give_up(self, number: int) -> None:
        """Note that sending failed; what never reached a socket is no loss."""
        request = self._requests.get(number)
        if request and self._take(request.method, request.url, number):
            self.unsent += 1

    def end(self, number: int, *, has_failed: bool) -> None:
        """Note that a request is over."""
        self.ended += 1
        if has_failed:
            self.give_up(number)
        self._requests.pop(number, None)

    def see(self, exchange: Exchange) -> None:
        """Pair a request seen on the wire with one that was announced."""
        key = exchange.method, normal(exchange.url)
        waiting = self._waiting.get(key)
        if not waiting:
            self.unannounced += 1
            return
        request = self._requests.get(waiting[0])
        exchange.is_own = request is not None and request.is_own
        self._take(*key, waiting[0])

    def _take(self, method: str, url: str, number: int) -> bool:
        waiting = self._waiting.get((method, url))
        if not waiting or number not in waiting:
            return False
        waiting.remove(number)
        if not waiting:
            del self._waiting[method, url]
        return True

    def unseen(self) -> int:
        """Count the requests that were announced and never seen."""
        return sum(len(waiting) for waiting in self._waiting.values())

    def still_open(self) -> Counter[str]:
        """Give the addresses of the requests that never ended."""
        return Counter(request.url for request in self._requests.values())


def normal(url: str) -> str:
    """Give an address as it is asked for.

    Without fragment and user name, and a WebSocket as its handshake.
    """
    scheme, _, rest = urldefrag(url).url.partition("://")
    host, slash, path = rest.partition("/")
    asked = {"ws": "http", "wss": "https"}.get(scheme, scheme)
    return f"{asked}://{host.rpartition('@')[2]}{slash}{path}"
