# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast the independent verifier searches a web archive for removed values.

The archive is mixed as social-media pages are: HTML with its data beside it, answers
in JSON with escapes (plain, gzip and brotli), and pictures. What is counted is decoded
content per second of one core. Beside it stands the least that any search must do:
open the members and hash what they hold.
"""

import gzip
import hashlib
import io
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

import brotlicffi  # type: ignore[import-untyped]

from proof import search
from schemas.gallring import RemovedValue, ValueKind
from tools.bench_figure import Figure

_Done = TypeVar("_Done")

RECORDS = 1_200
REMOVED = 12
"""Comments: each gives a name, a handle, a text and an address to look for."""
TOUCHED = 12
"""Records that still hold one of the values: those take a closer look."""
_SAID = (
    "kommunen biblioteket öppet sommaren för att och hej jag tycker åsikten skolan"
    " vägen bra förslag tack torget lördag barnen läser böcker musik gärna också när"
    " kan vi få en ny lekplats vid sjön det vore trevligt om någon svarade på frågan"
    " äntligen"
)
_WORDS = _SAID.split()
_FIRST = ("Anna", "Björn", "Cecilia", "Dan", "Elsa", "Fatima", "Gösta", "Håkan", "Kåre")
_LAST = ("Alm", "Bergström", "Cedergren", "Dahl", "Forsén", "Göransson", "Öst")


def proof_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure `verifier_mb_s` and what opening and hashing alone would come to."""
    values = tuple(_values())
    (folder / "content.warc.gz").write_bytes(b"".join(_records(values)))
    package = _Folder(folder)
    speeds, peers, size = [], [], 0.0
    for _ in range(runs):
        found, taken = _cpu(lambda: search(package, values))
        size = found.decoded_bytes / 1e6
        if found.undecodable or len({hit.record_id for hit in found.hits}) < TOUCHED:
            msg = "the verifier did not find what was planted"
            raise RuntimeError(msg)
        speeds.append(size / taken)
        peers.append(size / _cpu(lambda: _gunzip_and_hash(folder))[1])
    peer = f"gunzip + sha256 of the same ({size:.0f} MB decoded)"
    return [
        Figure("verifier_mb_s", "MB/s", ">= 20", peer, speeds),
        Figure("gunzip_sha256_mb_s", "MB/s", "", "", peers),
    ]


def _cpu(work: Callable[[], _Done]) -> tuple[_Done, float]:
    """Do some work; give what it gave, and the seconds of a core that it took."""
    began = time.process_time()
    return work(), time.process_time() - began


def _gunzip_and_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    with gzip.open(folder / "content.warc.gz") as stream:
        while piece := stream.read(1024 * 1024):
            digest.update(piece)
    return digest.hexdigest()


class _Folder:
    """The files of a folder, as a package."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def paths(self) -> list[str]:
        """Name the files."""
        return sorted(path.name for path in self._root.iterdir())

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        return io.BytesIO((self._root / path).read_bytes())

    def size(self, path: str) -> int:
        """Say how large a file is."""
        return (self._root / path).stat().st_size


def _values() -> Iterator[RemovedValue]:
    chance = random.Random(11)  # noqa: S311 -- content to measure with
    for number in range(REMOVED):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        name = f"{first} {last}stedt"
        handle = f"{first}.{last}.{number}".lower()
        text = " ".join(chance.choices(_WORDS, k=22))
        address = f"https://torget.example/{number}/comments/{chance.randrange(10**12)}"
        yield RemovedValue(kind=ValueKind.NAME, text=name)
        yield RemovedValue(kind=ValueKind.HANDLE, text=handle)
        yield RemovedValue(kind=ValueKind.BODY, text=text)
        yield RemovedValue(kind=ValueKind.ADDRESS, text=address)


def _records(values: tuple[RemovedValue, ...]) -> Iterator[bytes]:
    chance = random.Random(7)  # noqa: S311 -- content to measure with
    for number in range(RECORDS):
        planted = values[number % len(values)].text if number < TOUCHED else ""
        make = (_html, _json, _json, _picture, _picture)[number % 5]
        if planted and make is _picture:
            make = _html
        kind, body = make(chance, planted)
        coding = "" if kind == "image/jpeg" else ("", "gzip", "br")[number % 3]
        yield _record(number, kind, coding, body)


def _html(chance: random.Random, planted: str) -> tuple[str, bytes]:
    comments = [_comment(chance) for _ in range(120)]
    comments[60]["text"] += f" {planted}"
    shown = "".join(
        f'<div class="x1{one["id"]} comment" data-id="{one["id"]}">'
        f'<a href="{one["url"]}">{one["author"]}</a><p>{one["text"]}</p></div>\n'
        for one in comments
    )
    state = json.dumps(comments)
    page = f"<!doctype html><html><body>{shown}<script>var s={state}</script></body>"
    return "text/html; charset=utf-8", page.encode()


def _json(chance: random.Random, planted: str) -> tuple[str, bytes]:
    comments = [_comment(chance) for _ in range(160)]
    comments[80]["text"] += f" {planted}"
    return "application/json", json.dumps({"data": comments}).encode()


def _picture(chance: random.Random, _: str) -> tuple[str, bytes]:
    noise = chance.randbytes(chance.randrange(40_000, 90_000)).replace(b"\xff", b"\xfe")
    exif = b"\xff\xe1\x00\x10Exif\0\0Torget\0\0"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    return "image/jpeg", b"\xff\xd8" + exif + scan + noise + b"\xff\xd9"


def _comment(chance: random.Random) -> dict[str, str]:
    number = str(chance.randrange(10**14, 10**15))
    return {
        "id": number,
        "author": f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
        "text": " ".join(chance.choices(_WORDS, k=chance.randrange(8, 30))),
        "url": f"https://torget.example/almhult/posts/{number}?ref=comment",
        "token": chance.randbytes(24).hex().upper(),
    }


def _record(number: int, kind: str, coding: str, body: bytes) -> bytes:
    packed = _CODINGS[coding](body)
    lines = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: {coding}\r\n"
    block = lines.encode() + b"\r\n" + packed
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Target-URI: https://torget.example/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "br": lambda body: bytes(brotlicffi.compress(body, quality=4)),
}
