# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A record is edited alone, whatever its body is coded with."""

import gzip
import io
import zipfile
from pathlib import Path

import brotlicffi
import pytest
import zstandard

from archivers.gallring import (
    Removal,
    plan_rewrite,
    rewrite_warc,
    write_notes,
)
from archivers.replay.recorded import Asked, Recorded
from archivers.warc import NewRecord, WarcRecord, check_warc, read_records, record_ids
from schemas.errors import Damaged
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Item, ItemKind, Media, Place
from tests.unit.archivers.warc_samples import AT, HEADER, response, write

TEXT = '{"data":[{"text":"Av Åsa Nyström"},{"text":"kvar å"}]}'.encode()
LEFT = '{"data":[{"text":"Av gallrad"},{"text":"kvar å"}]}'.encode()
NAME = RemovedValue(kind=ValueKind.NAME, text="Åsa Nyström")
JSON = "application/json"


def rewritten(
    folder: Path, removal: Removal | None, *records: NewRecord
) -> tuple[list[WarcRecord], object]:
    """Take the name out of the second record; give all records, and what was done."""
    warc = write(folder / "a.warc.gz", *records)
    ids = [record.record_id for record in read_records(warc)]
    if removal is None:
        removal = Removal((), (NAME,), frozenset([ids[1]]))
    plan = plan_rewrite(warc, removal)
    done = rewrite_warc(warc, folder / "b", plan, removal, record_ids("g", "b"))
    with (folder / "b").open("rb") as stream:
        assert check_warc(stream, "b") == (len(ids), [])
    return list(read_records(folder / "b")), done


def chunked(data: bytes) -> bytes:
    """Frame a body as HTTP/1.1 does."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (TEXT, {}),
        (gzip.compress(TEXT), {"Content_Encoding": "gzip"}),
        (brotlicffi.compress(TEXT), {"Content_Encoding": "br"}),
        (zstandard.compress(TEXT), {"Content_Encoding": "zstd"}),
        (chunked(TEXT), {"Transfer_Encoding": "chunked"}),
        (
            chunked(gzip.compress(TEXT)),
            {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"},
        ),
    ],
)
def test_a_coded_body_is_stored_as_it_reads(tmp_path, body, fields):
    """Its codings are remembered under other names, and its length is right."""
    records, _ = rewritten(tmp_path, None, response(body, Content_Type=JSON, **fields))
    head = records[1].head
    assert records[1].raw() == records[1].decoded() == LEFT
    assert head is not None
    assert head.value("content-length") == str(len(LEFT))
    for name, value in fields.items():
        assert head.value("x-archive-orig-" + name.replace("_", "-").lower()) == value


def archive() -> bytes:
    """Make a ZIP file with the name in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", "Åsa Nyström" * 9)
    return stream.getvalue()


@pytest.mark.parametrize(
    "record",
    [
        response(archive(), Content_Type="application/zip"),
        response(b"%PDF-1.7 \x00\x01", Content_Type="application/pdf"),
        response(b"not gzip", Content_Type="text/html", Content_Encoding="gzip"),
    ],
)
def test_what_cannot_be_edited_goes_whole(tmp_path, record):
    """An empty body proves more than one that may hold the name still."""
    records, done = rewritten(tmp_path, None, record)
    assert records[1].raw() == b""
    assert records[1].status == 200
    assert done.emptied == 1


def test_a_fingerprint_goes_with_the_body(tmp_path):
    """A digest of a short text can be guessed back."""
    record = response(TEXT, Content_Type=JSON, ETag='"5f4dcc3b5aa765d6"')
    records, _ = rewritten(tmp_path, None, record)
    assert b"5f4dcc3b5aa765d6" not in records[1].head.raw


def comment(places: tuple[Place, ...] = (), media: tuple[Media, ...] = ()) -> Item:
    """Give a comment with its places."""
    return Item(
        item_id="k1",
        kind=ItemKind.COMMENT,
        position=1,
        author="Åsa Nyström",
        is_by_account=False,
        body="Tack!",
        places=places,
        media=media,
    )


def first_id() -> str:
    """Give the id that the samples give their second record."""
    new_id = record_ids("fangst-1", "a.warc.gz")
    new_id()
    return new_id()


def test_the_picture_of_an_item_goes(tmp_path):
    """Its bytes go; that it was asked for and answered stays."""
    media = Media(url="https://torget.example/a", warc_record=first_id())
    removal = Removal((comment(media=(media,)),), (NAME,))
    picture = response(b"\xff\xd8\xff" * 99, Content_Type="image/jpeg")
    records, done = rewritten(tmp_path, removal, picture)
    assert records[1].raw() == b""
    assert records[1].mime_type == "image/jpeg"
    assert done.emptied == 1


def test_a_mapped_place_is_counted(tmp_path):
    """The proof compares the count with the map."""
    place = Place(
        page_url="https://torget.example/a",
        warc_record=first_id(),
        pointer="/data/0/text",
    )
    removal = Removal((comment((place,)),), ())
    body = b'{"data":[{"text":"Tack!"},{"text":"Tack! Tack!"}]}'
    records, done = rewritten(tmp_path, removal, response(body, Content_Type=JSON))
    assert records[1].raw() == b'{"data":[{"text":"Tack! Tack!"}]}'
    assert (done.mapped_removed, done.emptied) == (1, 0)


def test_what_points_at_a_changed_record_is_planned(tmp_path):
    """And points at the new one afterwards."""
    request = response(b"", Content_Type=JSON)
    object.__setattr__(request, "fields", [("WARC-Concurrent-To", f"<{first_id()}>")])
    warc_records = (response(TEXT, Content_Type=JSON), request, response(b"annat"))
    records, done = rewritten(tmp_path, None, *warc_records)
    assert records[2].fields["WARC-Concurrent-To"] == records[1].record_id
    assert len(done.new_ids) == 2


def test_a_file_that_changed_since_the_plan_is_refused(tmp_path):
    """The plan is what was approved."""
    warc = write(tmp_path / "a.warc.gz", response(TEXT, Content_Type=JSON))
    removal = Removal((), (NAME,), frozenset([first_id()]))
    plan = plan_rewrite(warc, removal)
    write(tmp_path / "c.warc.gz", response(b"x"), response(TEXT))
    with pytest.raises(Damaged):
        rewrite_warc(
            tmp_path / "c.warc.gz", tmp_path / "b", plan, removal, record_ids("g", "b")
        )


@pytest.mark.parametrize(
    "spoil",
    [lambda d: d[:-9], lambda d: d + b"x", lambda _: b"x"],
    ids=["cut", "longer", "other"],
)
def test_a_damaged_file_is_not_planned(tmp_path, spoil):
    """Nothing is rewritten that cannot be read to its end."""
    warc = write(tmp_path / "a.warc.gz", response(TEXT))
    warc.write_bytes(spoil(warc.read_bytes()))
    with pytest.raises(Damaged):
        plan_rewrite(warc, Removal((), (NAME,)))


def test_the_notes_name_the_decision_and_the_record(tmp_path):
    """In a file of their own, and without a word of what went."""
    _, done = rewritten(tmp_path, None, response(TEXT, Content_Type=JSON))
    write_notes(tmp_path / "n.warc.gz", [done], "beslut-1", HEADER, AT)
    notes = list(read_records(tmp_path / "n.warc.gz"))
    assert [note.type for note in notes] == ["warcinfo", "metadata"]
    assert notes[1].fields["WARC-Refers-To"] in done.new_ids.values()
    assert b"beslut-1" in notes[1].raw()


def test_the_rewritten_archive_is_replayed_without_the_name(tmp_path):
    """What a reader sees afterwards is the thread without the words."""
    coded = {"Content_Encoding": "gzip", "Content_Type": JSON}
    record = response(gzip.compress(TEXT), **coded)
    rewritten(tmp_path, None, record)
    recorded = Recorded(tmp_path / "b", tmp_path)
    answer = recorded.answer(Asked("GET", "https://torget.example/a"))
    assert answer is not None
    assert b"".join(answer.body) == LEFT
    recorded.close()
