# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks the API of a platform: guarded, polite, patient, and recorded.

Every question goes through the same guard as a browser's, at most as often as the pace
allows, and with a name that says honestly who asks. Every answer is kept as it came,
redirects and errors too, before anybody reads it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from archivers.address import AddressGuard
from archivers.api.pace import Pace
from archivers.api.wire import TOO_LARGE, Wire, asked_wait
from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.limits import Limits
from archivers.netlog.exchange import Exchange
from archivers.secret_forms import in_address
from schemas.errors import (
    NotAllowed,
    PageNotUnderstood,
    PlatformDown,
    RateLimited,
    Undecodable,
)

Shape = TypeVar("Shape", bound=BaseModel)

MOST_HOPS = 5
OK = 200
NOT_MODIFIED = 304
TOO_MANY = 429
FIRST_SERVER_ERROR = 500
MIB = 1024**2
NO_ADDRESS = "Plattformen hänvisar till något som inte är en webbadress."
LARGEST_TEXT = 32 * MIB
"""Answers of text are not larger than this."""


@dataclass(frozen=True)
class Answer:
    """An answer of an API, as its reader wants it; the record holds it as it came.

    `content` is the decoded body of an answer of moderate size, `sha256` the digest of
    any that came whole. `is_kept` says that it was given to an earlier try of the same
    capture: what its head says of limits is no longer so.
    """

    url: str
    status: int
    head: HttpHead
    record_id: str
    content: bytes = b""
    size: int = 0
    sha256: str | None = None
    is_kept: bool = False

    @property
    def is_ok(self) -> bool:
        """Whether the server gave what was asked for, whole."""
        return self.status == OK and self.sha256 is not None

    @property
    def is_unmodified(self) -> bool:
        """Whether the server says that nothing has changed, as it was asked."""
        return self.status == NOT_MODIFIED

    @property
    def mime_type(self) -> str:
        """What the server says that it sent, without parameters."""
        return self.head.value("content-type").partition(";")[0].strip().lower()

    def read_as(self, shape: type[Shape]) -> Shape:
        """Read the body as JSON of a shape.

        Raises:
            PageNotUnderstood: it is not JSON, or not of that shape.
        """
        try:
            return shape.model_validate_json(self.content)
        except ValidationError:
            host = urlsplit(self.url).hostname
            msg = f"Svaret från {host} gick inte att tolka."
        raise PageNotUnderstood(msg)  # its cause would show what citizens wrote


class Opened(NamedTuple):
    """A body as its reader wants it: its content if moderate, its size, its digest."""

    content: bytes = b""
    size: int = 0
    sha256: str | None = None


class _Bounds(NamedTuple):
    """How many bytes of a body are taken, and how many given in memory."""

    largest: int
    kept: int


class RecordedClient:
    """Asks, records and answers; one for each capture, or for a round of looks.

    Threads may share one whose `keep` may be called by several at a time.

    Args:
        keep: records an exchange and gives the id of its response; it takes the bodies.
        guard: says which addresses may be asked.
        pace: how often, and how to wait.
        clock: gives the time of each question.
        limits: for how long to be patient.
        transport: what tests put in the place of the network.
    """

    def __init__(
        self,
        keep: Callable[[Exchange], str],
        guard: AddressGuard,
        pace: Pace,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._keep = keep
        self._pace = pace
        self._clock = clock
        self._limits = limits or Limits()
        self._wire = Wire(guard, clock, pace.monotonic, self._limits, transport)
        self._recall: Callable[[str, int], Answer | None] = _nothing_kept

    def remembering(self, recall: Callable[[str, int], Answer | None]) -> Self:
        """Let `recall` answer, before anybody is asked, what it was given earlier."""
        self._recall = recall
        return self

    def pause(self, seconds: float) -> None:
        """Wait, as somebody who knows the platform's own measure of haste asks for."""
        self._pace.pause(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str | Sequence[str]] | None = None,
        *,
        token: str = "",
        conditions: Mapping[str, str] | None = None,
        largest: int = LARGEST_TEXT,
        kept: int = LARGEST_TEXT,
    ) -> Answer:
        """Ask for an address, along its redirects; be patient with faults.

        Args:
            url: the address without its question part.
            params: the question part; a name may have several values.
            token: a read key, sent to the asked host alone.
            conditions: headers that let the server answer 304, nothing has changed
                (RFC 9110 section 13); they go where the key goes.
            largest: how many bytes are taken; a longer body is stored as cut off.
            kept: how many bytes are given in memory; a longer body is only stored.

        Raises:
            NotAllowed: it, or one it redirects to, lies in a private network.
            PlatformDown: the server does not answer, or only with errors.
            RateLimited: the server asks us to wait for longer than we may.
            DiskFull: there is no room to record the answer.
        """
        address = _address(url, params)
        remembered = self._recall(address, kept)
        if remembered is not None:
            return remembered
        bounds, own = _Bounds(largest, kept), _own_headers(token, conditions)
        answer = self._patiently(address, own, bounds, _is_fault)
        if answer is None or _is_fault(answer):
            raise _unanswered(address, answer)
        return answer

    def ask(
        self,
        url: str,
        params: Mapping[str, str | Sequence[str]],
        *,
        token: str,
        may_pass: Callable[[Answer], bool],
    ) -> Answer:
        """Ask a platform whose errors stand in the body; give them too.

        Args:
            url: the address without its question part.
            params: the question part.
            token: the key, sent to the asked host alone.
            may_pass: whether what an answer says may pass if one asks again.

        Raises:
            NotAllowed: it, or one it redirects to, lies in a private network.
            PlatformDown: the server does not answer.
            RateLimited: the server asks us to wait for longer than we may.
            DiskFull: there is no room to record the answer.
        """
        address = _address(url, params)
        remembered = self._recall(address, LARGEST_TEXT)
        if remembered is not None:
            return remembered
        bounds, own = _Bounds(LARGEST_TEXT, LARGEST_TEXT), _own_headers(token, None)
        answer = self._patiently(address, own, bounds, may_pass)
        if answer is None:
            raise _unanswered(address, answer)
        return answer

    def _patiently(
        self,
        address: str,
        own: Mapping[str, str],
        bounds: _Bounds,
        may_pass: Callable[[Answer], bool],
    ) -> Answer | None:
        """Ask, and ask again as long as what comes back may pass."""
        answer = self._follow(address, own, bounds)
        for attempt in range(self._limits.retries):
            wait = self._wait_before_retry(answer, attempt, may_pass)
            if wait is None:
                break
            self._pace.pause(wait)
            answer = self._follow(address, own, bounds)
        return answer

    def _follow(
        self, address: str, own: Mapping[str, str], bounds: _Bounds
    ) -> Answer | None:
        """Ask along redirects; None if nothing whole came back."""
        at, headers = address, own
        for hop in range(MOST_HOPS + 1):
            self._pace.wait_for(urlsplit(at).netloc)
            exchange, following = self._wire.exchange(at, headers, bounds.largest)
            answer = self._kept(exchange, bounds.kept)
            if following is None or answer is None or hop == MOST_HOPS:
                return answer
            if _origin(following) != _origin(at):
                if headers and _holds_key(following):
                    return answer
                headers = {}
            at = following
        return None

    def _kept(self, exchange: Exchange, kept: int) -> Answer | None:
        """Read an answer, and then give it to the recording, which takes it."""
        head, partial = exchange.response, exchange.partial
        body = opened(head, exchange.response_body, kept) if head else Opened()
        record_id = self._keep(exchange)
        if head is None or head.status is None or partial not in {"", TOO_LARGE}:
            return None
        return Answer(
            url=exchange.url,
            status=head.status,
            head=head,
            record_id=record_id,
            content=body.content,
            size=body.size,
            sha256=None if partial else body.sha256,
        )

    def _wait_before_retry(
        self, answer: Answer | None, attempt: int, may_pass: Callable[[Answer], bool]
    ) -> float | None:
        """Say how long to wait before asking again; None if the answer stands.

        Raises:
            RateLimited: the server asks for more patience than we may have.
        """
        backoff = self._limits.retry_seconds * 2.0**attempt
        if answer is None:
            return backoff
        if answer.status == TOO_MANY:
            wait = asked_wait(answer.head, self._clock())
            if wait is not None and wait > self._limits.retry_after_seconds:
                raise _rate_limited(wait)
            return backoff if wait is None else wait
        return backoff if may_pass(answer) else None


def _address(url: str, params: Mapping[str, str | Sequence[str]] | None) -> str:
    """Write an address with its question part.

    Raises:
        NotAllowed: it is none, such as one that a platform names.
    """
    try:
        found = httpx.URL(url, params=params) if params else httpx.URL(url)
        address = str(found)
        _ = found.host, urlsplit(address).port  # read only when they are asked for
    except (httpx.InvalidURL, ValueError):
        raise NotAllowed(NO_ADDRESS) from None
    return address


def _own_headers(token: str, conditions: Mapping[str, str] | None) -> Mapping[str, str]:
    """Give the headers that are meant for the asked host and no other."""
    key = {"Authorization": f"Bearer {token}"} if token else {}
    return {**(conditions or {}), **key}


def _holds_key(address: str) -> bool:
    """Whether an address carries a key, which goes to the asked host alone."""
    return next(in_address(address.encode()), None) is not None


def _is_fault(answer: Answer) -> bool:
    return answer.status == TOO_MANY or answer.status >= FIRST_SERVER_ERROR


def opened(head: HttpHead, body: Body, kept: int) -> Opened:
    """Decode a body; nothing of it is given if it cannot be opened.

    Args:
        head: what says how it is coded.
        body: as it was sent.
        kept: how many bytes of content are given in memory; more are only counted.
    """
    content, size, digest = bytearray(), 0, hashlib.sha256()
    try:
        for piece in head.content(body.chunks()):
            digest.update(piece)
            size += len(piece)
            if size <= kept:
                content += piece
    except Undecodable:
        return Opened()
    return Opened(bytes(content) if size <= kept else b"", size, digest.hexdigest())


def _nothing_kept(address: str, kept: int) -> None:
    del address, kept


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _unanswered(address: str, answer: Answer | None) -> PlatformDown | RateLimited:
    host = urlsplit(address).hostname
    if answer is not None and answer.status == TOO_MANY:
        return _rate_limited(None)
    if answer is not None:
        return PlatformDown(f"{host} svarar med fel ({answer.status}). Försök senare.")
    return PlatformDown(f"{host} svarar inte. Försök igen senare.")


def _rate_limited(wait: float | None) -> RateLimited:
    when = f"om {wait:.0f} sekunder" if wait else "senare"
    msg = f"Plattformen tar inte emot fler frågor just nu. Försök igen {when}."
    return RateLimited(msg, wait)
