# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archive that lives in memory: thousands of lives of it fit in a test.

The use cases, the gates, the database and its migrations are the real ones. What is
slow is written small: a capture is five items, a package four files, and a web archive
one gzip member for each item.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pydantic import HttpUrl
from sqlalchemy import StaticPool, create_engine

from pipeline.adopt import Adoption, PlanFile, adopt_plan, read_plan_file
from pipeline.context import Archive
from pipeline.index import index_package
from pipeline.report import CaptureReport, entry_of
from pipeline.settings import Settings
from schemas.account import Account, Board
from schemas.order import EventKind, Order, OrderReason, OrderState
from schemas.plan import PlanItem, PlanReference
from storage import Database
from storage.database import engine
from storage.database.connections import Connections
from tests.fakes import FakeClock, ids
from tests.unit.pipeline.gallra.memory_store import MemoryStore, Pulse
from tests.unit.pipeline.gallra.quick_parts import QUICK
from tests.unit.pipeline.gallra.small_packages import (
    FOLDERS,
    KINDS,
    head,
    items,
    member,
    package_content,
    the_capture,
    write_folder,
)

BOARD, ACCOUNT = "ks", "biblioteket"
PLAN = """\
Informationshanteringsplan. Antagen av kommunstyrelsen 2026-03-10 § 41, dnr KS 2026/118
Klassificering;Handlingstyp;Bevaras/Gallras;Gallringsfrist;Frist räknas från;\
Diarieförs;Gäller för
1.1;Egna inlägg;Bevaras;;;Nej;inlägg
1.2;Kommentarer av ringa betydelse;{comments};Arkivering;Nej;kommentarer
1.3;Svar i sakfrågor;Gallras;1 år;Diarieföring;Ja;svar
1.4;Statistik;Gallras;Vid inaktualitet;;Nej;
1.5;Konto som helhet;Gallras;2 år;Arkivering;Nej;konto
"""
VARIANTS = ("Gallras;2 år", "Gallras;3 år", "Bevaras;")
"""What a version of the plan may say of comments."""


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
    capture = the_capture()
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
    FOLDERS.append(folder)
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
    FOLDERS.pop()


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
