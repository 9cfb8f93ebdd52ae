# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""WARC files are written as ISO 28500 says, the same bytes every time."""

import gzip
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from archivers.body import IN_MEMORY
from archivers.warc import WarcFile, read_records, record_ids
from schemas.errors import Damaged, DiskFull, Undecodable
from tests.unit.archivers.warc_samples import AT, HEADER, response, write


def members(path: Path) -> list[bytes]:
    """Give what lies in each gzip member."""
    data, found = path.read_bytes(), []
    while data:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
        found.append(stream.decompress(data))
        assert stream.eof
        data = stream.unused_data
    return found


GOLDEN = (
    b"WARC/1.1\r\n"
    b"WARC-Type: response\r\n"
    b"WARC-Record-ID: <urn:uuid:ID>\r\n"
    b"WARC-Date: 2026-11-22T10:30:00.123000Z\r\n"
    b"WARC-Target-URI: https://torget.example/a\r\n"
    b"WARC-IP-Address: 127.0.0.1\r\n"
    b"WARC-Block-Digest: sha256:BLOCK\r\n"
    b"WARC-Payload-Digest: "
    b"sha256:TRDYX5R6SUAMWXNR5BPM5AXRRSHLTZJOF6ITLLGX6EEXFSGVMO5A====\r\n"
    b"Content-Type: application/http; msgtype=response\r\n"
    b"Content-Length: 41\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhej\r\n\r\n"
)


def test_each_record_is_a_gzip_member_of_its_own(tmp_path):
    found = members(write(tmp_path / "a.warc.gz", response(b"1"), response(b"2")))
    assert [m.split(b"\r\n")[1] for m in found] == [
        b"WARC-Type: warcinfo",
        b"WARC-Type: response",
        b"WARC-Type: response",
    ]


def test_a_record_byte_for_byte(tmp_path):
    path = write(tmp_path / "a.warc.gz", response(b"hej", Content_Length="3"))
    found = members(path)[1]
    lines = dict(line.split(b": ", 1) for line in found.split(b"\r\n")[1:9])
    expected = GOLDEN.replace(b"<urn:uuid:ID>", lines[b"WARC-Record-ID"])
    digest = lines[b"WARC-Block-Digest"].removeprefix(b"sha256:")
    assert found == expected.replace(b"BLOCK", digest)


def test_the_same_records_give_the_same_bytes(tmp_path):
    (tmp_path / "b").mkdir()
    first = write(tmp_path / "a.warc.gz", response(b"hej"))
    second = write(tmp_path / "b" / "a.warc.gz", response(b"hej"))
    assert first.read_bytes() == second.read_bytes()


def test_record_ids_differ_between_files_and_captures():
    ids = {record_ids(c, f)() for c in ("c1", "c2") for f in ("a", "b")}
    maker = record_ids("c1", "a")
    assert len(ids | {maker(), maker()}) == 5


def test_media_and_coded_bodies_are_not_compressed_again(tmp_path):
    body = b"\0" * 5000
    sizes = [
        write(tmp_path / f"{n}.warc.gz", response(body, **fields)).stat().st_size
        for n, fields in enumerate(
            [
                {"Content_Type": "text/html"},
                {"Content_Type": "image/png"},
                {"Content_Type": "text/html", "Content_Encoding": "gzip"},
            ]
        )
    ]
    assert sizes[0] < 2000
    assert min(sizes[1:]) > 5000


def test_warcinfo_names_software_account_and_order(tmp_path):
    (info,) = list(read_records(write(tmp_path / "a.warc.gz")))
    text = info.raw().decode()
    assert info.type == "warcinfo"
    assert "software: Avbild 0.1.0\r\n" in text
    assert "account: kommunen\r\norder: order-1\r\n" in text
    assert "browser: Chromium\r\n" in text
    assert "scrubbing: " in text


def test_records_are_read_back(tmp_path):
    packed = gzip.compress("å".encode() * 100)
    record = response(packed, Content_Encoding="gzip", Content_Type="text/HTML; x=y")
    *_, found = read_records(write(tmp_path / "a.warc.gz", record))
    assert found.record_id.startswith("urn:uuid:")
    assert found.type == "response"
    assert found.date == AT
    assert found.target_uri == "https://torget.example/a"
    assert found.status == 200
    assert found.mime_type == "text/html"
    assert found.fields["WARC-IP-Address"] == "127.0.0.1"
    assert found.raw() == packed
    assert found.decoded().decode() == "å" * 100


def test_a_plain_stream_is_read_as_well(tmp_path):
    path = write(tmp_path / "a.warc.gz", response(b"hej"))
    with path.open("rb") as stream:
        assert [r.type for r in read_records(stream)] == ["warcinfo", "response"]


def test_a_body_that_does_not_open_says_so(tmp_path):
    path = write(tmp_path / "a.warc.gz", response(b"x", Content_Encoding="br"))
    *_, found = read_records(path)
    assert found.raw() == b"x"
    with pytest.raises(Undecodable):
        found.decoded()


def test_a_large_body_passes_through_disk(tmp_path):
    large = bytes(range(256)) * (IN_MEMORY // 256 + 1)
    path = write(tmp_path / "a.warc.gz", response(large, Content_Type="video/mp4"))
    for record in read_records(path):
        if record.type == "response":
            assert record.raw() == large


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_a_cut_file_is_damaged(tmp_path, kept):
    path = write(tmp_path / "a.warc.gz", response(b"x" * 9000, Content_Type="image/x"))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(Damaged):
        list(read_records(path))


def test_a_full_disk_is_told_as_such(tmp_path, monkeypatch):
    full = Path("/dev/full").open("wb")  # noqa: SIM115 -- closed by the WarcFile
    monkeypatch.setattr(Path, "open", lambda *_: full)
    warc = WarcFile(tmp_path / "a.warc.gz", record_ids("a", "b"))
    warc.write_info(HEADER, {})
    with pytest.raises(DiskFull, match="Disken är full"):
        warc.close()


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = write(tmp_path / "a.warc.gz")
    with pytest.raises(FileExistsError):
        write(path)


def test_the_common_checker_finds_nothing(tmp_path):
    """It fails on br bodies when the brotli package is there; ours is brotlicffi."""
    records = [
        response(b"hej", Content_Type="text/html"),
        response(b"x" * 99, Content_Encoding="br"),
        response(gzip.compress(b"x"), Content_Encoding="gzip"),
    ]
    path = write(tmp_path / "a.warc.gz", *records)
    code = "from warcio.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "-v", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("digest pass") == 4
