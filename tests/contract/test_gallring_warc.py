# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A name and a number in every form and place: 0 left, and nothing else changed."""

import hashlib
import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from archivers.body import Body
from archivers.gallring import Removal, plan_rewrite, rewrite_warc
from archivers.http_head import HttpHead
from archivers.warc import NewRecord, WarcFile, check_warc, read_records, record_ids
from schemas.gallring import RemovedValue, ValueKind
from tests.contract.plain_search import stands_in
from tests.contract.planted import NAME, PERSONAL_NUMBER, Planted, matrix
from tests.unit.archivers.warc_samples import AT, HEADER

VALUES = {
    NAME: RemovedValue(kind=ValueKind.NAME, text=NAME),
    PERSONAL_NUMBER: RemovedValue(kind=ValueKind.IDENTIFIER, text=PERSONAL_NUMBER),
}
PICTURE = bytes(range(256)) * 8


def members(path: Path) -> list[bytes]:
    """Part a file into its gzip members, the plain way."""
    data, found = path.read_bytes(), []
    while data:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
        stream.decompress(data)
        found.append(data[: len(data) - len(stream.unused_data)])
        data = stream.unused_data
    return found


def raw_members(path: Path) -> list[bytes]:
    """Give the inside of every member."""
    return [zlib.decompress(member, zlib.MAX_WBITS + 16) for member in members(path)]


def recorded(planted: Planted, number: int) -> NewRecord:
    """Make a record of what was planted."""
    first = b"POST /a HTTP/1.1" if planted.is_request else b"HTTP/1.1 200 OK"
    fields = [("Content-Type", planted.content_type.encode()), *planted.fields]
    lines = [first, *(name.encode() + b": " + value for name, value in fields)]
    kind = "request" if planted.is_request else "response"
    return NewRecord(
        type=kind,
        date=AT + timedelta(seconds=number),
        content_type=f"application/http; msgtype={kind}",
        body=Body.of([planted.body]),
        head=HttpHead.parse(b"\r\n".join(lines) + b"\r\n\r\n"),
        target_uri=planted.target.decode("utf-8", "surrogateescape"),
    )


def picture(number: int) -> NewRecord:
    """Make a record that is not to be touched."""
    head = HttpHead.build("HTTP/1.1 200 OK", [("Content-Type", "image/png")])
    return NewRecord(
        type="response",
        date=AT,
        content_type="application/http; msgtype=response",
        body=Body.of([number.to_bytes(4), PICTURE]),
        head=head,
        target_uri=f"https://torget.example/{number}.png",
    )


def planted_warc(path: Path, value: str) -> dict[str, tuple[str, str]]:
    """Write a file with every form in every place, a picture between each two."""
    ids = {}
    with WarcFile(path, record_ids("fangst-1", "a")) as warc:
        warc.write_info(HEADER, {})
        for number, (name, planted) in enumerate(matrix(value).items()):
            if _is_writable(planted):
                ids[warc.write(recorded(planted, number))] = name
                warc.write(picture(number))
    return ids


def _is_writable(planted: Planted) -> bool:
    try:
        planted.target.decode()
    except UnicodeDecodeError:
        return False  # warcio writes its fields in UTF-8
    return True


@pytest.mark.slow
@pytest.mark.parametrize("value", [NAME, PERSONAL_NUMBER])
def test_nothing_is_left_and_nothing_else_changed(tmp_path, value):
    """The figure of the issue: at least 10 places and 40 encodings, 0 left."""
    warc, target = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    ids = planted_warc(warc, value)
    assert len({form for _, form in ids.values()}) >= 40
    assert len({place for place, _ in ids.values()}) >= 12
    removal = Removal(items=(), values=(VALUES[value],), records=frozenset(ids))
    plan = plan_rewrite(warc, removal)
    done = rewrite_warc(warc, target, plan, removal, record_ids("gallring", "b"))

    before, after = members(warc), members(target)
    raw, planned = raw_members(target), {member.index for member in plan.members}
    assert plan.total == len(before) == len(after)
    assert {i for i in range(plan.total) if before[i] != after[i]} == planned
    assert [
        ids[m.record_id] for m in plan.members if stands_in(raw[m.index], value)
    ] == []
    assert set(done.new_ids) == set(ids)
    assert done.emptied == 0
    with target.open("rb") as stream:
        assert check_warc(stream, "b") == (plan.total, [])


@pytest.mark.slow
@pytest.mark.parametrize("value", [NAME, PERSONAL_NUMBER])
def test_the_search_of_this_test_finds_every_form(value):
    """A search that sees nothing would prove nothing."""
    unseen = [
        name
        for name, planted in matrix(value).items()
        if not stands_in(
            b"\n".join([planted.target, planted.body, *(v for _, v in planted.fields)]),
            value,
        )
    ]
    assert unseen == []


def test_a_touched_record_keeps_its_date_and_gets_a_new_id(tmp_path):
    """Nobody may take the new record for the old one."""
    warc, target = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    ids = planted_warc(warc, NAME)
    removal = Removal((), (VALUES[NAME],), frozenset([next(iter(ids))]))
    plan = plan_rewrite(warc, removal)
    done = rewrite_warc(warc, target, plan, removal, lambda: "urn:uuid:ny")
    old = {r.record_id: r.date for r in read_records(warc)}
    new = {r.record_id: r.date for r in read_records(target)}
    assert list(done.new_ids.values()) == ["urn:uuid:ny"]
    assert new["urn:uuid:ny"] == old[next(iter(ids))]
    assert len(new) == len(old)


def test_the_original_is_not_touched(tmp_path):
    """A crash leaves the package as it was."""
    warc = tmp_path / "a.warc.gz"
    ids = planted_warc(warc, NAME)
    digest = hashlib.sha256(warc.read_bytes()).digest()
    removal = Removal((), (VALUES[NAME],), frozenset(ids))
    plan = plan_rewrite(warc, removal)
    rewrite_warc(warc, tmp_path / "b", plan, removal, record_ids("g", "b"))
    assert hashlib.sha256(warc.read_bytes()).digest() == digest
