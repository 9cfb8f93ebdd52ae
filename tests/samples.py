# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sample account of Älmhults kommun, captured: the same bytes on every machine.

The citizens are invented; the personnummer is the tax agency's test number. The files
are tiny but real: the WARC has a gzip member a record and true digests, the PDF opens,
the picture shows. Compressed blocks are "stored" so that no zlib version changes them.
"""

import base64
import hashlib
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO

from pydantic import HttpUrl

from schemas.account import Account, Board
from schemas.capture import (
    Capture,
    CaptureFile,
    CaptureHealth,
    Count,
    FailedResource,
    FileRole,
    LossCheck,
    PdfVerdict,
    RecorderReport,
    Software,
)
from schemas.item import Box, Item, ItemKind, Media, Place
from schemas.order import Order, OrderReason, OrderState
from schemas.package import PackageDescription
from schemas.plan import (
    Disposal,
    PlanItem,
    PlanReference,
    PlanVersion,
    RegistrationRule,
    Trigger,
)
from schemas.profile import PageState, Picture, Profile

STARTED = datetime(2026, 3, 2, 8, 15, 0, tzinfo=UTC)
ENDED = datetime(2026, 3, 2, 8, 17, 30, tzinfo=UTC)
PACKED = datetime(2026, 3, 2, 8, 18, 0, tzinfo=UTC)
EXPORTED = datetime(2026, 4, 1, 7, 0, 0, tzinfo=UTC)

PACKAGE_ID = "avbild-almhult-0001"
ACCOUNT_URL = "https://torget.example/almhultsbibliotek"
TEST_PERSONNUMMER = "19121212-1212"
RECORD_ID = "urn:uuid:5f0d3c6e-7e62-4f0a-9d6d-2f0c7a1f0a02"


def fixed_clock(moment: datetime = PACKED) -> Callable[[], datetime]:
    """Give a clock that stands still."""
    return lambda: moment


def counting_ids(prefix: str = "id") -> Callable[[], str]:
    """Give ids that count: id-0001, id-0002 and so on."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):04}"


def sample_board() -> Board:
    """The board that owns the account."""
    return Board(
        board_id="kultur-och-fritidsnamnden",
        name="Kultur- och fritidsnämnden",
        municipality="Älmhults kommun",
        organisation_number="212000-0000",
    )


def sample_account() -> Account:
    """The library's account, with everything that the register knows."""
    return Account(
        account_id="torget-almhultsbibliotek",
        board_id="kultur-och-fritidsnamnden",
        platform="torget",
        url=HttpUrl(ACCOUNT_URL),
        name="Älmhults bibliotek",
        activity="Biblioteket",
        responsible_manager="Maj-Britt Exempelsson",
        account_owner="Göran Påhittad",
        stand_in="Åsa Tänkt",
        purpose="Berätta om bibliotekets program",
        target_group="Invånare i Älmhults kommun",
        decision="KFN 2021/12 § 4",
        opened_on=date(2021, 6, 1),
    )


def sample_order() -> Order:
    """An order placed because the profile picture changed."""
    return Order(
        order_id="order-0001",
        account_id="torget-almhultsbibliotek",
        reason=OrderReason.PROFILE_CHANGE,
        reason_text="Profilbilden är utbytt",
        diary_number="KFN 2026/31",
        ordered_by="Ulla Nämndsekreterare",
        ordered_at=datetime(2026, 3, 2, 8, 0, 0, tzinfo=UTC),
        state=OrderState.RUNNING,
        started_at=STARTED,
    )


def sample_plan() -> PlanVersion:
    """A plan with opposite rules for posts and comments, and a row nobody refers to."""
    return PlanVersion(
        plan_id="kfn-plan",
        board_id="kultur-och-fritidsnamnden",
        version=3,
        title="Informationshanteringsplan för kultur- och fritidsnämnden",
        decision="KFN 2025-11-18 § 92, dnr KFN 2025/140",
        valid_from=date(2026, 1, 1),
        source_name="plan-2026.xlsx",
        source_sha256=hashlib.sha256(b"plan-2026").hexdigest(),
        imported_at=datetime(2026, 1, 7, 9, 30, 0, tzinfo=UTC),
        imported_by="Ulla Nämndsekreterare",
        rows=(
            PlanItem(
                row_id="row-0017",
                code="2.4.1",
                document_type="Konto i sociala medier, ögonblicksbild",
                disposal=Disposal.PRESERVE,
                registration=RegistrationRule.NO,
                covers=("account", "post"),
                source_row=17,
            ),
            PlanItem(
                row_id="row-0018",
                code="2.4.2",
                document_type="Kommentarer från allmänheten",
                disposal=Disposal.DISPOSE,
                period_text="2 år",
                period_months=24,
                trigger=Trigger.CAPTURE,
                registration=RegistrationRule.JUDGE,
                secrecy="OSL 21 kap. 7 §",
                storage_format="E-arkiv",
                remarks="Kommentarer som ger upphov till ärende diarieförs.",
                covers=("comment", "reply"),
                source_row=18,
            ),
            PlanItem(
                row_id="row-0019",
                code="2.4.3",
                document_type="Statistik",
                disposal=Disposal.DISPOSE,
                period_text="Vid inaktualitet",
                source_row=19,
            ),
        ),
    )


def plan_reference(row_id: str) -> PlanReference:
    """Refer to a row of the sample plan."""
    plan = sample_plan()
    row = next(row for row in plan.rows if row.row_id == row_id)
    return PlanReference(
        plan_id=plan.plan_id,
        plan_version=plan.version,
        row_id=row.row_id,
        code=row.code,
        document_type=row.document_type,
        disposal=row.disposal,
    )


def sample_items() -> tuple[Item, ...]:
    """Two posts, two comments and a reply, with what hurts: quotes, emoji, controls."""
    return (
        Item(
            item_id="p1",
            kind=ItemKind.POST,
            position=1,
            author="Älmhults bibliotek",
            is_by_account=True,
            body='Sagostund på lördag kl. 10 & 13!\nVälkomna <alla> "små" 📚',
            permalink=f"{ACCOUNT_URL}/inlagg/1",
            published=datetime(2026, 3, 1, 14, 5, 0, 250000, tzinfo=UTC),
            published_text="i går",
            media=(
                Media(
                    url="https://bilder.torget.example/sagostund.png?sig=abc&t=1",
                    alternative_text="Barn lyssnar på saga",
                    mime_type="image/png",
                    sha256=hashlib.sha256(sample_png()).hexdigest(),
                    warc_record=RECORD_ID,
                ),
            ),
            places=(
                Place(
                    page_url=ACCOUNT_URL,
                    warc_record=RECORD_ID,
                    pointer="/items/0/body",
                    box=Box(
                        file="screenshots/page-001.png",
                        x=12.5,
                        y=80.0,
                        width=480.0,
                        height=120.25,
                    ),
                ),
            ),
            plan=plan_reference("row-0017"),
        ),
        Item(
            item_id="c1",
            kind=ItemKind.COMMENT,
            parent_id="p1",
            position=1,
            author="Kerstin Påhittad",
            is_by_account=False,
            body=f"Kan ni ringa? Mitt personnummer är {TEST_PERSONNUMMER}.\x0b",
            permalink=f"{ACCOUNT_URL}/inlagg/1#c1",
            published_text="8 min",
            places=(
                Place(page_url=f"{ACCOUNT_URL}/inlagg/1", warc_record=RECORD_ID),
                Place(page_url=ACCOUNT_URL),
            ),
            plan=plan_reference("row-0018"),
        ),
        Item(
            item_id="r1",
            kind=ItemKind.REPLY,
            parent_id="c1",
            position=1,
            author="Älmhults bibliotek",
            is_by_account=True,
            body="Hej Kerstin! Ta gärna bort ditt personnummer. Vi ringer dig.",
            plan=plan_reference("row-0018"),
        ),
        Item(
            item_id="c2",
            kind=ItemKind.COMMENT,
            parent_id="p1",
            position=2,
            author="Ahmed Uppdiktad",
            is_by_account=False,
            body="Tack för en fin stund  !",
            plan=plan_reference("row-0018"),
        ),
        Item(
            item_id="p2",
            kind=ItemKind.POST,
            position=2,
            author="Älmhults bibliotek",
            is_by_account=True,
            body="",
            sources=("browser", "api"),
        ),
    )


def sample_profile() -> Profile:
    """The profile as it was seen; the cover picture was not found."""
    return Profile(
        name="Älmhults bibliotek",
        about="Bibliotek i Älmhults kommun. Läs våra regler & kontakta oss.",
        avatar=Picture(
            url="https://bilder.torget.example/avatar.png",
            sha256=hashlib.sha256(sample_png()).hexdigest(),
        ),
        links=("https://almhult.example/sociala-medier",),
    )


def sample_health(missing: tuple[str, ...] = ()) -> CaptureHealth:
    """A health report with one failed sub-resource, complete unless told otherwise."""
    return CaptureHealth(
        page_state=PageState.OK,
        posts=Count(expected=2, found=2, source="profilsidan"),
        comments=Count(expected=3, found=3, source="inläggens räknare"),
        media=Count(expected=None, found=1, source="sidan"),
        pages_visited=3,
        failed_resources=(
            FailedResource(
                url="https://matning.torget.example/p", reason="404", status=404
            ),
        ),
        recorder=RecorderReport(
            recorder="netlog",
            browser="Chromium 142.0.7444.59",
            exchanges=2,
            scrubbed={"cookie": 2},
            checks=(
                LossCheck(name="Avslutad logg", passed=True, detail="Loggen är hel."),
                LossCheck(name="Inga tapp", passed=True, detail="0 av 2 saknas."),
            ),
        ),
        missing=missing,
    )


def sample_warc() -> bytes:
    """A WARC/1.1 with a warcinfo and a response record, a gzip member each."""
    items = [{"id": "p1", "body": "Sagostund på lördag"}]
    body = json.dumps({"items": items}, ensure_ascii=False).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    http = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    info = b"software: Avbild 0.1.0\r\nformat: WARC File Format 1.1\r\n"
    records = (
        (
            {
                "WARC-Type": "warcinfo",
                "WARC-Record-ID": "<urn:uuid:5f0d3c6e-7e62-4f0a-9d6d-2f0c7a1f0a01>",
                "WARC-Date": "2026-03-02T08:15:00Z",
                "Content-Type": "application/warc-fields",
            },
            info,
        ),
        (
            {
                "WARC-Type": "response",
                "WARC-Record-ID": f"<{RECORD_ID}>",
                "WARC-Date": "2026-03-02T08:15:02Z",
                "WARC-Target-URI": f"{ACCOUNT_URL}/feed.json",
                "WARC-Payload-Digest": _warc_digest(body),
                "Content-Type": "application/http; msgtype=response",
            },
            http,
        ),
    )
    return b"".join(_warc_record(fields, block) for fields, block in records)


def _warc_record(fields: dict[str, str], block: bytes) -> bytes:
    every = {
        **fields,
        "WARC-Block-Digest": _warc_digest(block),
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in every.items())
    return _gzip_member(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n")


def _warc_digest(data: bytes) -> str:
    digest = base64.b32encode(hashlib.sha256(data).digest()).decode()
    return f"sha256:{digest}"


def _stored(data: bytes) -> bytes:
    return b"\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data


def _gzip_member(data: bytes) -> bytes:
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + _stored(data) + struct.pack("<II", zlib.crc32(data), len(data))


def sample_png() -> bytes:
    """A picture of two by two pixels."""
    rows = b"\x00\xff\x00\x00\x00\xff\x00" + b"\x00\x00\x00\xff\xff\xff\xff"
    pixels = b"\x78\x01" + _stored(rows) + struct.pack(">I", zlib.adler32(rows))
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*chunk) for chunk in chunks)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def sample_pdf(title: str = "Älmhults bibliotek") -> bytes:
    """A PDF of one empty page; it is not PDF/A, whatever a verdict in a test says."""
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
        b"<< /Title <" + title.encode("utf-16").hex().encode() + b"> >>",
    )
    data, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % size
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + trailer
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def _captured(
    folder: Path, path: str, data: bytes, role: FileRole, mime_type: str
) -> CaptureFile:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return CaptureFile(
        path=path,
        role=role,
        mime_type=mime_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def write_sample_files(folder: Path) -> tuple[CaptureFile, ...]:
    """Write the files of the sample capture into a folder."""
    page = _captured(
        folder, "pdf/sida-001.pdf", sample_pdf(), FileRole.PAGE_PDF, "application/pdf"
    )
    transcript = _captured(
        folder,
        "pdf/lasbar-handling.pdf",
        sample_pdf("Läsbar handling"),
        FileRole.TRANSCRIPT,
        "application/pdf",
    )
    return (
        _captured(
            folder,
            "warc/capture.warc.gz",
            sample_warc(),
            FileRole.WARC,
            "application/warc",
        ),
        page.model_copy(
            update={
                "page_url": ACCOUNT_URL,
                "verdict": PdfVerdict.FAILED,
                "reasons": ("Typsnittet Torget Sans är inte inbäddat.",),
            }
        ),
        transcript.model_copy(update={"verdict": PdfVerdict.PDF_A_2B}),
        _captured(
            folder,
            "screenshots/page-001.png",
            sample_png(),
            FileRole.SCREENSHOT,
            "image/png",
        ).model_copy(update={"page_url": ACCOUNT_URL}),
    )


def sample_capture(folder: Path, missing: tuple[str, ...] = ()) -> Capture:
    """Write the sample capture's files into a folder and describe them."""
    return Capture(
        capture_id="capture-0001",
        account_id="torget-almhultsbibliotek",
        order_id="order-0001",
        started_at=STARTED,
        ended_at=ENDED,
        url=ACCOUNT_URL,
        profile=sample_profile(),
        items=sample_items(),
        files=write_sample_files(folder),
        health=sample_health(missing),
        software=(
            Software(name="Chromium", version="142.0.7444.59"),
            Software(name="Avbild", version="0.1.0"),
        ),
    )


def sample_description(capture: Capture) -> PackageDescription:
    """Describe the package that the sample capture becomes."""
    return PackageDescription(
        package_id=PACKAGE_ID,
        version=1,
        created_at=PACKED,
        account=sample_account(),
        board=sample_board(),
        order=sample_order(),
        plan=sample_plan(),
        plan_row=plan_reference("row-0017"),
        capture=capture,
        legal_basis="Arkivlagen (1990:782) 3 och 6 §§",
    )


@dataclass(frozen=True)
class FolderFiles:
    """The files of a package that lies in a folder, for readers of packages."""

    root: Path

    def paths(self) -> Iterable[str]:
        """Give every file's path, sorted."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading."""
        return (self.root / path).open("rb")

    def size(self, path: str) -> int:
        """Give a file's size in bytes."""
        return (self.root / path).stat().st_size


@dataclass
class MemoryFiles:
    """The files of a package in memory, to change and break at will."""

    content: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, files: FolderFiles) -> "MemoryFiles":
        """Take a copy of a package that lies in a folder."""
        return cls({path: (files.root / path).read_bytes() for path in files.paths()})

    def paths(self) -> Iterable[str]:
        """Give every file's path, sorted."""
        return sorted(self.content)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading."""
        if path not in self.content:
            raise FileNotFoundError(path)
        return io.BytesIO(self.content[path])

    def size(self, path: str) -> int:
        """Give a file's size in bytes."""
        if path not in self.content:
            raise FileNotFoundError(path)
        return len(self.content[path])
