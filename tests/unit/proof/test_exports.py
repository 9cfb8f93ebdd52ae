# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Exports are searched file by file, and exactly the planned files may change."""

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest

from proof import Expectation, MappedPlace, PlannedExport, prove, search, zip_pieces
from schemas.gallring import RemovedValue, ValueKind
from tests.sample_files import MemoryFiles

NAME = "Åsa Nyström"
VALUES = (
    RemovedValue(kind=ValueKind.NAME, text=NAME),
    RemovedValue(kind=ValueKind.BODY, text="Så dumt gjort av er"),
    RemovedValue(kind=ValueKind.BODY, text="Bra!"),
)
EXPORT = "representations/export/data/1.zip"
OLD, NEW = "inbox/asanystrom_1/m.json", "inbox/gallrad_1/m.json"
PHOTO = "p/1.jpg"
SAID = f'["{NAME}: Så dumt gjort av er","Bra!","Bra!"]'.encode()
FILES: Mapping[str, bytes] = {
    "a.json": b'["kvar"]',
    "c.json": SAID,
    OLD: b'["hej"]',
    PHOTO: b"\xff\xd8\xff\xd9",
    "z.json": b'["sist"]',
}
AFTER: Mapping[str, bytes] = {
    "a.json": b'["kvar"]',
    "c.json": b'[null,"Bra!"]',
    NEW: b'["hej"]',
    "z.json": b'["sist"]',
}
PLAN = PlannedExport({"c.json": "c.json", OLD: NEW, PHOTO: None}, frozenset({"c.json"}))
EXPECTATION = Expectation(
    package_id="p",
    from_version=1,
    to_version=2,
    values=VALUES,
    mapped=(MappedPlace(EXPORT, None, "/0", (0, 1, 2), member="c.json"),),
    exports={EXPORT: PLAN},
)


def packed(files: Mapping[str, bytes], comment: bytes = b"", date: int = 1) -> bytes:
    """Pack files as a platform does."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2026, 3, date, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.comment = comment
    return stream.getvalue()


def proof(after: bytes, expectation=EXPECTATION, before: bytes | None = None):
    """Prove a removal in an export."""
    earlier = MemoryFiles({EXPORT: before or packed(FILES)})
    return prove(earlier, MemoryFiles({EXPORT: after}), expectation)


def test_a_clean_removal_passes():
    found = proof(packed(AFTER))
    assert found.problems == ()
    assert found.passed
    (one,) = found.members
    assert (one.members, one.planned, one.changed, one.is_exact) == (5, 3, 3, True)
    assert (found.mapped_places, found.mapped_found) == (1, 1)


@pytest.mark.parametrize(
    "after",
    [
        {**AFTER, "a.json": b'["kva"]'},
        {k: v for k, v in AFTER.items() if k != "z.json"},
        {**AFTER, "ny.json": b"[]"},
        dict(reversed(AFTER.items())),
        {**AFTER, "c.json": SAID},
        {**AFTER, NEW: b'["hej!"]'},
        {**AFTER, PHOTO: b""},
        {**AFTER, "c.json": b'[null,"Bra!","Bra!"]'},
    ],
    ids=[
        *("another", "gone", "added", "turned", "not edited", "renamed and edited"),
        *("emptied", "a short text too many"),
    ],
)
def test_anything_else_than_what_was_planned_fails(after):
    assert not proof(packed(after)).passed


def test_a_file_that_was_packed_again_is_not_the_same():
    """Its content is, but not its bytes; or it got another date."""
    assert not proof(packed(AFTER, date=2)).passed
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in AFTER.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 0, 0, 0)), data)
    assert not proof(stream.getvalue()).passed


@pytest.mark.parametrize("where", ["before", "between", "after"])
def test_nothing_may_lie_between_the_files(where):
    """Even if it says nothing that is looked for."""
    assert not proof(loosened(packed(AFTER), b"n\xc3\xa5got annat", where)).passed


def loosened(data: bytes, loose: bytes, where: str) -> bytes:
    """Put bytes into a zip file, which is as whole as before to whoever opens it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = [info.header_offset for info in archive.infolist()]
        directory = archive.start_dir
    at = {"before": 0, "between": starts[2], "after": directory}[where]
    new = bytearray(data[:at] + loose + data[at:])
    end = new.rfind(b"PK\x05\x06")
    struct.pack_into("<L", new, end + 16, directory + len(loose))
    place = directory + len(loose)
    for start in starts:
        moved = start + (len(loose) if start >= at else 0)
        struct.pack_into("<L", new, place + 42, moved)
        lengths = struct.unpack_from("<3H", new, place + 28)
        place += 46 + sum(lengths)
    return bytes(new)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (packed({"a.json": json.dumps([NAME]).encode()}), "zip member"),
        (
            packed({"a.json": json.dumps([NAME.encode().decode("latin-1")]).encode()}),
            "zip member",
        ),
        (packed({f"{NAME}/a.json": b"[]"}), "file name"),
        (packed({"b.zip": packed({f"{NAME}.txt": b""})}), "zip member"),
        (packed({"a.txt": b""}, NAME.encode()), "zip comment"),
        (loosened(packed(AFTER), NAME.encode(), "between"), "zip gap"),
        (loosened(packed(AFTER), NAME.encode(), "after"), "zip gap"),
    ],
)
def test_a_value_is_found_wherever_it_stands(data, place):
    found = search(MemoryFiles({EXPORT: data}), VALUES)
    assert place in {hit.place for hit in found.hits if hit.value == 0}
    assert found.undecodable == ()


def test_a_hit_names_the_file_within():
    found = search(MemoryFiles({EXPORT: packed(FILES)}), VALUES)
    names = {(hit.member, hit.place) for hit in found.hits if hit.value == 0}
    assert names == {
        ("c.json", "zip member"),
        (OLD, "file name"),
        (OLD, "zip field"),
    }


def test_a_file_that_cannot_be_opened_hides_no_other():
    data = bytearray(packed(FILES))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.getinfo("a.json").header_offset
    data[start + 37] ^= 0xFF
    found = search(MemoryFiles({EXPORT: bytes(data)}), VALUES)
    assert len(found.undecodable) == 1
    assert "c.json" in {hit.member for hit in found.hits}


def test_an_export_that_was_to_be_left_alone_is_the_same_bytes():
    untouched = replace(EXPECTATION, exports={}, mapped=())
    kept = {"a.json": b'["kvar"]'}
    assert proof(packed(kept), untouched, packed(kept)).passed
    assert not proof(packed(kept, b"x"), untouched, packed(kept)).passed


def test_an_export_that_is_gone_fails():
    before, after = MemoryFiles({EXPORT: packed(FILES)}), MemoryFiles({})
    assert not prove(before, after, EXPECTATION).passed


@pytest.mark.parametrize("edge", [-30, -3, 0, 30])
def test_nothing_hides_on_the_border_of_two_pieces(monkeypatch, edge):
    """A long text is read in pieces, each of which repeats the end of the last."""
    monkeypatch.setattr(zip_pieces, "WINDOW", 4096)
    monkeypatch.setattr(zip_pieces, "OVERLAP", 512)
    text = b"x" * (2 * 4096 + edge) + NAME.encode() + b"y" * 9000
    found = search(MemoryFiles({EXPORT: packed({"a.txt": text})}), VALUES)
    assert [hit.member for hit in found.hits] == ["a.txt"]


def test_what_is_repeated_is_counted_once(monkeypatch):
    """Nine short texts are nine, wherever the pieces part."""
    monkeypatch.setattr(zip_pieces, "WINDOW", 4096)
    monkeypatch.setattr(zip_pieces, "OVERLAP", 512)
    lines = b'{"t":"Bra!"}\n'
    before = {"c.json": lines * 1000 + SAID}
    after = {"c.json": lines * 1000 + b'["Bra!"]'}
    plan = replace(
        EXPECTATION,
        exports={EXPORT: PlannedExport(*({"c.json": "c.json"}, {"c.json"}))},
    )
    assert proof(packed(after), plan, packed(before)).passed
    left = {"c.json": lines * 1000 + b'["Bra!","Bra!"]'}
    assert not proof(packed(left), plan, packed(before)).passed


def test_what_is_repeated_makes_up_for_nothing(monkeypatch):
    """A file that shrank has fewer borders, and as many short texts as before."""
    monkeypatch.setattr(zip_pieces, "WINDOW", 4096)
    monkeypatch.setattr(zip_pieces, "OVERLAP", 512)
    lines = b'{"t":"Bra!"}\n' * 200
    before = {"c.json": lines + b"\n" * 4096 + lines + SAID}
    left = {"c.json": lines + lines + b'["Bra!","Bra!"]'}
    planned = PlannedExport({"c.json": "c.json"}, frozenset({"c.json"}))
    plan = replace(EXPECTATION, exports={EXPORT: planned})
    assert not proof(packed(left), plan, packed(before)).passed
    right = {"c.json": lines + lines + b'["Bra!"]'}
    assert proof(packed(right), plan, packed(before)).passed


def test_a_head_that_says_something_else_than_the_directory_fails():
    """A program may believe either; the time in the one is not in the other."""
    after = bytearray(packed(AFTER))
    after[10] ^= 1
    assert not proof(bytes(after)).passed


def test_memory_does_not_grow_with_a_film(tmp_path):
    """A film of 96 megabytes is never held as a whole."""
    path = tmp_path / "1.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("film.mp4", "w") as film,
    ):
        film.write(b"\0\0\0\x20ftypisom")
        for _ in range(96):
            film.write(bytes(1024**2))
    tracemalloc.start()
    with path.open("rb") as stream:
        pieces = zip_pieces.zip_pieces(stream, (lambda _: iter(()), lambda _: False))
        size = sum(piece.size for piece in pieces)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 96 * 1024**2
    assert peak < 48 * 1024**2
