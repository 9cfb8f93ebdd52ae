# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fetches a single address without a browser, through the same guard as captures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

import httpx

from archivers.address import AddressGuard
from archivers.api.pace import Pace
from archivers.page_state import CHALLENGE_HEADER, Arrival
from archivers.patience import retry_after
from archivers.trust import trusted
from archivers.version import own_version

MOST_HOPS = 10
NOT_MODIFIED = 304
LARGEST = 32 * 1024**2
CONNECT_SECONDS = 10.0
AGENT = f"Mozilla/5.0 (compatible; Avbild/{own_version()}; arkivering av egna konton)"


@dataclass(frozen=True)
class Fetched:
    """An answer: how it came, and its body as the sender meant it."""

    arrival: Arrival
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_unmodified(self) -> bool:
        """Whether the server says that nothing has changed, as it was asked."""
        return self.arrival.status == NOT_MODIFIED

    @property
    def media_type(self) -> str:
        """What the server says that it sent, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Fetches addresses, one connection pool for a short while; threads may share it.

    It says honestly what it is, asks for Swedish, and keeps the `pace` it is given.
    Tests give it a `transport`.
    """

    def __init__(
        self,
        guard: AddressGuard,
        seconds: float,
        clock: Callable[[], datetime],
        transport: httpx.BaseTransport | None = None,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._pace = pace
        self._guard = guard
        self._clock = clock
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            headers={"User-Agent": AGENT, "Accept-Language": "sv-SE,sv;q=0.9"},
            follow_redirects=False,
            verify=trusted(),
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Fetched:
        """Fetch an address and what it redirects to.

        With `conditions`, the server may answer that nothing has changed (RFC 9110
        section 13); they follow redirects on the same host. An address that does not
        answer is an arrival with an error, not an exception.

        Raises:
            NotAllowed: it, or one it redirects to, lies in a private network.
        """
        at = url
        for _ in range(MOST_HOPS):
            self._guard.check(at)
            try:
                answer, body = self._one(at, _for_host(at, url, conditions))
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                return Fetched(Arrival(url, at, error=type(error).__name__))
            if answer.next_request is None:
                return Fetched(self._arrival(url, answer), body, answer.headers)
            at = str(answer.next_request.url)
        return Fetched(Arrival(url, at, error="TooManyRedirects"))

    def _one(
        self, url: str, headers: Mapping[str, str]
    ) -> tuple[httpx.Response, bytes]:
        if self._pace is not None:
            self._pace.wait_for(urlsplit(url).netloc)
        with self._client.stream("GET", url, headers=headers) as answer:
            stream = answer.extensions.get("network_stream")
            peer = stream.get_extra_info("server_addr") if stream else None
            if peer:
                self._guard.check_answer(url, peer[0])
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    msg = "larger than what is read without a browser"
                    raise httpx.DecodingError(msg, request=answer.request)
            return answer, bytes(body)

    def _arrival(self, url: str, answer: httpx.Response) -> Arrival:
        wait = retry_after(answer.headers.get("retry-after"), self._clock)
        return Arrival(
            url,
            str(answer.url),
            answer.status_code,
            wait,
            is_challenge=answer.headers.get(CHALLENGE_HEADER) == "challenge",
        )


def _for_host(
    at: str, asked: str, conditions: Mapping[str, str] | None
) -> Mapping[str, str]:
    """Give the conditions if they were given by the host that is asked now."""
    is_own = urlsplit(at).netloc == urlsplit(asked).netloc
    return conditions or {} if is_own else {}
