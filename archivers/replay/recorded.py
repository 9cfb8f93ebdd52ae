# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answers of a recording, found by what is asked.

A request is known by method, address and what it sends, scrubbed as the recording is.
What was asked several times is answered in the same order. Nothing is guessed that
could falsify: an address is recognised without the parameters that differ from one
asking to the next only where a single answer is possible, and a picture without those
that sign its address only where it never differed. A request that sends something else
than what was recorded gets an answer only if that answer is empty. Peers who guessed
more freely showed 204 posts of 60.
"""

import hashlib
import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from urllib.parse import urldefrag, urlsplit

from archivers.decoding import dechunk
from archivers.http_head import HttpHead
from archivers.secrets import Scrubber, is_text
from archivers.warc import WarcRecord, read_records
from schemas.errors import Undecodable

OK, PARTIAL, NOT_MODIFIED, SWITCHING = 200, 206, 304, 101
FIRST_ERROR = 400
PICTURES = frozenset({"image", "video", "audio", "font"})
PIECE = 256 * 1024
SPAN = re.compile(r"bytes[ =](\d+)-(\d*)(?:/(\d+))?")
BOUNDARY = re.compile(r"boundary=\"?([^\";]+)")
VOLATILE_NAME = re.compile(
    r"_|ts|timestamp|cb|cache-?bust(er)?|rnd|rand(om)?", re.IGNORECASE
)
"""What scripts add to get past a cache; signatures come with the recorded answers."""

VOLATILE_VALUE = re.compile(r"\d{10}(\d{3})?|0\.\d{6,}")
"""A moment in seconds or milliseconds, or a random number of a script."""

SIGNATURE_NAME = re.compile(
    r"exp(ires?)?|sig(nature)?|hmac|nonce|n|token|oh|oe|policy|key-pair-id|_nc_.*"
    r"|x-(amz|goog)-.*",
    re.IGNORECASE,
)
"""What signs the address of a picture for a time; another one with each answer."""


@dataclass(frozen=True)
class Asked:
    """A request, as far as it decides the answer; `sent` is the digest of its body."""

    method: str
    url: str
    sent: str = ""
    span: str = ""

    @property
    def loosely(self) -> tuple[str, str]:
        """The request without what may differ from one asking to the next."""
        return self.method, _without_volatile(self.url)


@dataclass(frozen=True)
class Stored:
    """An answer: its head, and where its bytes lie, chunk framing undone."""

    url: str
    head: HttpHead
    start: int
    length: int
    is_whole: bool
    digest: str = ""

    @property
    def status(self) -> int:
        """The status; 0 if the head has none."""
        return self.head.status or 0


@dataclass(frozen=True)
class Answer:
    """What is to be sent: head, bytes, and whether it ends as its sender meant."""

    head: HttpHead
    body: Iterable[bytes]
    length: int
    is_whole: bool = True


@dataclass
class _Shelf:
    """The answers to one request in the order in which they came."""

    answers: list[Stored] = field(default_factory=list)
    given: int = 0

    def next(self) -> Stored:
        """Give the next answer; the last one again and again."""
        found = self.answers[min(self.given, len(self.answers) - 1)]
        self.given += 1
        return found


class Recorded:
    """A recording that can be asked; its bodies lie in a file without a name.

    Args:
        known: values that were scrubbed wherever they stood, such as a login's.

    Raises:
        Damaged: the recording is not a whole WARC file.
    """

    def __init__(self, warc: Path, folder: Path, known: Collection[str] = ()) -> None:
        self._scrubber = Scrubber(known)
        self._lock = Lock()
        self._spool = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- see close
        self._shelves: dict[Asked, _Shelf] = {}
        self._alike: defaultdict[tuple[str, str], set[Asked]] = defaultdict(set)
        self._pictures: defaultdict[str, list[_Shelf]] = defaultdict(list)
        self._slices: defaultdict[str, list[Stored]] = defaultdict(list)
        self._films: defaultdict[str, list[Stored]] = defaultdict(list)
        self._fill(warc)
        self.hosts = frozenset(urlsplit(asked.url).netloc for asked in self._shelves)

    def close(self) -> None:
        """Let go of the disk that the bodies take."""
        self._spool.close()

    # --- reading the recording --------------------------------------------------------

    def _fill(self, warc: Path) -> None:
        requests: dict[str, Asked] = {}
        answers: list[tuple[tuple[str, str], float, Stored]] = []
        for record in read_records(warc):
            if record.head is None or record.status == SWITCHING:
                continue
            names = record.record_id, record.fields.get("WARC-Concurrent-To", "")
            if record.type == "request":
                asked = self.asked(record.target_uri, record.head, record.body.read())
                requests.update(dict.fromkeys(names, asked))
            elif record.type == "response":
                answers.append((names, record.date.timestamp(), self._stored(record)))
        self._spool.flush()
        for names, _, stored in sorted(answers, key=lambda row: row[1]):
            found = (requests[name] for name in names if name in requests)
            self._shelve(next((a for a in found if a.url == stored.url), None), stored)
        for asked, shelf in self._shelves.items():
            shelf.answers = _best(shelf.answers)
            if asked.method == "GET" and not asked.sent:
                self._pictures[_unsigned(asked.url)].append(shelf)

    def _stored(self, record: WarcRecord) -> Stored:
        if record.head is None:
            raise AssertionError
        start = self._spool.seek(0, os.SEEK_END)
        is_whole = "WARC-Truncated" not in record.fields
        digest = hashlib.sha256()
        chunks = record.body.chunks()
        try:
            for chunk in dechunk(chunks) if record.head.is_chunked else chunks:
                self._spool.write(chunk)
                digest.update(chunk)
        except Undecodable:
            is_whole = False
        length = self._spool.tell() - start
        return Stored(
            record.target_uri, record.head, start, length, is_whole, digest.hexdigest()
        )

    def _shelve(self, asked: Asked | None, stored: Stored) -> None:
        is_coded = bool(stored.head.value("content-encoding"))
        if stored.status == PARTIAL and not is_coded:
            self._slices[stored.url].append(stored)
            self._films[_unsigned(stored.url)].append(stored)
            return
        key = asked or Asked("GET", stored.url)
        key = Asked(key.method, key.url, key.sent)
        self._shelves.setdefault(key, _Shelf()).answers.append(stored)
        self._alike[key.loosely].add(key)

    # --- asking -----------------------------------------------------------------------

    def asked(self, url: str, head: HttpHead, body: bytes) -> Asked:
        """Make out what decides the answer to a request, live or recorded."""
        address = self._scrubber.url(urldefrag(url).url, Counter())
        sent = self._essence(head, body) if body else b""
        digest = hashlib.sha256(sent).hexdigest() if sent else ""
        return Asked(head.method, address, digest, head.value("range"))

    def _essence(self, head: HttpHead, body: bytes) -> bytes:
        """Give what a request says: opened, scrubbed, without a random boundary."""
        with suppress(Undecodable):
            body = b"".join(head.content([body]))
        kind = head.value("content-type")
        mime_type = kind.partition(";")[0].strip().lower()
        if is_text(mime_type or "text/"):
            body = self._scrubber.request_text(body, Counter())
        boundary = BOUNDARY.search(kind)
        return body.replace(boundary[1].encode(), b"") if boundary else body

    def answer(self, asked: Asked) -> Answer | None:
        """Find the answer to a request; None if the recording holds none."""
        slices = self._slices_of(asked.url) if asked.method == "GET" else []
        found = self._cut(slices, asked.span) if slices else None
        if found is not None:
            return found
        plain = Asked(asked.method, asked.url, asked.sent)
        with self._lock:
            shelf = self._shelves.get(plain) or self._only_one_alike(plain)
            stored = shelf.next() if shelf else None
        if stored is None:
            return None
        body = self._bytes(stored.start, stored.length)
        return Answer(stored.head, body, stored.length, stored.is_whole)

    def _only_one_alike(self, asked: Asked) -> _Shelf | None:
        alike = self._alike.get(asked.loosely, set())
        if not asked.sent:
            alike = {one for one in alike if not one.sent}
        shelves = [self._shelves[one] for one in alike]
        if asked.sent:
            # Only what says nothing can say nothing wrong, as to a counter of visits.
            shelves = [s for s in shelves if not any(a.length for a in s.answers)]
            return shelves[0] if shelves else None
        if len(shelves) == 1:
            return shelves[0]
        return self._always_the_same(asked.url)

    def _always_the_same(self, url: str) -> _Shelf | None:
        """Give a picture, however its address was signed this time.

        Only what holds no text, and only if it never differed: it can add no post.
        """
        shelves = self._pictures.get(_unsigned(url), [])
        answers = [one for shelf in shelves for one in shelf.answers]
        is_sure = len({one.digest for one in answers}) == 1
        return shelves[0] if is_sure and all(map(_shows_no_text, answers)) else None

    # --- films, which come in slices --------------------------------------------------

    def _slices_of(self, url: str) -> list[Stored]:
        """Give a film's slices, also if its address was signed otherwise then."""
        signed = self._slices.get(url)
        if signed:
            return signed
        alike = self._films.get(_unsigned(url), [])
        return alike if len({_span(one)[1] for one in alike}) == 1 else []

    def _cut(self, slices: list[Stored], span: str) -> Answer | None:
        """Give a slice of a film, from as many recorded slices as it takes."""
        total = max(_span(one)[1] for one in slices)
        wanted = SPAN.match(span)
        first = int(wanted[1]) if wanted else 0
        last = int(wanted[2]) if wanted and wanted[2] else total - 1
        pieces = list(_cover(slices, first, min(last, total - 1) + 1))
        length = sum(end - start for start, end in pieces)
        is_all = not wanted and length == total
        if not pieces or not (wanted or is_all):
            return None
        body = (b for start, end in pieces for b in self._bytes(start, end - start))
        return Answer(_slice_head(slices[0], first, length, total), body, length)

    def is_torn(self, url: str) -> bool:
        """Whether a film was given up on when it was recorded, as browsers do."""
        return any(not one.is_whole for one in self._slices_of(url))

    def _bytes(self, start: int, length: int) -> Iterator[bytes]:
        end = start + length
        for position in range(start, end, PIECE):
            size = min(PIECE, end - position)
            yield os.pread(self._spool.fileno(), size, position)


def _best(answers: list[Stored]) -> list[Stored]:
    """Leave out what was asked for once more because it had failed."""
    answers = [one for one in answers if one.status != NOT_MODIFIED] or answers
    answers = [one for one in answers if one.status < FIRST_ERROR] or answers
    return [one for one in answers if one.is_whole] or answers


def _span(stored: Stored) -> tuple[int, int]:
    """Give where a slice begins, and how long the whole is."""
    found = SPAN.match(stored.head.value("content-range"))
    start = int(found[1]) if found else 0
    total = int(found[3]) if found and found[3] else start + stored.length
    return start, total


def _cover(slices: list[Stored], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Give where in the file the bytes lie, from `first` on for as far as they go."""
    at = first
    for one in sorted(slices, key=lambda one: _span(one)[0]):
        start, _ = _span(one)
        stop = min(start + one.length, end)
        if start <= at < stop:
            yield one.start + at - start, one.start + stop - start
            at = stop


def _slice_head(stored: Stored, first: int, length: int, total: int) -> HttpHead:
    fields = [
        (name, value)
        for name, value in stored.head.fields
        if name.lower() != "content-range"
    ]
    if length == total:
        return HttpHead.build("HTTP/1.1 200 OK", fields)
    span = f"bytes {first}-{first + length - 1}/{total}"
    return HttpHead.build(
        "HTTP/1.1 206 Partial Content", [*fields, ("Content-Range", span)]
    )


def _shows_no_text(stored: Stored) -> bool:
    """Whether an answer is a picture, or sends on to one, or was an error."""
    kind = stored.head.value("content-type").partition("/")[0].strip().lower()
    return stored.status > PARTIAL or kind in PICTURES


def _unsigned(url: str) -> str:
    """Give an address without the parameters that sign it for a time."""
    return _without(url, lambda name, _: bool(SIGNATURE_NAME.fullmatch(name)))


def _without_volatile(url: str) -> str:
    return _without(
        url,
        lambda name, value: bool(
            VOLATILE_NAME.fullmatch(name) or VOLATILE_VALUE.fullmatch(value)
        ),
    )


def _without(url: str, is_dropped: Callable[[str, str], bool]) -> str:
    parts = urlsplit(url)
    pairs = (pair.partition("=") for pair in parts.query.split("&"))
    kept = [f"{name}{sign}{v}" for name, sign, v in pairs if not is_dropped(name, v)]
    return parts._replace(query="&".join(kept), fragment="").geturl()
