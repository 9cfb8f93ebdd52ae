# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes what is said of a file in a zip file beside its content, without what goes.

Dates, attributes and every other field are kept as they were; only what tells of
somebody is changed. Numbers and names are those of APPNOTE.TXT 6.3.10.
"""

import zlib
from dataclasses import replace

from archivers.gallring.export_zip import (
    FULL_16,
    HAS_SUM,
    HEAD,
    IS_UTF_8,
    UNICODE_PATH,
    ZIP_64,
    Member,
    field,
    fields_of,
)
from archivers.gallring.sweep import Sweep

STORED, DEFLATED, PLAIN_VERSION = 0, 8, 20


def told(member: Member, new_name: str | None, sweep: Sweep) -> Member:
    """Give a file with what is said of it now: its head and its entry.

    Without a new name it keeps the one that it has, as it was written.
    """
    raw, flags = member.raw_name, member.flags
    if new_name is not None:
        raw = new_name.encode()
        flags |= 0 if new_name.isascii() else IS_UTF_8
    is_new = raw != member.raw_name
    own = _kept(member.own_extra, sweep, is_renamed=is_new)
    numbers = (*member.numbers[:2], flags, *member.numbers[3:])
    return replace(
        member,
        numbers=numbers,
        raw_name=raw,
        extra=_kept(member.extra, sweep, is_renamed=is_new),
        comment=swept(member.comment, sweep),
        head=_head(member.head, raw, own, flags),
    )


def measured(member: Member, data: bytes, packed: bytes, method: int) -> Member:
    """Give a file with another content, whose sizes and sum are known."""
    crc, flags = zlib.crc32(data), member.flags & ~HAS_SUM
    said = list(member.numbers)
    said[1:4] = PLAIN_VERSION, flags, method
    said[6:9] = crc, len(packed), len(data)
    own = list(HEAD.unpack_from(member.head))
    own[1:4] = PLAIN_VERSION, flags, method
    own[6:9] = crc, len(packed), len(data)
    name = member.own_name
    extra = _without_sizes(member.own_extra)
    own[9:11] = len(name), len(extra)
    return replace(
        member,
        numbers=tuple(said),
        extra=_without_sizes(member.extra),
        size=len(data),
        packed=len(packed),
        head=HEAD.pack(*own) + name + extra,
    )


def swept(text: bytes, sweep: Sweep) -> bytes:
    """Give a comment without what goes; none, if that cannot be done with certainty."""
    cleaned = sweep.clean(text)
    is_fit = cleaned.is_clean and len(cleaned.data) <= FULL_16
    return cleaned.data if is_fit else b""


def _kept(extra: bytes, sweep: Sweep, *, is_renamed: bool) -> bytes:
    """Give the extra fields that hold nothing of what goes, nor the name it had."""
    return b"".join(
        field(kind, body)
        for kind, body in fields_of(extra)
        if kind == ZIP_64
        or not (sweep.holds(body) or (is_renamed and kind == UNICODE_PATH))
    )


def _without_sizes(extra: bytes) -> bytes:
    return b"".join(field(k, body) for k, body in fields_of(extra) if k != ZIP_64)


def _head(head: bytes, name: bytes, extra: bytes, flags: int) -> bytes:
    numbers = list(HEAD.unpack_from(head))
    numbers[2] = flags | numbers[2]
    numbers[9:11] = len(name), len(extra)
    return HEAD.pack(*numbers) + name + extra
