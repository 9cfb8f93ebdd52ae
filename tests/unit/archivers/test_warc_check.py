# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The check sees every kind of damage that was met, and nothing in a sound file."""

import gzip
import io
import re
import zlib

import pytest

from archivers.warc_check import check_warc
from schemas.package import Severity
from tests.unit.archivers.warc_samples import response, write


@pytest.fixture
def sound(tmp_path) -> bytes:
    """A sound file of four records, one of them coded."""
    page = response(b"<p>hej</p>" * 30, Content_Type="text/html")
    packed = response(gzip.compress(b"x" * 900), Content_Encoding="gzip")
    picture = response(bytes(range(256)) * 9, Content_Type="image/png")
    return write(tmp_path / "a.warc.gz", page, packed, picture).read_bytes()


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data)


def repacked(data: bytes) -> bytes:
    """Pack a plain file, a member a record."""
    starts = [m.start() for m in re.finditer(rb"WARC/1\.1\r\n", data)]
    parts = [data[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return b"".join(map(gzip.compress, parts))


def check(data: bytes) -> tuple[int, list[str]]:
    records, findings = check_warc(io.BytesIO(data), "a.warc.gz")
    assert all(finding.severity is Severity.ERROR for finding in findings)
    assert all(finding.path == "a.warc.gz" for finding in findings)
    return records, [finding.rule for finding in findings]


def test_a_sound_file_gives_no_finding(sound):
    assert check(sound) == (4, [])


def test_a_sound_plain_file_gives_no_finding(sound):
    assert check(unpacked(sound)) == (4, [])


def test_a_changed_payload_is_seen(sound):
    changed = unpacked(sound).replace(b"<p>hej</p>", b"<p>nej</p>", 1)
    assert check(repacked(changed)) == (4, ["warc-digest", "warc-digest"])


@pytest.mark.parametrize("difference", [-3, 5])
def test_a_wrong_length_is_seen(sound, difference):
    data = unpacked(sound)
    stated = int(re.findall(rb"Content-Length: (\d+)\r\n\r\nHTTP", data)[0])
    wrong = data.replace(
        b"Content-Length: %d\r\n\r\nHTTP" % stated,
        b"Content-Length: %d\r\n\r\nHTTP" % (stated + difference),
        1,
    )
    records, rules = check(repacked(wrong))
    assert records == 2
    assert "warc-structure" in rules


def test_a_damaged_gzip_byte_is_seen(sound):
    place = len(sound) * 2 // 3
    damaged = sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :]
    assert check(damaged)[1]


@pytest.mark.parametrize("lost", [1, 9, 200])
def test_a_cut_file_is_seen(sound, lost):
    assert check(sound[:-lost])[1] == ["warc-structure"]


def test_one_member_for_the_whole_file_is_seen(sound):
    """Then no record can be replaced without touching the others."""
    assert check(gzip.compress(unpacked(sound))) == (4, ["warc-gzip-member"])


@pytest.mark.parametrize("field", ["WARC-Record-ID", "WARC-Date", "WARC-Target-URI"])
def test_a_missing_mandatory_field_is_seen(sound, field):
    """The common checker does not look for them."""
    without = re.sub(rb"%s: [^\r]*\r\n" % field.encode(), b"", unpacked(sound))
    assert "warc-field" in check(repacked(without))[1]


def test_a_record_id_used_twice_is_seen(sound):
    same = re.sub(rb"<urn:uuid:[^>]*>", b"<urn:uuid:x>", unpacked(sound))
    assert check(repacked(same))[1] == ["warc-field"] * 3


def test_a_record_id_that_is_no_uri_is_seen(sound):
    data = re.sub(rb"<(urn:uuid:[^>]*)>", rb"\1", unpacked(sound), count=1)
    assert check(repacked(data))[1] == ["warc-field"]


def test_a_revisit_without_profile_is_seen(sound):
    data = unpacked(sound).replace(b"Type: response", b"Type: revisit")
    assert check(repacked(data))[1].count("warc-field") == 3


def test_a_record_without_length_is_seen(sound):
    data = re.sub(
        rb"\r\nContent-Length: \d+\r\n\r\nHTTP", b"\r\n\r\nHTTP", unpacked(sound)
    )
    assert check(repacked(data))[1] == ["warc-field", "warc-structure"]


@pytest.mark.parametrize("junk", [b"", b"inte ett webbarkiv", gzip.compress(b"junk")])
def test_what_is_no_warc_is_seen(junk):
    assert check(junk)[1] == ["warc-structure"]


def test_a_body_that_does_not_open_is_seen(tmp_path):
    broken = response(b"inte gzip", Content_Encoding="gzip")
    data = write(tmp_path / "a.warc.gz", broken).read_bytes()
    assert check(data) == (2, ["warc-body"])


@pytest.mark.parametrize("mark", ["WARC-Truncated", "WARC-Undecodable"])
def test_what_was_known_at_capture_is_a_warning(tmp_path, mark):
    """A server may send a body that nobody can open; the capture says so."""
    broken = response(b"inte gzip", Content_Encoding="gzip", mark=mark)
    data = write(tmp_path / "a.warc.gz", broken).read_bytes()
    _, (finding,) = check_warc(io.BytesIO(data), "a.warc.gz")
    assert finding.severity is Severity.WARNING


def test_a_slice_of_a_coded_body_is_not_opened_by_itself(tmp_path):
    piece = response(
        zlib.compress(b"x" * 99)[5:], Content_Encoding="deflate", status=206
    )
    data = write(tmp_path / "a.warc.gz", piece).read_bytes()
    assert check(data) == (2, [])
