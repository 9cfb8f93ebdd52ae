# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Replaces secrets on the way into a WARC, and finds those that slipped through.

Nobody may log in with an archive. The name of a field is kept and its value replaced,
so that a reader sees that something stood there. Signatures in the addresses of public
media stay: they open nothing but what everybody saw.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, quote_plus

from archivers.http_head import HttpHead
from archivers.secret_forms import (
    HiddenKeys,
    Span,
    in_address,
    in_request,
    in_response,
)
from archivers.warc import WarcRecord, read_records
from schemas.errors import Undecodable
from schemas.package import Finding, Severity

MARK = b"avbild-scrubbed"
SHORTEST_KNOWN = 6
WINDOW = 8 * 1024**2
OVERLAP = 64 * 1024
PARTIAL_CONTENT = 206

_COOKIES = frozenset({"cookie", "set-cookie"})
_CREDENTIALS = frozenset({"authorization", "proxy-authorization"})
_TOKEN_HEADER = re.compile(
    r"(?:x-)?.*(?:csrf|xsrf|token|api-?key|session-?id|fb-lsd|secret)"
)
_HARMLESS_HEADERS = frozenset({"access-control-allow-headers", "vary"})

_TEXT = re.compile(r"text/|.*(?:json|xml|javascript|ecmascript|x-www-form|form-data)")


def is_text(mime_type: str) -> bool:
    """Whether bodies of this kind can hold secrets in writing."""
    return bool(_TEXT.match(mime_type))


class Scrubber:
    """Replaces secrets in what passes, and counts them by kind.

    Args:
        known: values that are secret wherever they stand, such as a login's cookies.
    """

    def __init__(self, known: Collection[str] = ()) -> None:
        spellings = {s for value in known for s in _spellings(value)}
        ordered = sorted(spellings, key=lambda s: (-len(s), s))
        self._known = (
            re.compile(b"|".join(map(re.escape, ordered))) if ordered else None
        )
        self._hidden = HiddenKeys(known)

    def url(self, url: str, counts: Counter[str]) -> str:
        """Scrub an address: the values of secret parameters."""
        return self._bytes(url.encode(), counts, in_address).decode()

    def head(self, head: HttpHead, counts: Counter[str]) -> HttpHead:
        """Scrub the head of a message; untouched lines keep every byte."""
        lines = head.raw.split(b"\n")
        first = self._bytes(lines[0], counts, in_address)
        scrubbed = [first, *(self._line(line, counts) for line in lines[1:])]
        return head if scrubbed == lines else HttpHead.parse(b"\n".join(scrubbed))

    def request_text(self, data: bytes, counts: Counter[str]) -> bytes:
        """Scrub what the browser sent: every value of a secret name."""
        return self._bytes(data, counts, in_request)

    def response_text(self, data: bytes, counts: Counter[str]) -> bytes:
        """Scrub what the server sent: values that look random, not mere labels."""
        return self._bytes(data, counts, in_response)

    def binary(self, data: bytes, counts: Counter[str]) -> bytes:
        """Scrub known values only."""
        return self._bytes(data, counts, lambda _: iter(()))

    def _line(self, line: bytes, counts: Counter[str]) -> bytes:
        name, colon, value = line.partition(b":")
        key = name.strip().lower().decode("latin-1")
        if colon and key in _COOKIES:
            return name + colon + _cookies(value, key, counts)
        if colon and key in _CREDENTIALS:
            return name + colon + _credentials(value, counts)
        if colon and _TOKEN_HEADER.fullmatch(key) and key not in _HARMLESS_HEADERS:
            return name + colon + _whole(value, counts)
        return self._bytes(line, counts, in_address)

    def _bytes(
        self,
        data: bytes,
        counts: Counter[str],
        find: Callable[[bytes], Iterator[Span]],
    ) -> bytes:
        spans = list(find(data))
        if self._known:
            spans += [
                Span(*match.span(), "known-value")
                for match in self._known.finditer(data)
            ]
        spans += self._hidden.spans(data)
        return _replace(data, spans, counts)


def _replace(data: bytes, spans: list[Span], counts: Counter[str]) -> bytes:
    parts, position = [], 0
    for start, end, kind in sorted(spans):
        if start < position or data[start:end] == MARK:
            continue
        parts += [data[position:start], MARK]
        position = end
        counts[kind] += 1
    return b"".join([*parts, data[position:]]) if parts else data


def _cookies(value: bytes, key: str, counts: Counter[str]) -> bytes:
    """Replace the values of a cookie field; attributes of Set-Cookie stay."""
    crumbs = value.split(b";")
    for index, crumb in enumerate(crumbs if key == "cookie" else crumbs[:1]):
        name, equals, secret = crumb.partition(b"=")
        bare = secret.strip()
        if not equals:
            name, bare = b" ", crumb.strip()  # a cookie without a name
        if bare in (b"", MARK):
            continue
        ending = crumb[len(crumb.rstrip()) :]
        crumbs[index] = name + equals + MARK + ending
        counts[key] += 1
    return b";".join(crumbs)


def _credentials(value: bytes, counts: Counter[str]) -> bytes:
    scheme, _, secret = value.strip().partition(b" ")
    if (secret or scheme).strip() in (b"", MARK):
        return value
    counts["authorization"] += 1
    kept = scheme + b" " if secret else b""
    return b" " + kept + MARK + value[len(value.rstrip()) :]


def _whole(value: bytes, counts: Counter[str]) -> bytes:
    if value.strip() in (b"", MARK):
        return value
    counts["token-header"] += 1
    return b" " + MARK + value[len(value.rstrip()) :]


def _spellings(value: str) -> set[bytes]:
    """Give the ways in which a value may be written in a message."""
    if len(value) < SHORTEST_KNOWN:
        return set()
    written = {
        value,
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        json.dumps(value)[1:-1].replace("/", "\\/"),
        html.escape(value),
    }
    return {text.encode() for text in written}


def find_secrets(source: Path | BinaryIO, known: Collection[str]) -> list[Finding]:
    """Scan a finished WARC in decoded form: the gate before a package.

    Scrubbing once more must change nothing, and no known value may stand anywhere. A
    body that cannot be opened is searched as it lies and gives a warning.

    Args:
        source: the WARC file.
        known: the session's own secrets, such as the values of a saved login.

    Raises:
        Damaged: the file is not a whole WARC file.
    """
    name = source.name if isinstance(source, Path) else "webbarkivet"
    scrubber = Scrubber(known)
    findings: list[Finding] = []
    for record in read_records(source):
        counts: Counter[str] = Counter()
        if not _scan(record, scrubber, counts):
            findings.append(_finding(name, record, "kroppen", Severity.WARNING))
        findings += [
            _finding(name, record, kind, Severity.ERROR) for kind in sorted(counts)
        ]
    return findings


def find_known(path: Path, known: Collection[str]) -> list[Finding]:
    """Look for the session's own secrets in a text file of a package."""
    counts: Counter[str] = Counter()
    Scrubber(known).binary(path.read_bytes(), counts)
    return [secret_in(path)] if counts else []


def secret_in(path: Path) -> Finding:
    """Say that a file of a package holds one of the session's own secrets."""
    return Finding(
        rule="file-secret",
        severity=Severity.ERROR,
        path=path.name,
        message="Filen innehåller en hemlighet från inloggningen.",
    )


def _scan(record: WarcRecord, scrubber: Scrubber, counts: Counter[str]) -> bool:
    """Look through a record; False if its body could not be opened."""
    scrubber.url(record.target_uri, counts)
    if record.head:
        scrubber.head(record.head, counts)
    look = _look(record, scrubber)
    opened = _Opened(record)
    for window in windows(iter(opened)):
        look(window, counts)
    if opened.is_whole or record.status == PARTIAL_CONTENT:
        return True  # a slice opens only together with the rest
    for window in windows(record.body.chunks()):
        look(window, counts)
    return False


class _Opened:
    """A record's content as far as it can be opened."""

    def __init__(self, record: WarcRecord) -> None:
        self.is_whole = False
        self._record = record

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._record.decoded_chunks()
        except Undecodable:
            return
        self.is_whole = True


def _look(
    record: WarcRecord, scrubber: Scrubber
) -> Callable[[bytes, Counter[str]], bytes]:
    mime_type = record.mime_type if record.head else "text/plain"
    if not is_text(mime_type):
        return scrubber.binary
    return scrubber.request_text if record.type == "request" else scrubber.response_text


def windows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Give a stream in overlapping windows, so that nothing hides on a border."""
    window = b""
    for chunk in chunks:
        window += chunk
        if len(window) >= WINDOW:
            yield window
            window = window[-OVERLAP:]
    if window:
        yield window


def _finding(name: str, record: WarcRecord, kind: str, severity: Severity) -> Finding:
    if severity is Severity.WARNING:
        message = f"Posten {record.record_id}: kroppen gick inte att öppna och söka i."
    else:
        message = f"Posten {record.record_id} innehåller en hemlighet ({kind})."
    return Finding(
        rule="warc-secret",
        severity=severity,
        path=name,
        message=message,
    )
