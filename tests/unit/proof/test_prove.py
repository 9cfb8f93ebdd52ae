# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The alarm: what must make a proof fail makes it fail."""

import gzip
import io
import zlib
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin

from proof import ClearedBox, Expectation, MappedPlace, compare_members, prove, search
from schemas.gallring import RemovedValue, ValueKind
from tests.sample_files import MemoryFiles

VALUES = (
    RemovedValue(kind=ValueKind.NAME, text="Åsa Nyström"),
    RemovedValue(kind=ValueKind.BODY, text="Så dumt gjort av er"),
    RemovedValue(kind=ValueKind.BODY, text="Bra!"),
)
WARC = "a.warc.gz"
KEPT = b'{"text":"Bra! Bra!"}'


def member(number: str, body: bytes, head: bytes = b"") -> bytes:
    """Write a record, a gzip member of its own."""
    block = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body
    fields = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(fields.encode() + block + b"\r\n\r\n", mtime=0)


THREAD = '{"by":"Åsa Nyström","text":"Så dumt gjort av er","re":"Bra! Bra!"}'.encode()
FIRST, LAST = member("1", b"hej"), member("3", b"slut")
BEFORE = {WARC: FIRST + member("2", THREAD) + LAST, "items.xml": THREAD}
AFTER = {
    WARC: FIRST + member("2b", b'{"re":"Bra!"}') + LAST,
    "items.xml": b'<?xml version="1.0"?><items/>',
}
EXPECTATION = Expectation(
    package_id="p",
    from_version=1,
    to_version=2,
    values=VALUES,
    mapped=(
        MappedPlace(WARC, "urn:x:2", "/by", (0, 1, 2)),
        MappedPlace("items.xml", None, None, (0, 1)),
    ),
    planned={WARC: ((1, "urn:x:2"),)},
    new_record_ids={"urn:x:2": "urn:x:2b"},
)


def proof(after=None, expectation=EXPECTATION, before=BEFORE):
    """Prove a removal; what `after` says replaces what it says in truth."""
    return prove(
        MemoryFiles(before), MemoryFiles({**AFTER, **(after or {})}), expectation
    )


def test_a_clean_removal_passes():
    result = proof()
    assert result.problems == ()
    assert result.passed
    assert (result.mapped_places, result.mapped_found, result.untestable) == (2, 2, 1)
    assert result.found_before == {"json": 2, "warc response body": 2}
    assert result.found_after == {}
    assert result.members[0].is_exact
    assert (result.members[0].members, result.members[0].changed) == (3, 1)


def test_an_earlier_search_is_used_as_it_is():
    found = search(MemoryFiles(BEFORE), VALUES)
    after = MemoryFiles(AFTER)
    assert prove(MemoryFiles(BEFORE), after, EXPECTATION, found).passed


def test_a_value_left_anywhere_fails():
    result = proof({"README.txt": "Av: Nystr&ouml;m, Åsa".encode()})
    assert not result.passed
    assert result.found_after == {"text": 1}
    assert "Nystr" not in str(result)


def test_a_value_in_a_file_name_fails():
    assert proof({"bilder/asa-nystrom.txt": b"-"}).found_after == {"file name": 1}


def test_what_cannot_be_opened_fails():
    broken = member("4", b"no gzip", b"Content-Encoding: gzip\r\n")
    result = proof({"more.warc.gz": broken})
    assert (result.passed, result.undecodable) == (False, 1)


def test_an_unknown_coding_fails():
    odd = member("4", b"\0\1", b"Content-Encoding: dcb\r\n")
    assert proof({"more.warc.gz": odd}).undecodable == 1


def test_a_truncated_archive_fails():
    result = proof({"more.warc.gz": member("4", b"hej")[:-9]})
    assert (result.passed, result.undecodable) == (False, 1)


@pytest.mark.parametrize(
    "warc",
    [
        member("1", b"annat") + member("2b", b"{}") + LAST,
        FIRST + member("2b", b"{}") + LAST + member("4", b"ny"),
        FIRST + member("2b", b"{}"),
        FIRST + LAST,
        FIRST + member("2c", b"{}") + LAST,
        LAST + member("2b", b"{}") + FIRST,
    ],
    ids=["another changed", "added", "another gone", "gone", "wrong heir", "turned"],
)
def test_other_members_than_planned(warc):
    result = proof({WARC: warc})
    if warc == FIRST + LAST:  # a planned member may go altogether
        assert result.passed
    else:
        assert not result.passed
        assert not result.members[0].is_exact


def test_a_planned_member_that_did_not_change_fails():
    planned = {WARC: ((1, "urn:x:2"), (2, "urn:x:3"))}
    result = proof(expectation=replace(EXPECTATION, planned=planned))
    assert not result.members[0].is_exact
    assert not result.passed


def test_an_archive_that_is_gone_fails():
    after = MemoryFiles({"items.xml": AFTER["items.xml"]})
    assert not prove(MemoryFiles(BEFORE), after, EXPECTATION).passed


def test_a_mapped_place_that_was_not_found_before_fails():
    mapped = (*EXPECTATION.mapped, MappedPlace(WARC, "urn:x:1", None, (0,)))
    result = proof(expectation=replace(EXPECTATION, mapped=mapped))
    assert (result.passed, result.mapped_places, result.mapped_found) == (False, 3, 2)


def test_a_short_text_must_stand_there_once_less():
    """Of "Bra! Bra!" one was to go; both are still there."""
    result = proof({WARC: FIRST + member("2b", KEPT) + LAST})
    assert not result.passed
    assert result.found_after == {}


def test_nothing_to_search_for_proves_nothing():
    empty = Expectation("p", 1, 2, ())
    assert not prove(MemoryFiles({}), MemoryFiles({}), empty).passed


def test_a_destroyed_package_must_hold_no_file():
    gone = replace(EXPECTATION, to_version=None)
    assert prove(MemoryFiles(BEFORE), MemoryFiles({}), gone).passed
    assert not proof(expectation=gone).passed


def picture(colour: str, text: str = "") -> bytes:
    """A white picture with a box of a colour in it."""
    image = Image.new("RGB", (40, 40), "white")
    image.paste(colour, (10, 10, 20, 20))
    notes = PngImagePlugin.PngInfo()
    if text:
        notes.add_text("Comment", text, zip=True)
    stream = io.BytesIO()
    image.save(stream, "PNG", pnginfo=notes)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("box", "passed"),
    [
        ((10, 10, 20, 20), True),
        ((9, 10, 20, 20), False),
        ((90, 90, 99, 99), False),
    ],
)
def test_a_box_must_be_of_one_colour(box, passed):
    boxes = (ClearedBox("s.png", *box), ClearedBox("removed.png", *box))
    expectation = replace(EXPECTATION, boxes=boxes)
    assert proof({"s.png": picture("grey")}, expectation).passed is passed


def test_compressed_text_in_a_picture_is_found():
    assert proof({"s.png": picture("grey", "Åsa Nyström")}).found_after == {"png": 1}


def test_members_are_compared_by_their_bytes():
    """The same record, compressed otherwise, is another member."""
    again = gzip.compress(zlib.decompress(FIRST, 31), 1, mtime=0)
    compared = compare_members(io.BytesIO(FIRST + LAST), io.BytesIO(again + LAST))
    assert compared.changed == ((0, 0),)
    assert (compared.added, compared.removed) == ((), ())
    assert compared.ids_before == {0: "urn:x:1"}


def test_members_after_a_removed_one_keep_their_place():
    middle = member("2", b"x")
    compared = compare_members(
        io.BytesIO(FIRST + middle + LAST), io.BytesIO(FIRST + LAST)
    )
    assert (compared.changed, compared.removed, compared.added) == ((), (1,), ())
