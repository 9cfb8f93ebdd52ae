# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Exports made to hurt, or hurt on the way, are refused with the reason."""

import io
import os
import struct
import tarfile
import tracemalloc
import zlib
from pathlib import Path

import pytest

from archivers.owner_export import OwnerExport, check_parts
from archivers.owner_export.ending import MOST_MEMBERS
from schemas.errors import BadInput
from tests.unit.archivers.owner_export.zip_bytes import (
    LINK,
    PIPE,
    Ending,
    Packed,
    deflated,
    end_64,
    write_zip,
    zip_bytes,
)

OPEN = Path("/proc/self/fd")
BOMB = bytes(200 * 1024**2)


def refused(*parts) -> str:
    """Open an export that must be refused, and give the reason."""
    with pytest.raises(BadInput) as caught:
        OwnerExport.opened(parts)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (b"../hemlig.json", "pekar ut ur exporten"),
        (b"a/../../b.json", "pekar ut ur exporten"),
        (b"a/..", "pekar ut ur exporten"),
        (b"./a.json", "pekar ut ur exporten"),
        (b"a//b.json", "pekar ut ur exporten"),
        (b"/etc/passwd", "pekar på en plats på disken"),
        (b"C:/Windows/a.json", "pekar på en plats på disken"),
        (b"c:a.json", "pekar på en plats på disken"),
        (b"..\\a.json", "bakstreck"),
        (b"a\\b.json", "bakstreck"),
        (b"a\x00.json", "styrtecken"),
        (b"a\nb.json", "styrtecken"),
        (b"a\x1b[2J.json", "styrtecken"),
        (b"", "utan namn"),
        (b"//", "utan namn"),
        (b"a" * 1025, "längre än 1024 byte"),
    ],
)
def test_a_name_that_leads_astray_is_refused(tmp_path, name, why):
    said = refused(write_zip(tmp_path, Packed(), Packed(name=name)))
    assert why in said
    assert "Filen ”export.zip” innehåller " in said
    assert said.isprintable()
    assert len(said) < 300


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (Packed(attributes=LINK), "en länk eller annan särskild fil"),
        (Packed(attributes=PIPE), "en länk eller annan särskild fil"),
        (Packed(name=b"a/", data=b"", attributes=0o100644 << 16), "särskild fil"),
        (Packed(name=b"a/", data=b"x"), "en mapp med innehåll"),
        (Packed(flags=0x1), "en krypterad fil"),
        (Packed(flags=0x41), "en krypterad fil"),
        (Packed(flags=0x2000), "en krypterad fil"),
        (Packed(method=12, body=b"BZh9"), "okänd komprimering"),
        (Packed(method=99, body=b"x"), "okänd komprimering"),
        (Packed(flags=0x20), "okänd komprimering"),
        (Packed(needed=99), "en nyare version av zip"),
        (Packed(size=5), "vars storlek inte stämmer"),
        (Packed(crc=1), "är inte det som packades"),
        (Packed(method=8, crc=1), "är inte det som packades"),
        (Packed(method=8, body=b"\xff" * 20), "är inte det som packades"),
        (Packed(method=8, body=deflated(b"[]" * 40) + b"x"), "är inte det som"),
        (Packed(method=8, body=deflated(b"[]" * 40)[:-3]), "är inte det som packades"),
        (Packed(method=8, body=deflated(b"[]" * 41)), "är inte det som packades"),
        (Packed(method=8, body=b""), "är inte det som packades"),
        (Packed(local_name=b"other.json"), "ger en fil två namn"),
        (Packed(local_name=b"postx.json"), "ger en fil två namn"),
        (Packed(local_method=8), "säger två olika saker"),
        (Packed(local_crc=1), "säger två olika saker"),
        (Packed(flags=8, after=struct.pack("<3L", 1, 80, 80)), "två olika saker"),
        (Packed(flags=8, after=b"hidden"), "data som inte hör till den"),
        (Packed(after=bytes(16)), "data som inte hör till den"),
    ],
)
def test_a_file_that_is_not_plain_is_refused(tmp_path, file, why):
    assert why in refused(write_zip(tmp_path, Packed(name=b"a.json"), file))


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        (Ending(after=b"garbage"), "data efter sitt slut"),
        (Ending(after=zip_bytes([Packed()])), "data som inte hör till den"),
        (Ending(comment=b"hej", comment_length=40), "avklippt eller skadad"),
        (Ending(comment=b"hej", comment_length=1), "data efter sitt slut"),
        (Ending(before=Packed().local()), "data som inte hör till den"),
        (Ending(between=bytes(9)), "data som inte hör till den"),
        (Ending(count=3), "avklippt eller skadad"),
        (Ending(count=1), "avklippt eller skadad"),
        (Ending(size=40), "data som inte hör till den"),
        (Ending(size=4000), "avklippt eller skadad"),
        (Ending(disk=1), "delats i bitar"),
        (Ending(is_64=True, count=MOST_MEMBERS + 1), "fler filer än 200000"),
        (Ending(is_64=True, size=2**40), "orimligt stor"),
    ],
)
def test_a_zip_file_that_ends_in_another_way_is_refused(tmp_path, ending, why):
    two = Packed(name=b"a.json"), Packed(name=b"b.json")
    assert why in refused(write_zip(tmp_path, *two, ending=ending))


def test_a_small_end_that_says_something_else_than_the_large_one_is_refused(tmp_path):
    """Programs that know only the one would see other files than those of the other."""
    whole = zip_bytes([Packed()], Ending(count=5))
    end = whole[-22:]
    size, at = struct.unpack("<2L", end[12:20])
    path = tmp_path / "export.zip"
    path.write_bytes(whole[:-22] + end_64(1, size, at, len(whole) - 22) + end)
    assert "avklippt eller skadad" in refused(path)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path, kept):
    whole = zip_bytes([Packed(name=b"%d.json" % n) for n in range(20)])
    path = tmp_path / "export.zip"
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert "avklippt eller skadad. Ladda ner den igen" in refused(path)


def test_a_changed_bit_anywhere_is_refused_or_does_no_harm(tmp_path):
    """What opens at all opens to the same; only times and versions may differ."""
    files = Packed(name=b"a.json", method=8), Packed(name=b"b.json")
    whole = zip_bytes(files)
    path = tmp_path / "export.zip"
    opened = 0
    for place in range(len(whole)):
        path.write_bytes(_flipped(whole, place))
        try:
            with OwnerExport.opened([path]) as export:
                opened += 1
                assert set(export.members) == {"a.json", "b.json"}
                assert export.open("a.json").read() == files[0].data
                assert export.open("b.json").read() == files[1].data
        except BadInput:
            continue
    assert opened < len(whole) * 0.2


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


def test_a_bomb_is_refused_before_it_is_opened(tmp_path):
    bomb = Packed(name=b"bomb.json", data=BOMB, method=8)
    path = write_zip(tmp_path, bomb)
    tracemalloc.start()
    said = refused(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "växer orimligt när den packas upp: ”bomb.json”" in said
    assert peak < 10_000_000


def test_a_bomb_that_says_it_is_small_is_refused_without_being_held(tmp_path):
    bomb = Packed(data=b"", size=1000, method=8, body=deflated(BOMB))
    path = write_zip(tmp_path, bomb)
    tracemalloc.start()
    said = refused(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "är inte det som packades" in said
    assert peak < 20_000_000


def test_many_bombs_that_are_small_are_refused_together(tmp_path):
    data = bytes(100 * 1024**2)
    body = deflated(data)
    crc = zlib.crc32(data)
    files = [
        Packed(name=b"%d" % n, data=b"", size=len(data), crc=crc, method=8, body=body)
        for n in range(11)
    ]
    assert "Exporten växer orimligt" in refused(write_zip(tmp_path, *files))


def test_files_that_lie_in_each_other_are_refused(tmp_path):
    """The bomb that grows without a high ratio: many names for the same bytes."""
    many = [Packed(name=b"%d.json" % n, offset=0) for n in range(3)]
    with pytest.raises(BadInput, match="ligger i varandra"):
        check_parts([write_zip(tmp_path, *many)])


def test_a_million_files_are_refused_before_their_directory_is_read(tmp_path):
    path = tmp_path / "export.zip"
    directory = Packed(name=b"a").listed(0) * 1_000_000
    first = Packed(name=b"a").local()
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, *(0xFFFF,) * 2, *(2**32 - 1,) * 2, 0
    )
    last = end_64(1_000_000, len(directory), len(first), len(first + directory)) + end
    path.write_bytes(first + directory + last)
    tracemalloc.start()
    said = refused(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "fler filer än 200000" in said
    assert peak < 2_000_000


def test_a_million_files_that_are_not_told_of_are_refused_in_little_memory(tmp_path):
    path = tmp_path / "export.zip"
    first = Packed(name=b"a").local()
    directory = Packed(name=b"a").listed(0) * 1_000_000
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, len(directory), len(first), 0
    )
    path.write_bytes(first + directory + end)
    tracemalloc.start()
    said = refused(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "avklippt eller skadad" in said
    assert peak < 2 * len(directory)


@pytest.mark.parametrize("twin", [b"a/b.json", b"A/B.json", "a/\u212a.json".encode()])
def test_two_files_of_one_name_are_refused(tmp_path, twin):
    first = Packed(name=b"a/k.json" if b"\xe2" in twin else b"a/b.json", flags=0x800)
    path = write_zip(tmp_path, first, Packed(name=twin, flags=0x800))
    assert "två filer med samma namn" in refused(path)


def test_parts_with_two_files_of_one_name_are_refused(tmp_path):
    one = write_zip(tmp_path, Packed(), name="1.zip")
    two = write_zip(tmp_path, Packed(name=b"Posts.json", data=b"{}"), name="2.zip")
    three = write_zip(tmp_path, Packed(data=b"{}"), name="3.zip")
    assert "två filer med samma namn" in refused(one, two)
    assert "två filer med samma namn" in refused(one, three)


def test_parts_with_files_that_only_look_the_same_are_refused(tmp_path):
    """Two texts of the same length and CRC are still two texts."""
    data = b"[0]" + bytes(8)
    other = _with_crc(b"[1]" + bytes(4), zlib.crc32(data))
    assert (len(data), zlib.crc32(data)) == (len(other), zlib.crc32(other))
    one = write_zip(tmp_path, Packed(data=data), Packed(name=b"1"), name="1.zip")
    two = write_zip(tmp_path, Packed(data=other), Packed(name=b"2"), name="2.zip")
    assert "har en annan fil ”posts.json” än en annan del" in refused(one, two)


def _with_crc(start: bytes, wanted: int) -> bytes:
    """Go on with the four bytes that give the whole a CRC."""
    ones = 0xFFFFFFFF
    table = [zlib.crc32(bytes([n]), ones) ^ ones for n in range(256)]
    by_highest = {value >> 24: n for n, value in enumerate(table)}
    register, steps = wanted ^ ones, []
    for _ in range(4):
        steps.append(by_highest[register >> 24])
        register = ((register ^ table[steps[-1]]) << 8) & ones
    register, tail = zlib.crc32(start) ^ ones, bytearray()
    for step in reversed(steps):
        tail.append((register ^ step) & 0xFF)
        register = (register >> 8) ^ table[step]
    return start + bytes(tail)


def test_the_same_part_twice_is_refused(tmp_path):
    one = write_zip(tmp_path, Packed(), name="1.zip")
    two = write_zip(tmp_path, Packed(), name="kopia.zip")
    assert "”kopia.zip” är samma del av exporten som ”1.zip”" in refused(one, two)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "är tom"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "ett rar-arkiv"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "ett 7z-arkiv"),
        (b"\x1f\x8b\x08" + bytes(50), "ett tar-arkiv eller en annan packad fil"),
        (b"\n<!DOCTYPE html><title>Facebook</title>", "en webbsida"),
        (b'\xef\xbb\xbf{"profile_v2": {}}', "en JSON-fil"),
        (b"window.YTD.tweets.part0 = []", "en av filerna ur ett arkiv från X"),
        (zip_bytes([]), "en tom zip-fil"),
        (b"PK\x07\x08" + zip_bytes([Packed()]), "delats i bitar"),
        (b"hej hej hej hej hej hej hej", "ingen zip-fil"),
        (b"PK\x03\x04", "avklippt eller skadad"),
        (zip_bytes([Packed(name=b"a/", data=b"")]), "inga filer"),
    ],
)
def test_what_is_no_export_is_told_by_its_beginning(tmp_path, data, why):
    path = tmp_path / "Min export.zip"
    path.write_bytes(data)
    assert "Filen ”Min export.zip” " in refused(path)
    assert why in refused(path)


def test_a_tar_archive_is_told(tmp_path):
    path = tmp_path / "archive.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("outbox.json"), io.BytesIO())
    assert "är ett tar-arkiv" in refused(path)


def test_a_folder_a_pipe_and_nothing_at_all_are_told(tmp_path):
    os.mkfifo(tmp_path / "rör.zip")
    assert "är en mapp" in refused(tmp_path)
    assert "är ingen vanlig fil" in refused(tmp_path / "rör.zip")
    assert "finns inte" in refused(tmp_path / "nej.zip")
    assert "Ange minst en zip-fil" in refused()


def test_directories_alone_are_checked_when_that_is_asked_for(tmp_path):
    check_parts([write_zip(tmp_path, Packed(crc=1))])
    with pytest.raises(BadInput, match="bakstreck"):
        check_parts([write_zip(tmp_path, Packed(name=b"a\\b"))])


def test_a_part_that_changes_while_it_is_read_is_refused(tmp_path):
    path = write_zip(tmp_path, Packed(data=bytes(4_000_000)))

    def change(_progress: object) -> None:
        os.utime(path, ns=(1, 1))

    with pytest.raises(BadInput, match="ändrades medan den lästes"):
        OwnerExport.opened([path], change)


def test_every_file_is_let_go_of_when_an_export_is_refused(tmp_path):
    path = write_zip(tmp_path, Packed(crc=1))
    before = len(list(OPEN.iterdir()))
    refused(path)
    assert len(list(OPEN.iterdir())) == before
