# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An export is rewritten where it holds what goes; all else is the same bytes."""

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archivers.gallring.export_plan import plan_export
from archivers.gallring.export_rewrite import rewrite_export
from archivers.gallring.export_zip import end_of, entry_of, read_layout
from archivers.gallring.removal import Removal, RewrittenExport
from schemas.errors import Damaged
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import ExportMember, Item, ItemKind, Media, Place

PART = "export/1.zip"
AUTHOR, BODY = "Åsa Nyström", "Kan ni ringa mig om bygglovet?"
VALUES = (
    RemovedValue(kind=ValueKind.NAME, text=AUTHOR),
    RemovedValue(kind=ValueKind.BODY, text=BODY),
)
COMMENTS, PHOTO = "comments/comments.json", "photos/123456789_n.jpg"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40


def spoilt(text: str) -> str:
    """Write a text as Meta's exports do: each byte of it a character."""
    return text.encode().decode("latin-1")


def entry(author: str, body: str) -> dict[str, object]:
    """Give a comment as it stands in an export."""
    said = {"timestamp": 1, "comment": spoilt(body), "author": spoilt(author)}
    return {"timestamp": 1, "data": [{"comment": said}], "title": spoilt(author)}


def comments(*said: tuple[str, str]) -> bytes:
    """Give a file of comments."""
    return json.dumps({"comments_v2": [entry(*one) for one in said]}, indent=2).encode()


def item(name: str, number: int, body: str = BODY, **said: object) -> Item:
    """Give a comment that stands at a number in the file of comments."""
    place = Place(
        page_url="https://facebook.com/almhult",
        member=ExportMember(file=PART, name=COMMENTS),
        pointer=f"/comments_v2/{number}/data/0/comment/comment",
    )
    return Item(
        item_id=name,
        kind=ItemKind.COMMENT,
        position=number + 1,
        author=AUTHOR,
        is_by_account=False,
        body=body,
        places=(place,),
        **said,
    )


GONE = item("c1", 0)
KEPT = item("c2", 1, "När öppnar biblioteket?")
FILES: Mapping[str, bytes] = {
    "profile/profile.json": b'{"name":"Almhult"}',
    COMMENTS: comments((AUTHOR, BODY), ("Ahmed Uppdiktad", "När öppnar biblioteket?")),
    PHOTO: JPEG,
    "photos/987.jpg": JPEG[::-1],
    "inbox/asanystrom_77/message_1.json": b'{"messages":[{"content":"Hej"}]}',
    "posts/posts.json": b'[{"data":[{"post":"Sagostund"}]}]',
}


def zipped(files: Mapping[str, bytes], **made: object) -> bytes:
    """Pack files as the platforms do: texts packed, pictures stored."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **made) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
            stored = name.endswith(".jpg")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()


@dataclass(frozen=True)
class Done:
    """The export before and after, and what was said of it."""

    before: zipfile.ZipFile
    after: zipfile.ZipFile
    data: bytes
    said: RewrittenExport


def rewritten(folder: Path, data: bytes, removal: Removal) -> Done:
    """Plan and rewrite an export."""
    source, target = folder / "1.zip", folder / "new.zip"
    source.write_bytes(data)
    plan = plan_export(source, PART, removal)
    assert plan
    said = rewrite_export(source, target, plan, removal)
    new = target.read_bytes()
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None
    return Done(opened(data), opened(new), new, said)


def opened(data: bytes) -> zipfile.ZipFile:
    """Open a zip file that lies in memory."""
    return zipfile.ZipFile(io.BytesIO(data))


def removal(*items: Item, members: tuple[str, ...] = (), **said: object) -> Removal:
    """Give the removal of a comment; `members` are those that the verifier named."""
    found = frozenset(ExportMember(file=PART, name=name) for name in members)
    values = said.pop("values", VALUES)
    return Removal(items or (GONE,), values, members=found, kept=(KEPT,), **said)


def raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Give a file's own head and data as they lie."""
    start = info.header_offset
    name, extra = struct.unpack_from("<2H", data, start + 26)
    return data[start : start + 30 + name + extra + info.compress_size]


def test_an_entry_goes_whole_and_leaves_its_place(tmp_path):
    """The pointers of those that stay lead right still."""
    done = rewritten(tmp_path, zipped(FILES), removal())
    said = json.loads(done.after.read(COMMENTS))
    assert said == {
        "comments_v2": [None, entry("Ahmed Uppdiktad", "När öppnar biblioteket?")]
    }
    assert done.said.mapped_removed == 1
    assert done.said.edited == {COMMENTS}


def test_every_other_file_is_the_same_bytes_in_the_same_order(tmp_path):
    data = zipped(FILES)
    done = rewritten(tmp_path, data, removal())
    renamed = "inbox/gallrad_77/message_1.json"
    assert done.said.names == {
        COMMENTS: COMMENTS,
        "inbox/asanystrom_77/message_1.json": renamed,
    }
    names = [name if "inbox" not in name else renamed for name in FILES]
    assert done.after.namelist() == names
    for info in done.before.infolist():
        if info.filename not in done.said.names:
            now = done.after.getinfo(info.filename)
            assert raw(done.data, now) == raw(data, info)
            assert now.date_time == info.date_time
    assert done.after.read(renamed) == done.before.read(
        "inbox/asanystrom_77/message_1.json"
    )


def test_nothing_lies_between_the_files(tmp_path):
    done = rewritten(tmp_path, zipped(FILES), removal())
    place = 0
    for info in done.after.infolist():
        assert info.header_offset == place
        place += len(raw(done.data, info))
    assert done.data[place : place + 4] == b"PK\x01\x02"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps({"a": AUTHOR}).encode()),
        ("a.json", json.dumps({"a": spoilt(AUTHOR)}).encode()),
        ("a.html", f"<p>Av <b>{AUTHOR}</b></p>".encode()),
        ("a.html", b"<p>Av &Aring;sa Nystr&ouml;m</p>"),
        ("a.js", f'window.YTD.a.part0 = [{{"a":"{AUTHOR}"}}]'.encode()),
        ("a.txt", AUTHOR.encode("utf-16")),
    ],
)
def test_what_the_verifier_found_is_edited_in_place(tmp_path, name, data):
    done = rewritten(tmp_path, zipped({name: data}), removal(members=(name,)))
    left = done.after.read(name).replace(b"\0", b"")
    assert b"gallrad" in left
    assert b"Nystr" not in left
    assert done.said.spliced >= 1


def test_a_picture_with_a_name_in_it_is_left_empty(tmp_path):
    files = {PHOTO: JPEG + AUTHOR.encode(), "a.txt": b"kvar"}
    done = rewritten(tmp_path, zipped(files), removal(members=(PHOTO,)))
    assert done.after.read(PHOTO) == b""
    assert done.after.getinfo(PHOTO).compress_type == zipfile.ZIP_STORED
    assert done.said.emptied == 1


def test_the_picture_of_what_goes_is_left_out(tmp_path):
    """And with it its name, its date and its sum."""
    medium = Media(url=f"export:{PHOTO}", member=ExportMember(file=PART, name=PHOTO))
    done = rewritten(tmp_path, zipped(FILES), removal(item("c1", 0, media=(medium,))))
    assert PHOTO not in done.after.namelist()
    assert PHOTO.encode() not in done.data
    assert done.said.names[PHOTO] is None
    assert JPEG not in done.data


def test_nothing_of_the_old_text_is_left_between(tmp_path):
    """What lies before, between or after files is copied nowhere."""
    data = zipped({"a.txt": b"kvar", "b.txt": b"ocks\xc3\xa5 kvar"})
    first, second = opened(data).infolist()
    start = second.header_offset
    loose = f"{AUTHOR} skrev".encode()
    moved = bytearray(data[:start] + loose + data[start:])
    directory = moved.rfind(b"PK\x05\x06")
    (place,) = struct.unpack_from("<L", moved, directory + 16)
    struct.pack_into("<L", moved, directory + 16, place + len(loose))
    entries = [m for m in range(len(moved)) if moved.startswith(b"PK\x01\x02", m)]
    struct.pack_into("<L", moved, entries[1] + 42, start + len(loose))
    done = rewritten(tmp_path, bytes(moved), removal())
    assert AUTHOR.encode() not in done.data
    assert done.after.getinfo(first.filename).header_offset == 0
    assert done.said.names == {}


def test_comments_and_extra_fields_are_swept(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.comment = f"Av {AUTHOR}".encode()
        name = AUTHOR.encode()
        info.extra = struct.pack("<2H", 0x7075, len(name)) + name
        info.extra += struct.pack("<2H", 0x5455, 5) + b"\1" + bytes(4)
        archive.writestr(info, b"kvar")
        archive.comment = f"Hämtad av {AUTHOR}".encode()
    done = rewritten(tmp_path, stream.getvalue(), removal())
    (info,) = done.after.infolist()
    assert info.comment == b"Av gallrad"
    assert done.after.comment == "Hämtad av gallrad".encode()
    assert info.extra == struct.pack("<2H", 0x5455, 5) + b"\1" + bytes(4)
    assert done.after.read("a.txt") == b"kvar"
    assert AUTHOR.encode() not in done.data


def test_two_names_that_become_one_are_told_apart(tmp_path):
    files = {"a/asanystrom.txt": b"1", "a/asa.nystrom.txt": b"2", "a/gallrad.txt": b"3"}
    done = rewritten(tmp_path, zipped(files), removal())
    assert len(set(done.after.namelist())) == 3
    assert "a/gallrad.txt" in done.after.namelist()


def test_files_that_were_streamed_keep_their_sums(tmp_path):
    """Their sizes stand after the data."""

    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
        with archive.open("large.txt", "w", force_zip64=True) as large:
            large.write(b"kvar" * 99)
    done = rewritten(tmp_path, stream.getvalue(), removal())
    assert done.after.read("large.txt") == b"kvar" * 99
    assert done.after.getinfo("large.txt").flag_bits & 8
    assert not done.after.getinfo(COMMENTS).flag_bits & 8


def test_a_large_form_is_written_again(tmp_path):
    """Sizes and places beyond four gigabytes, in a file that has none."""
    data = bytearray(zipped({"a.txt": b"kvar", "b.txt": AUTHOR.encode()}))
    at = data.rfind(b"PK\x05\x06")
    count, length, place = struct.unpack_from("<HLL", data, at + 10)
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, place
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = b"PK\x05\x06" + struct.pack(
        "<4H2LH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0
    )
    whole = bytes(data[:at]) + large + locator + end
    done = rewritten(tmp_path, whole, removal(members=("b.txt",)))
    assert done.after.read("a.txt") == b"kvar"
    assert done.after.read("b.txt") == b"gallrad"


def test_more_files_than_the_small_form_can_count_have_the_large_one():
    end = end_of(66_000, 500, 30, b"kvar")
    large = struct.unpack_from("<4sQ2H2L4Q", end)
    assert large == (b"PK\x06\x06", 44, 45, 45, 0, 0, 66_000, 66_000, 30, 500)
    assert struct.unpack_from("<4sLQL", end, 56) == (b"PK\x06\x07", 0, 530, 1)
    assert end.endswith(b"kvar")
    assert not end_of(65_534, 500, 30, b"").startswith(b"PK\x06\x06")


def test_a_place_beyond_four_gigabytes_is_written_beside(tmp_path):
    """And one that had room enough is written as it was."""
    (tmp_path / "1.zip").write_bytes(zipped({"a.txt": b"kvar"}))
    with (tmp_path / "1.zip").open("rb") as stream:
        layout = read_layout(stream)
    (member,) = layout.members
    assert entry_of(member) == layout.directory
    far = entry_of(replace(member, start=5 * 1024**3))
    beside = struct.pack("<2HQ", 1, 8, 5 * 1024**3)
    assert beside in far
    assert struct.unpack_from("<L", far, 42) == (0xFFFFFFFF,)
    assert len(far) == len(layout.directory) + len(beside)
    assert end_of(1, 5 * 1024**3, 99, b"").startswith(b"PK\x06\x06")


def test_an_export_that_changed_since_the_plan_is_refused(tmp_path):
    source = tmp_path / "1.zip"
    source.write_bytes(zipped(FILES))
    plan = plan_export(source, PART, removal())
    source.write_bytes(zipped({**FILES, "ny.txt": b"ny"}))
    with pytest.raises(Damaged, match="planera om"):
        rewrite_export(source, tmp_path / "new.zip", plan, removal())


@pytest.mark.parametrize(
    "spoil",
    [lambda d: d[:-9], lambda d: d[:200] + d[201:], lambda _: b"x" * 99],
    ids=["cut", "shorter", "other"],
)
def test_a_damaged_export_is_not_planned(tmp_path, spoil):
    (tmp_path / "1.zip").write_bytes(spoil(zipped(FILES)))
    with pytest.raises(Damaged):
        plan_export(tmp_path / "1.zip", PART, removal())


def test_an_export_without_anything_of_it_is_left_alone(tmp_path):
    (tmp_path / "1.zip").write_bytes(zipped({"a.txt": b"kvar"}))
    other = GONE.model_copy(update={"places": ()})
    assert not plan_export(tmp_path / "1.zip", PART, removal(other))


def test_a_later_removal_finds_its_places_by_the_same_pointers(tmp_path):
    """Two decisions, one after the other, on the same file."""
    first = rewritten(tmp_path, zipped(FILES), removal())
    (tmp_path / "new.zip").unlink()
    values = (RemovedValue(kind=ValueKind.NAME, text="Ahmed Uppdiktad"),)
    second = rewritten(tmp_path, first.data, Removal((KEPT,), values, kept=()))
    assert json.loads(second.after.read(COMMENTS)) == {"comments_v2": [None, None]}
