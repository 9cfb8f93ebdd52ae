# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What warcprox wrote becomes our WARC: scrubbed, with provenance, and counted."""

import hashlib
from collections.abc import Iterable

import msgspec
import pytest

from archivers.netlog.writer import Writer
from archivers.secrets import Scrubber
from archivers.warc import WarcFile, WarcRecord, check_warc, read_records, record_ids
from archivers.warcprox.rewrite import Books, Line, Rewriter, read_ledger
from schemas.errors import Damaged
from schemas.package import Severity
from tests.unit.archivers.warc_samples import HEADER

GET = b"GET /a HTTP/1.1\r\nHost: torget.example\r\nVia: 1.1 warcprox\r\n\r\n"
HEJ = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhej"
OWN = b"Sec-Fetch-Site: none\r\nSec-Fetch-Dest: empty\r\n\r\n"
PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
LINE = Line(
    what="kept",
    record="urn:uuid:1",
    started=1_700_000_000_250,
    local="10.0.0.1:5000",
    remote="192.0.2.7:443",
    tls="TLSv1.3",
    cipher="TLS_AES_256_GCM_SHA384",
    certificate=PEM,
)


def raw_record(kind: str, identity: str, block: bytes, *fields: str) -> bytes:
    digest = hashlib.sha256(block).hexdigest()
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{identity}>",
        "WARC-Date: 2026-11-22T10:00:00Z",
        "WARC-Target-URI: https://torget.example/a",
        f"Content-Type: application/http; msgtype={kind}",
        f"WARC-Block-Digest: sha256:{digest}",
        f"Content-Length: {len(block)}",
        *fields,
    ]
    return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def pair(response: bytes, request: bytes = GET, *fields: str) -> bytes:
    return raw_record("response", "urn:uuid:1", response, *fields) + raw_record(
        "request", "urn:uuid:2", request
    )


def rewrite(
    folder, raw: bytes, lines: Iterable[Line] = (LINE,), asked: Iterable[str] = ()
) -> tuple[Books, Writer, list[WarcRecord]]:
    source, target = folder / "raw.warc", folder / "a.warc.gz"
    source.write_bytes(raw)
    with WarcFile(target, record_ids("prov", "a.warc.gz")) as warc:
        warc.write_info(HEADER, {})
        writer = Writer(warc, Scrubber(["inloggad-kaka-77"]), folder)
        rewriter = Rewriter(writer, list(lines), list(asked), folder)
        rewriter.rewrite(source)
    with target.open("rb") as stream:
        _, findings = check_warc(stream, "a.warc.gz")
    assert all(finding.severity is Severity.WARNING for finding in findings)
    return rewriter.books, writer, list(read_records(target))[1:]


def test_an_exchange_is_written_with_where_it_came_from(tmp_path):
    books, writer, records = rewrite(tmp_path, pair(HEJ))
    response = next(r for r in records if r.type == "response")
    assert (books, writer.exchanges) == (Books(pairs=1), 1)
    assert response.raw() == b"hej"
    assert response.target_uri == "https://torget.example/a"
    assert response.fields["WARC-IP-Address"] == "192.0.2.7"
    assert response.fields["WARC-Cipher-Suite"] == "TLS_AES_256_GCM_SHA384"
    assert response.fields["WARC-Protocol"] == "tls/1.3"
    assert response.date.microsecond == 250_000
    assert PEM.encode() in [r.raw() for r in records]


def test_the_same_recording_gives_the_same_bytes(tmp_path):
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        rewrite(tmp_path / name, pair(HEJ))
        made.append((tmp_path / name / "a.warc.gz").read_bytes())
    assert made[0] == made[1]


def test_secrets_are_gone(tmp_path):
    request = GET.replace(b"\r\n\r\n", b"\r\nCookie: a=inloggad-kaka-77\r\n\r\n")
    _, writer, records = rewrite(tmp_path, pair(HEJ, request))
    assert writer.scrubbed == {"cookie": 1}
    assert not any(b"inloggad-kaka-77" in r.head.raw for r in records if r.head)


def test_what_the_browser_asked_for_itself_is_left_out(tmp_path):
    own = GET.replace(b"\r\n\r\n", b"\r\n" + OWN)
    books, writer, records = rewrite(tmp_path, pair(HEJ, own))
    assert (books.dropped, writer.exchanges, records) == (1, 0, [])


def test_what_a_page_was_seen_to_ask_for_is_never_left_out(tmp_path):
    own = GET.replace(b"\r\n\r\n", b"\r\n" + OWN)
    asked = ["https://torget.example/a#del"]
    books, writer, _ = rewrite(tmp_path, pair(HEJ, own), asked=asked)
    assert (books.dropped, writer.exchanges) == (0, 1)


@pytest.mark.parametrize(
    ("response", "fields"),
    [
        (HEJ.replace(b": 3", b": 9"), ()),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalv", ()),
        (b"HTTP/1.1 200 OK\r\n\r\nhalv", ("WARC-Truncated: disconnect",)),
    ],
)
@pytest.mark.parametrize(
    ("has_left", "reason"),
    [
        (True, "Webbläsaren avbröt överföringen."),
        (False, "Servern bröt överföringen."),
    ],
)
def test_half_an_answer_is_kept_and_marked(
    tmp_path, response, fields, has_left, reason
):
    line = msgspec.structs.replace(LINE, has_left=has_left)
    _, writer, records = rewrite(tmp_path, pair(response, GET, *fields), [line])
    kept = next(r for r in records if r.type == "response")
    assert kept.fields["WARC-Truncated"] == "disconnect"
    assert [fault.reason for fault in writer.partial] == [reason]


def test_an_interim_answer_stands_beside_the_final_one(tmp_path):
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    _, _, records = rewrite(tmp_path, pair(early + HEJ))
    assert next(r for r in records if r.type == "response").raw() == b"hej"
    assert early in [r.raw() for r in records]


def test_a_changed_byte_is_counted(tmp_path):
    books, _, _ = rewrite(tmp_path, pair(HEJ).replace(b"hej", b"Hej"))
    assert books.altered == 1


def test_an_exchange_that_the_gate_did_not_see_is_counted(tmp_path):
    books, writer, _ = rewrite(tmp_path, pair(HEJ), [])
    assert (books.unknown, writer.exchanges) == (1, 0)


def test_an_exchange_is_taken_once(tmp_path):
    books, writer, _ = rewrite(tmp_path, pair(HEJ) + pair(HEJ))
    assert (books.pairs, books.unknown, writer.exchanges) == (2, 1, 1)


def test_what_is_no_answer_is_counted(tmp_path):
    books, writer, _ = rewrite(tmp_path, pair(b"vad som helst\r\n\r\n"))
    assert (books.broken, writer.exchanges) == (1, 0)


def test_a_cut_recording_is_damaged(tmp_path):
    with pytest.raises(Damaged):
        rewrite(tmp_path, pair(HEJ)[:-9])


def test_the_ledger_is_read_as_it_is_written(tmp_path):
    """The gate runs in a Python of its own: only JSON goes between."""
    ledger = tmp_path / "ledger"
    ledger.write_text('{"what": "failed", "url": "http://a/"}\n{"what": "kept"}\n')
    assert read_ledger(ledger) == (
        Line(what="failed", url="http://a/"),
        Line(what="kept"),
    )
