# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Edits the head of a record and the head of the message in it, line by line.

Lines that do not change keep every byte. What is a fingerprint of a removed body goes
with it: a digest of a short text can be guessed back.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from archivers.gallring.sweep import WORD, Sweep

LINE_END = b"\r\n"
MOVED = b"X-Archive-Orig-"
"""What is set before the name of a coding that a body no longer has."""

_CODINGS = frozenset({b"content-encoding", b"transfer-encoding"})
_FINGERPRINTS = frozenset(
    {
        *(b"etag", b"content-md5", b"digest", b"content-digest", b"repr-digest"),
        *(b"x-goog-hash", b"x-amz-checksum-sha256", b"x-bz-content-sha1"),
    }
)
_REFERENCES = frozenset({b"warc-concurrent-to", b"warc-refers-to", b"warc-warcinfo-id"})
_STRUCTURE = _REFERENCES | {
    *(b"warc-type", b"warc-record-id", b"warc-date", b"warc-block-digest"),
    *(b"warc-payload-digest", b"content-length", b"content-type", b"warc-profile"),
}
_BRACKETED = re.compile(rb"<([^>]*)>")
Lines = list[bytes]
Change = Callable[[bytes, bytes], bytes | None]
"""Gives a field's new line from its lower-case name and its line; None: none."""


def changed(raw: bytes, change: Change) -> bytes:
    """Change the fields of a head; the first line and the rest stay."""
    first, *lines = raw.removesuffix(LINE_END * 2).split(LINE_END)
    kept = [first]
    for line in lines:
        name, colon, _ = line.partition(b":")
        new = change(name.strip().lower(), line) if colon else line
        kept += [] if new is None else [new]
    return LINE_END.join(kept) + LINE_END * 2


def with_value(line: bytes, value: bytes) -> bytes:
    """Give a field another value."""
    return line.partition(b":")[0] + b": " + value


def value_in(raw: bytes, name: bytes) -> bytes:
    """Give the last value of a field, without angle brackets."""
    found = b""
    for line in raw.split(LINE_END)[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            found = value.strip()
    return found[1:-1] if found[:1] == b"<" and found[-1:] == b">" else found


def of_identity(raw: bytes, length: int) -> bytes:
    """Say of a message that its body is as it stands, and how long it is."""

    def change(name: bytes, line: bytes) -> bytes | None:
        if name in _CODINGS:
            return MOVED + line
        if name in _FINGERPRINTS:
            return with_value(line, WORD)
        return None if name == b"content-length" else line

    told = f"Content-Length: {length}".encode()
    return changed(raw, change).removesuffix(LINE_END) + told + LINE_END * 2


def swept_message(raw: bytes, sweep: Sweep) -> tuple[bytes, int]:
    """Take the values out of a message's head; give how many pieces went."""
    cleaned = sweep.clean(raw)
    is_whole = cleaned.data.count(LINE_END) == raw.count(LINE_END)
    if cleaned.is_clean and is_whole and cleaned.data.endswith(LINE_END * 2):
        return cleaned.data, cleaned.pieces
    pieces = 0
    kept: Lines = []
    for line in raw.split(LINE_END):
        one = sweep.clean(line)
        pieces += one.pieces
        kept.append(one.data if one.is_clean else with_value(line, WORD))
    return LINE_END.join(kept), pieces


def swept_record(raw: bytes, sweep: Sweep) -> tuple[bytes, int]:
    """Take the values out of the fields of a record that are not its structure."""
    pieces = 0

    def change(name: bytes, line: bytes) -> bytes:
        nonlocal pieces
        if name in _STRUCTURE:
            return line
        key, _, value = line.partition(b":")
        cleaned = sweep.clean(value)
        if not cleaned.pieces:
            return line
        pieces += cleaned.pieces
        text = cleaned.data if cleaned.is_clean else b" " + WORD
        is_address = name in (b"warc-target-uri", b"warc-refers-to-target-uri")
        return key + b":" + (_address(value, text) if is_address else text)

    return changed(raw, change), pieces


def _address(old: bytes, new: bytes) -> bytes:
    """Keep an address an address, on the same host unless the host was a value."""
    bare = new.strip().strip(b"<>")
    if urlsplit(bare.decode("utf-8", "replace")).scheme:
        return new
    parts = urlsplit(old.strip().strip(b"<>").decode("utf-8", "replace"))
    return f" {parts.scheme}://{parts.netloc}/".encode() + bare


def renamed(raw: bytes, record_id: str, new_ids: Mapping[str, str]) -> bytes:
    """Give a record its new id, and those that it points at theirs."""

    def new_of(match: re.Match[bytes]) -> bytes:
        old = match[1].decode("utf-8", "replace")
        return b"<" + new_ids.get(old, old).encode() + b">"

    def change(name: bytes, line: bytes) -> bytes:
        if name == b"warc-record-id":
            return with_value(line, f"<{record_id}>".encode())
        return _BRACKETED.sub(new_of, line) if name in _REFERENCES else line

    return changed(raw, change)


def measured(raw: bytes, length: int, block: bytes, payload: bytes) -> bytes:
    """Give a record its block's length and digests, those of them that it states."""
    values = {
        b"content-length": str(length).encode(),
        b"warc-block-digest": block,
        b"warc-payload-digest": payload,
    }

    def change(name: bytes, line: bytes) -> bytes:
        return with_value(line, values[name]) if name in values else line

    return changed(raw, change)
