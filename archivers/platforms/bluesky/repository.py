# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads an account's repository (CAR): its own signed list of all that it wrote.

The list says what must be found, whatever the network's views show or count. Each
block is named by its checksum and the commit names the root of the tree, so a list that
is whole is the one that the account's server signed. The file itself stays in the
recording as evidence; other people's words and the pictures are not in it.
https://atproto.com/specs/repository
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import libipld

from schemas.errors import PageNotUnderstood

CID_SIZE = 36
CID_START = b"\x01\x71\x12\x20"
"""CID version 1, DAG-CBOR, SHA-256 of 32 bytes: so every block of it is named."""

VARINT_BITS = 7
VARINT_MORE = 0x80
DEEPEST = 64


class _Broken(Exception):
    """The file is not a whole repository."""


@dataclass(frozen=True)
class Repository:
    """What an account's repository holds: its records by collection and key."""

    did: str
    revision: str
    records: Mapping[str, Mapping[str, Any]]

    def keys(self, collection: str) -> tuple[str, ...]:
        """Give the keys of a collection, oldest first: a key begins with its time."""
        start = f"{collection}/"
        found = (path for path in self.records if path.startswith(start))
        return tuple(sorted(path.removeprefix(start) for path in found))

    def record(self, collection: str, key: str) -> Mapping[str, Any]:
        """Give a record; nothing if there is none."""
        return self.records.get(f"{collection}/{key}", {})


def read_repository(data: bytes, did: str) -> Repository:
    """Read a repository and prove that it is whole.

    Raises:
        PageNotUnderstood: it is cut, altered, or another account's.
    """
    try:
        return _repository(data, did)
    except (_Broken, ValueError, KeyError, TypeError, IndexError) as error:
        msg = "Kontots datalager hos Bluesky gick inte att läsa helt."
        raise PageNotUnderstood(msg) from error


def _repository(data: bytes, did: str) -> Repository:
    root, blocks = _blocks(data)
    commit = _block(blocks, root)
    if commit["did"] != did:
        raise _Broken
    paths = dict(_leaves(blocks, commit["data"], DEEPEST))
    records = {path: _block(blocks, cid) for path, cid in paths.items()}
    return Repository(did, str(commit["rev"]), records)


def _blocks(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Take the file apart: the name of its root, and each block by its name."""
    size, position = _varint(data, 0)
    header = libipld.decode_dag_cbor(data[position : position + size])
    position += size
    blocks: dict[bytes, bytes] = {}
    while position < len(data):
        size, position = _varint(data, position)
        cid = data[position : position + CID_SIZE]
        content = data[position + CID_SIZE : position + size]
        if not cid.startswith(CID_START) or len(content) != size - CID_SIZE:
            raise _Broken
        if hashlib.sha256(content).digest() != cid[len(CID_START) :]:
            raise _Broken
        blocks[cid] = content
        position += size
    return header["roots"][0], blocks


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """Read a number of variable length; give it and where it ends."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & ~VARINT_MORE) << shift
        if not byte & VARINT_MORE:
            return value, position
        shift += VARINT_BITS


def _block(blocks: Mapping[bytes, bytes], cid: bytes) -> dict[str, Any]:
    block: dict[str, Any] = libipld.decode_dag_cbor(blocks[cid])
    return block


def _leaves(
    blocks: Mapping[bytes, bytes], cid: bytes, levels: int
) -> Iterator[tuple[str, bytes]]:
    """Walk the tree: keys share the beginning of the one before (the `p` bytes)."""
    if not levels:
        raise _Broken
    node = _block(blocks, cid)
    if node["l"]:
        yield from _leaves(blocks, node["l"], levels - 1)
    key = b""
    for entry in node["e"]:
        key = key[: entry["p"]] + entry["k"]
        yield key.decode("ascii"), entry["v"]
        if entry["t"]:
            yield from _leaves(blocks, entry["t"], levels - 1)
