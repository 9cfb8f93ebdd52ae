# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast items are taken out of a web archive of 500 MB.

The limit is what nobody can do without: to copy the file, and to digest it.
"""

import gzip
import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import brotlicffi  # type: ignore[import-untyped]

from archivers.body import Body
from archivers.gallring import Removal, plan_rewrite, rewrite_warc
from archivers.http_head import HttpHead
from archivers.warc import NewRecord, WarcFile, record_ids
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Item, ItemKind, Place
from tests.samples import PACKED
from tools.bench_figure import Figure, seconds

RECORDS = 12_000
TOUCHED = 120
ON_PAGE, IN_ANSWER = 40, 50
KINDS = (
    *("picture", "page", "picture", "api", "picture"),
    *("picture", "page", "picture", "api", "api"),
)
LARGEST_PICTURE, SMALLEST_PICTURE = 126_000, 40_000
STARTS = ("park", "lek", "snö", "kommun", "buss", "skol", "väg", "sim", "bad", "torg")
ENDS = ("en", "platsen", "röjningen", "hallen", "huset", "vägen", "a", "bron", "dagar")
SYLLABLES = tuple(c + v + e for c in "bdfgklmnrstv" for v in "aeiouåäö" for e in "lnrs")
WORDS = ("tack", "när", "igen", "för", *(a + b for a in STARTS for b in ENDS))


def gallring_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure `gallring_ratio` on 12 000 records, of which one in a hundred changes."""
    warc, target = folder / "a.warc.gz", folder / "b.warc.gz"
    removal = _write(warc)
    ratios = []
    for _ in range(runs):
        limit = seconds(lambda: _copy_and_digest(warc, target))
        target.unlink()
        taken = seconds(lambda: _remove(warc, target, removal))
        target.unlink()
        ratios.append(taken / limit)
    peer = f"cp + sha256sum of the same {warc.stat().st_size // 10**6} MB"
    return [Figure("gallring_ratio", "x", "<= 2", peer, ratios)]


def _copy_and_digest(warc: Path, target: Path) -> None:
    subprocess.run(["cp", "--reflink=never", warc, target], check=True)
    subprocess.run(["sha256sum", target], check=True, stdout=subprocess.DEVNULL)


def _remove(warc: Path, target: Path, removal: Removal) -> None:
    plan = plan_rewrite(warc, removal)
    rewrite_warc(warc, target, plan, removal, record_ids("gallring", "b"))
    if len(plan.members) != TOUCHED:
        msg = f"{len(plan.members)} members were planned, not {TOUCHED}"
        raise RuntimeError(msg)


def _write(path: Path) -> Removal:
    """Write the archive; the removal takes a comment out of every hundredth record."""
    chance = random.Random(7)  # noqa: S311 -- content to measure with
    items: list[Item] = []
    with WarcFile(path, record_ids("bench", path.name)) as warc:
        text_records = 0
        for number in range(RECORDS):
            kind = KINDS[number % len(KINDS)]
            comments = _comments(chance, ON_PAGE if kind == "page" else IN_ANSWER)
            record = _record(kind, number, comments, chance)
            record_id = warc.write(record)
            if kind == "picture":
                continue
            if _is_touched(text_records):
                items.append(_item(kind, len(items), comments[7], record_id))
            text_records += 1
    bodies = (RemovedValue(kind=ValueKind.BODY, text=i.body) for i in items)
    authors = (RemovedValue(kind=ValueKind.NAME, text=i.author) for i in items)
    return Removal(items=tuple(items), values=(*bodies, *authors))


def _is_touched(number: int) -> bool:
    """Choose one text in fifty, of every kind in turn."""
    step = RECORDS // 2 // TOUCHED
    return number % step == number // step % len(KINDS)


def _comments(chance: random.Random, count: int) -> list[dict[str, object]]:
    return [
        {
            "id": chance.randrange(10**9, 10**10),
            "author": f"{_name(chance, 2)} {_name(chance, 3)}",
            "text": " ".join(chance.choices(WORDS, k=chance.randrange(5, 40))),
            "created_at": f"2026-11-{chance.randrange(1, 29):02}T10:00:00Z",
            "avatar": f"https://media.example/{chance.randrange(10**12)}.jpg?oh=1&e=2",
            "likes": chance.randrange(100),
        }
        for _ in range(count)
    ]


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=syllables)).capitalize()


def _item(kind: str, number: int, comment: dict[str, object], record_id: str) -> Item:
    pointers = ["/data/7/text"]
    if kind == "page":
        pointers = ["html > body > article:nth-of-type(8) > p"]
        pointers.append("html > body > script /data/7/text")
    url = "https://torget.example/a"
    places = (
        Place(page_url=url, warc_record=record_id, pointer=pointer)
        for pointer in pointers
    )
    return Item(
        item_id=f"k{number}",
        kind=ItemKind.COMMENT,
        position=1,
        author=str(comment["author"]),
        is_by_account=False,
        body=str(comment["text"]),
        places=tuple(places),
    )


def _record(
    kind: str, number: int, comments: list[dict[str, object]], chance: random.Random
) -> NewRecord:
    if kind == "picture":
        size = chance.randrange(SMALLEST_PICTURE, LARGEST_PICTURE)
        fields, body = [("Content-Type", "image/jpeg")], chance.randbytes(size)
    elif kind == "page":
        fields, body = [("Content-Type", "text/html; charset=utf-8")], _page(comments)
    else:
        fields, body = _answer(number, json.dumps({"data": comments}).encode())
    return NewRecord(
        type="response",
        date=PACKED,
        content_type="application/http; msgtype=response",
        body=Body.of([body]),
        head=HttpHead.build("HTTP/1.1 200 OK", fields),
        target_uri=f"https://torget.example/{kind}/{number}",
    )


def _page(comments: list[dict[str, object]]) -> bytes:
    articles = "".join(
        f'<article id="c{c["id"]}"><img src="{c["avatar"]}" alt=""><b>{c["author"]}</b>'
        f"<p>{c['text']}</p><time>{c['created_at']}</time></article>\n"
        for c in comments
    )
    state = json.dumps({"data": comments})
    return (
        "<!doctype html><html><head><title>Torget</title></head><body>"
        f'{articles}<script type="application/json">{state}</script></body></html>'
    ).encode()


def _answer(number: int, data: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Code an answer in one of the three ways, in turn."""
    fields = [("Content-Type", "application/json")]
    way = number // len(KINDS) % 3
    if way == 1:
        return [*fields, ("Content-Encoding", "br")], brotlicffi.compress(
            data, quality=4
        )
    if way == 2:  # noqa: PLR2004 -- the third
        coded = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
        return [*fields, *coded], b"".join(_chunked(gzip.compress(data, 6)))
    return fields, data


def _chunked(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 4096):
        piece = data[start : start + 4096]
        yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    yield b"0\r\n\r\n"
