# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Exports as platforms and people pack them are opened, whole and in little memory."""

import hashlib
import io
import itertools
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from archivers.owner_export import OwnerExport, media_address
from archivers.owner_export.opened import STEP
from schemas.errors import BadInput, Damaged
from schemas.item import ExportMember
from tests.unit.archivers.owner_export.zip_bytes import (
    Ending,
    Packed,
    write_zip,
    zip_bytes,
)

TEXT = b'{"text": "hej"}' * 900


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("file", "ending"),
    [
        (Packed(data=TEXT), Ending()),
        (Packed(data=TEXT, method=8), Ending()),
        (Packed(data=b"", method=8), Ending()),
        (Packed(data=b"", method=8, body=b""), Ending()),
        (Packed(data=TEXT), Ending(comment=b"Facebook")),
        (Packed(data=TEXT), Ending(comment=b"x" * 0xFFFF)),
        (Packed(data=TEXT, method=8), Ending(is_64=True)),
        (Packed(data=TEXT, method=8, attributes=0o100644 << 16), Ending()),
    ],
)
def test_a_plain_export_is_opened(tmp_path, file, ending):
    path = write_zip(tmp_path, Packed(name=b"a/", data=b""), file, ending=ending)
    with OwnerExport.opened([path]) as export:
        (info,) = export.members.values()
        assert export.open("posts.json").read() == file.data
    assert (info.name, info.size) == ("posts.json", len(file.data))
    assert info.sha256 == sha256(file.data)
    assert info.member == ExportMember(file="export/1.zip", name="posts.json")


@pytest.mark.parametrize(
    "form", ["<L2L", "<4sL2L", "<L2Q", "<4sL2Q"], ids=["12", "16", "20", "24"]
)
def test_sizes_may_stand_after_a_file(tmp_path, form):
    """A platform that packs while it sends knows them only then."""
    plain = Packed(data=TEXT, method=8)
    numbers = (zlib.crc32(TEXT), len(plain.packed), len(TEXT))
    sign = (b"PK\x07\x08",) if "4s" in form else ()
    after = struct.pack(form, *sign, *numbers)
    files = [
        Packed(name=name, data=TEXT, method=8, flags=8, after=after)
        for name in (b"a.json", b"b.json")
    ]
    with OwnerExport.opened([write_zip(tmp_path, *files)]) as export:
        assert export.open("b.json").read() == TEXT


def test_what_python_sends_on_is_opened(tmp_path):
    class Sent(io.RawIOBase):
        """A stream that cannot go back, as a response is."""

        def __init__(self, path) -> None:
            self.file = path.open("wb")

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            return self.file.write(data)

        def flush(self) -> None:
            self.file.flush()

    sent = Sent(tmp_path / "export.zip")
    with sent.file, zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bilder/å.json", TEXT)
        with archive.open("stor.json", "w", force_zip64=True) as stream:
            stream.write(TEXT)
    with OwnerExport.opened([tmp_path / "export.zip"]) as export:
        assert {i.sha256 for i in export.members.values()} == {sha256(TEXT)}
        assert set(export.members) == {"bilder/å.json", "stor.json"}


@pytest.mark.parametrize(
    ("name", "flags", "read"),
    [
        ("bilder/å.json".encode(), 0x800, "bilder/å.json"),
        ("bilder/å.json".encode(), 0, "bilder/å.json"),
        ("bilder/å.json".encode("cp437"), 0, "bilder/å.json"),
    ],
)
def test_names_are_read_whatever_packed_them(tmp_path, name, flags, read):
    path = write_zip(tmp_path, Packed(name=name, flags=flags))
    with OwnerExport.opened([path]) as export:
        assert set(export.members) == {read}
        assert export.open(read).read() == Packed().data


def test_parts_are_read_as_one(tmp_path):
    shared = Packed(name=b"readme.html", data=b"<html>")
    one = write_zip(tmp_path, shared, Packed(name=b"a.json"), name="1.zip")
    two = write_zip(tmp_path, shared, Packed(name=b"b.json"), name="2.zip")
    with OwnerExport.opened([two, one], labels=["två", "ett"]) as export:
        assert [i.name for i in export.named(".json")] == ["a.json", "b.json"]
        assert [i.name for i in export.named(".json", "e.html")][-1] == "readme.html"
        assert {i.name: i.file for i in export.members.values()} == {
            "readme.html": "export/1.zip",
            "b.json": "export/1.zip",
            "a.json": "export/2.zip",
        }
        assert [(p.label, p.path, p.members) for p in export.parts] == [
            ("två", "export/1.zip", 2),
            ("ett", "export/2.zip", 2),
        ]
        assert [p.sha256 for p in export.parts] == [
            sha256(path.read_bytes()) for path in (two, one)
        ]


def test_a_zip_file_within_is_a_file_like_any_other(tmp_path):
    inner = zip_bytes([Packed(name=b"../../etc/passwd")])
    path = write_zip(tmp_path, Packed(name=b"inner.zip", data=inner))
    with OwnerExport.opened([path]) as export:
        assert set(export.members) == {"inner.zip"}


def test_a_file_that_is_not_there_is_told(tmp_path):
    with (
        OwnerExport.opened([write_zip(tmp_path, Packed())]) as export,
        pytest.raises(BadInput, match="saknar en fil"),
    ):
        export.open("photos/1.jpg")


def test_an_export_that_is_damaged_after_it_was_checked_is_told(tmp_path):
    path = write_zip(tmp_path, Packed())
    with OwnerExport.opened([path]) as export:
        path.write_bytes(bytes(path.stat().st_size))
        with pytest.raises(Damaged, match="går inte längre att läsa"):
            export.open("posts.json")


def test_it_is_told_how_far_it_has_come(tmp_path):
    told = []
    files = [Packed(name=b"%d.jpg" % n, data=bytes(1_500_000)) for n in range(3)]
    with OwnerExport.opened([write_zip(tmp_path, *files)], told.append):
        pass
    assert {one.step for one in told} == {STEP}
    assert {one.total for one in told} == {4}
    done = [one.done for one in told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 4)


def test_a_medium_of_an_export_has_an_address():
    member = ExportMember(file="export/1.zip", name="bilder/å 1.jpg")
    assert media_address(member) == "export:bilder/%C3%A5%201.jpg"


@pytest.mark.slow
def test_the_memory_does_not_grow_with_the_export(tmp_path):
    """Three hundred megabytes, and texts that open to as much, in a few megabytes."""
    path = tmp_path / "large.zip"
    block = bytes(range(256)) * 4096
    with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
        with archive.open("film.mp4", "w", force_zip64=True) as stream:
            for piece in itertools.repeat(block, 300):
                stream.write(piece)
        info = zipfile.ZipInfo("text.json")
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as stream:
            for piece in itertools.repeat(block, 100):
                stream.write(piece)
    tracemalloc.start()
    with OwnerExport.opened([path]) as export:
        with export.open("film.mp4") as stream:
            assert stream.read(4) == block[:4]
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert export.members["film.mp4"].size == 300 * len(block)
    assert path.stat().st_size > 300_000_000
    assert peak < 12_000_000


def test_the_memory_for_many_files_is_bounded(tmp_path):
    files = [Packed(name=b"media/posts/%d.jpg" % n, data=b"x") for n in range(20_000)]
    path = write_zip(tmp_path, *files)
    tracemalloc.start()
    with OwnerExport.opened([path]) as export:
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(export.members) == 20_000
    assert peak < 20_000 * 2_000
