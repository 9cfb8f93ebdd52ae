# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive that lives in memory: thousands of lives of it fit in a test.

The use cases, the gates, the database and its migrations are the real ones. What is
slow is written small: a capture is five items, a package four files, and a web archive
one gzip member for each item.
"""

import gzip
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from pydantic import HttpUrl
from sqlalchemy import StaticPool, create_engine

from eark.items import write_items
from eark.items_read import ITEMS_PATH, read_items
from eark.profile import HEALTH_PATH, METS_NAME
from pipeline import contents, index
from pipeline.adopt import Adoption, PlanFile, adopt_plan, read_plan_file
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.gallra import certify, execute
from pipeline.gallra.version import Assignment, Staged
from pipeline.index import index_package
from pipeline.report import CaptureReport, entry_of
from pipeline.settings import Settings
from rules.removal import tombstone
from schemas.account import Account, Board
from schemas.capture import CaptureFile, FileRole
from schemas.gallring import GallringCertificate, Proof
from schemas.item import Item, ItemKind
from schemas.order import EventKind, Order, OrderReason, OrderState
from schemas.package import CheckReport, Finding, PackageFiles, Severity
from schemas.plan import PlanItem, PlanReference
from storage import Database
from storage.database import engine
from storage.database.connections import Connections
from tests.fakes import FakeClock, ids
from tests.samples import sample_capture
from tests.unit.pipeline.gallra.memory_store import MemoryStore, Pulse

BOARD, ACCOUNT = "ks", "biblioteket"
KINDS = {
    "p1": (ItemKind.POST, None),
    "c1": (ItemKind.COMMENT, "p1"),
    "c2": (ItemKind.COMMENT, "p1"),
    "c3": (ItemKind.COMMENT, "p1"),
    "r1": (ItemKind.REPLY, "c2"),
}
"""The thread that every capture finds: kind and parent."""

WARC_PATH = "representations/warc/data/capture.warc.gz"
PLAN = """\
Informationshanteringsplan. Antagen av kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118
Klassificering;Handlingstyp;Bevaras/Gallras;Gallringsfrist;Frist räknas från;Diarieförs;Gäller för
1.1;Egna inlägg;Bevaras;;;Nej;inlägg
1.2;Kommentarer av ringa betydelse;{comments};Arkivering;Nej;kommentarer
1.3;Svar i sakfrågor;Gallras;1 år;Diarieföring;Ja;svar
1.4;Statistik;Gallras;Vid inaktualitet;;Nej;
1.5;Konto som helhet;Gallras;2 år;Arkivering;Nej;konto
"""
VARIANTS = ("Gallras;2 år", "Gallras;3 år", "Bevaras;")
"""What a version of the plan may say of comments."""


@lru_cache
def items() -> tuple[Item, ...]:
    """The items of every capture."""
    return tuple(
        Item(
            item_id=name,
            kind=kind,
            parent_id=parent,
            position=number,
            author=f"Person {name}",
            is_by_account=name in {"p1", "r1"},
            body=f"Ord i {name}.",
        )
        for number, (name, (kind, parent)) in enumerate(KINDS.items(), start=1)
    )


def member(package_id: str, item_id: str) -> bytes:
    """What the web archive of a package holds of an item."""
    return gzip.compress(f"{package_id}: ord i {item_id}.".encode(), mtime=0)


def empty_member(item_id: str) -> bytes:
    """What the web archive holds in the place of what is gone."""
    return gzip.compress(f"{item_id} är gallrad.".encode(), mtime=0)


def head(package_id: str) -> bytes:
    """The first member of a web archive, which speaks of no item."""
    return gzip.compress(f"warcinfo {package_id}".encode(), mtime=0)


# --- packages -------------------------------------------------------------------------


def package_content(
    report: CaptureReport, listed: Sequence[Item], members: Sequence[bytes]
) -> dict[str, bytes]:
    """Write a package: its report, its items, its web archive, and METS.xml over all."""
    content = {
        HEALTH_PATH: report.model_dump_json().encode(),
        ITEMS_PATH: _items_xml(tuple((i.item_id, i.gallring) for i in listed)),
        WARC_PATH: b"".join(members),
    }
    lines = (
        f"{hashlib.sha256(data).hexdigest()} {path}\n" for path, data in content.items()
    )
    return {**content, METS_NAME: "".join(lines).encode()}


def is_whole(files: PackageFiles) -> bool:
    """Whether a package holds what its METS.xml says, and no more."""
    found = {}
    for path in files.paths():
        with files.open(path) as stream:
            found[path] = stream.read()
    said = found.pop(METS_NAME, b"").decode().splitlines()
    return sorted(said) == sorted(
        f"{hashlib.sha256(data).hexdigest()} {path}" for path, data in found.items()
    )


@lru_cache(maxsize=4096)
def _items_xml(states: tuple[tuple[str, str | None], ...]) -> bytes:
    gone = dict(states)
    listed = [tombstone(i, gone[i.item_id]) if gone[i.item_id] else i for i in items()]
    target = _folder() / "items.xml"
    write_items(_capture().model_copy(update={"items": tuple(listed)}), target)
    return target.read_bytes()


@lru_cache(maxsize=4096)
def _read_items_xml(data: bytes) -> tuple[Item, ...]:
    class One:
        def open(self, path: str):
            del path
            return (_folder() / "again.xml").open("rb")

    (_folder() / "again.xml").write_bytes(data)
    return read_items(One())


def quick_read_items(files: PackageFiles) -> tuple[Item, ...]:
    """Read items.xml; what was read once is remembered by its bytes."""
    with files.open(ITEMS_PATH) as stream:
        return _read_items_xml(stream.read())


_FOLDERS: list[Path] = []


def _folder() -> Path:
    return _FOLDERS[-1]


@lru_cache
def _capture():
    return sample_capture(_folder())


def write_folder(folder: Path, content: dict[str, bytes]) -> None:
    """Write a package's files where the store takes them from."""
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def capture_again(archive: Archive, folder: Path) -> str:
    """Capture the thread as a new package, stored, entered and indexed."""
    now, number = archive.clock(), archive.new_id()
    package_id = f"paket-{number}"
    order = Order(
        order_id=f"order-{number}",
        account_id=ACCOUNT,
        reason=OrderReason.PERIODIC,
        ordered_by="Ulla",
        ordered_at=now,
        state=OrderState.DONE,
    )
    capture = _capture()
    plan = archive.database.plans.current(BOARD, archive.today())
    row = next(row for row in plan.rows if "account" in row.covers)
    report = CaptureReport(
        package_id=package_id,
        version=1,
        created_at=now,
        board_id=BOARD,
        plan_row=reference(plan.plan_id, plan.version, row),
        posts=1,
        comments=4,
        capture_id=f"capture-{number}",
        account_id=ACCOUNT,
        order_id=order.order_id,
        started_at=now,
        ended_at=now,
        url=capture.url,
        extractor="webpage-browser/1",
        profile=capture.profile,
        health=capture.health,
        files=(),
    )
    members = [head(package_id), *(member(package_id, name) for name in KINDS)]
    target = folder / package_id
    write_folder(target, package_content(report, items(), members))
    archive.store.put(package_id, 1, target, archive.progress)
    files = archive.store.open(package_id, 1)
    with archive.database.transaction():
        archive.database.orders.add(order)
        archive.database.packages.add(entry_of(report, files))
        index_package(archive, package_id, 1)
        archive.note(EventKind.STORED, package_id)
    return package_id


def reference(plan_id: str, version: int, row: PlanItem) -> PlanReference:
    """Cite a row of a plan."""
    return PlanReference(
        plan_id=plan_id,
        plan_version=version,
        row_id=row.row_id,
        code=row.code,
        document_type=row.document_type,
        disposal=row.disposal,
    )


# --- what takes the place of the slow parts -------------------------------------------


@dataclass
class Faults:
    """What is to go wrong at the next execution."""

    proof_fails: bool = False
    new_version_rots: bool = False


FAULTS = Faults()


def quick_stage(
    archive: Archive, assignment: Assignment, workspace: Path, crafts: Crafts
) -> Staged:
    """Write the next version: the members of what goes are emptied, the rest copied."""
    del crafts
    before = assignment.contents
    with before.files.open(WARC_PATH) as stream:
        data = stream.read()
    for name in assignment.item_ids:
        data = data.replace(member(before.package_id, name), empty_member(name))
    decision_id = assignment.decision.decision_id
    listed = [
        tombstone(item, decision_id) if item.item_id in assignment.item_ids else item
        for item in before.items
    ]
    report = before.report.model_copy(
        update={"version": assignment.to_version, "created_at": archive.clock()}
    )
    target = workspace / before.package_id
    write_folder(target, package_content(report, listed, [data]))
    if FAULTS.new_version_rots:
        with (target / WARC_PATH).open("ab") as stream:
            stream.write(b"!")
    proof = Proof(
        package_id=before.package_id,
        from_version=before.version,
        to_version=assignment.to_version,
        values=2 * len(assignment.item_ids),
        mapped_places=1,
        mapped_found=1,
        passed=not FAULTS.proof_fails,
    )
    return Staged(target, proof, 0)


def quick_verify(archive: Archive, package_id: str, version: int) -> CheckReport:
    """Read a version back and hold it against its METS.xml, and note it."""
    entry = archive.database.packages.get(package_id, version)
    files = archive.store.open(package_id, version)
    with files.open(METS_NAME) as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    whole = is_whole(files) and digest == entry.mets_sha256
    archive.note(EventKind.VERIFIED, package_id, {"version": str(version)})
    message = "Kontrollsumman stämmer inte."
    finding = Finding(rule="X", severity=Severity.ERROR, path="", message=message)
    findings = () if whole else (finding,)
    return CheckReport(package_id=package_id, files=4, bytes=0, findings=findings)


def quick_record(
    certificate: GallringCertificate,
    board: Board,
    source: Path,
    pdf: CaptureFile,
    target: Path,
) -> None:
    """Write the package of a certificate: the certificate, and its METS.xml."""
    del board, source, pdf
    written = {"certificate.json": certificate.model_dump_json().encode()}
    write_folder(target, {**written, METS_NAME: b"certificate"})


class NoSeal:
    """A key that signs nothing."""

    def sign(self, issued: GallringCertificate) -> bytes:
        """Give the certificate's id."""
        return issued.certificate_id.encode()


def _no_pdf(issued, target: Path, chromium, workspace) -> CaptureFile:
    del issued, chromium, workspace
    return CaptureFile(
        path=target.name,
        role=FileRole.TRANSCRIPT,
        mime_type="application/pdf",
        size=0,
        sha256="0" * 64,
    )


CRAFTS = replace(Crafts(), chromium=lambda _: Path("/"), certificate=_no_pdf)

QUICK = (
    (execute, "stage", quick_stage),
    (execute, "verify_package", quick_verify),
    (certify, "write_certificate", lambda _issued, _target: None),
    (certify, "signing_key", lambda _home: NoSeal()),
    (certify, "build_record_package", quick_record),
    (certify, "check_built", lambda *_: None),
    (execute, "read_items", quick_read_items),
    (index, "read_items", quick_read_items),
    (contents, "read_items", quick_read_items),
)


# --- the archive ----------------------------------------------------------------------


@dataclass
class SmallArchive:
    """An archive in memory with the strings that a test pulls."""

    archive: Archive
    memory: sqlite3.Connection
    store: MemoryStore
    clock: FakeClock
    pulse: Pulse
    folder: Path
    plans: tuple[PlanFile, ...]

    def as_person(self, name: str) -> Archive:
        """Give the archive as somebody works in it."""
        return replace(self.archive, agent=name)

    def adopt(self, variant: int, valid_from: date, decision: str) -> int:
        """Adopt a version of the plan, and say its number."""
        adoption = Adoption(
            board_id=BOARD,
            title="Informationshanteringsplan",
            decision=decision,
            valid_from=valid_from,
            imported_by="Ulla",
        )
        return adopt_plan(self.archive, self.plans[variant], adoption).version

    def revive(self) -> None:
        """Start the process again."""
        self.pulse.__init__()  # type: ignore[misc] - as new


@contextmanager
def small_archive(folder: Path, migrated: Path) -> Iterator[SmallArchive]:
    """Open an archive in memory over a copy of a migrated database.

    SQLite is told to work in memory on one connection; nothing else differs.
    """
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    memory.deserialize(_without_wal(migrated, folder / "mall.db"))
    pulse, clock = Pulse(), FakeClock()
    store = MemoryStore(pulse=pulse)
    store.prepare()
    _FOLDERS.append(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", _in_memory(memory))
        for owner, name, quick in QUICK:
            patch.setattr(owner, name, quick)
        patch.setattr(Connections, "write", _beating(Connections.write, pulse))
        settings = Settings(home=folder)
        with Database(f"sqlite:///{migrated}") as database:
            archive = Archive(
                settings, database, store, clock=clock, new_id=ids(), agent="Ulla"
            )
            database.boards.add(Board(board_id=BOARD, name="KS", municipality="Ä"))
            database.accounts.add(_account())
            plans = tuple(_plan_files(folder))
            yield SmallArchive(archive, memory, store, clock, pulse, folder, plans)
    _FOLDERS.pop()


def _account() -> Account:
    return Account(
        account_id=ACCOUNT,
        board_id=BOARD,
        platform="webpage",
        url=HttpUrl("https://torget.example/almhultsbibliotek"),
        name="Älmhults bibliotek",
    )


def _plan_files(folder: Path) -> Iterator[PlanFile]:
    for number, comments in enumerate(VARIANTS):
        file = folder / f"plan-{number}.csv"
        file.write_text(PLAN.format(comments=comments), encoding="utf-8")
        yield read_plan_file(file)


def _without_wal(migrated: Path, copy: Path) -> bytes:
    """Give a database file that can be opened in memory: without a log beside it."""
    source, target = sqlite3.connect(migrated), sqlite3.connect(copy)
    source.backup(target)
    target.execute("PRAGMA journal_mode = DELETE")
    source.close()
    target.close()
    return copy.read_bytes()


def _in_memory(memory: sqlite3.Connection):
    def create(url, **options):
        options |= {"poolclass": StaticPool, "creator": lambda: memory}
        return create_engine(url, **options)

    return create


def _beating(real, pulse: Pulse):
    """Let a process die before or after each transaction that it commits."""

    @contextmanager
    def write(connections):
        pulse.depth += 1
        try:
            with real(connections) as connection:
                yield connection
                if pulse.depth == 1:
                    pulse.beat()
        finally:
            pulse.depth -= 1
        if not pulse.depth:
            pulse.beat()

    return write


def moment(day: date) -> datetime:
    """Give noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=FakeClock().now.tzinfo)
