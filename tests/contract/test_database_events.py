# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The event chain: append-only, and any tampering shows with its sequence number."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from schemas.errors import Damaged
from schemas.order import EventKind
from storage import open_database
from storage.database.events import GENESIS
from tests.contract.database_records import NOW, log

ROOT = Path(__file__).parents[2]

GUARDED = (
    "UPDATE events SET agent = 'annan' WHERE sequence = 2",
    "UPDATE events SET sequence = 9 WHERE sequence = 5",
    "DELETE FROM events WHERE sequence = 5",
    "DELETE FROM events",
    "UPDATE event_head SET sequence = 4",
    "UPDATE event_head SET sequence = 6",
    "DELETE FROM event_head",
    "INSERT INTO event_head VALUES (2, 5, 'x')",
    "INSERT INTO events VALUES (5, 'x', 'x', 'x', 'x', '{}', 'x', 'y')",
    "INSERT INTO events VALUES (6, 'x', 'x', 'x', 'x', '{}', 'not the end', 'y')",
    (
        "INSERT INTO events SELECT 7, happened_at, kind, agent, subject, detail, "
        "digest, 'y' FROM events WHERE sequence = 5"
    ),
)


@pytest.fixture
def chain(database):
    """A database with five events."""
    log(database, 5)
    return database


@pytest.fixture
def sql(database_url):
    """Go around Avbild, as someone with access to the database can."""
    if database_url.startswith("postgresql:"):
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(database_url)

    def run(*statements):
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    yield run
    engine.dispose()


def unguard(url):
    """Take the guards away: the chain alone must show what was done."""
    with open_database(url) as database:
        database.downgrade("0001")


def guard(url):
    """Put the guards back."""
    with open_database(url) as database:
        database.upgrade()


def test_events_come_back_as_they_were_appended(database):
    """Numbered from one, each with the digest of the one before."""
    detail = {"order": "o-1", "orsak": "Större förändring"}
    one = database.events.append(EventKind.ORDERED, "Ulla", "konto", detail, NOW)
    two = database.events.append(EventKind.CAPTURED, "Avbild", "konto", {}, NOW)
    assert (one.sequence, one.previous, one.detail) == (1, GENESIS, detail)
    assert (two.sequence, two.previous) == (2, one.digest)
    assert database.events.list() == (one, two)


def test_events_are_listed_by_subject_and_kind(chain):
    """In the order they happened; a limit gives the last ones."""
    other = chain.events.append(EventKind.EXPORTED, "Ulla", "konto-3", {}, NOW)
    first = chain.events.list()[3]
    assert chain.events.list(subject="konto-3") == (first, other)
    assert chain.events.list("konto-3", EventKind.EXPORTED) == (other,)
    assert chain.events.list(limit=2) == chain.events.list()[-2:]


def test_an_untouched_chain_is_intact(chain):
    """The report says how long it is and where it ends."""
    report = chain.events.verify()
    assert (report.is_intact, report.events) == (True, 5)
    assert report.head == chain.events.list()[-1].digest


def test_an_empty_chain_is_intact(database):
    """Nothing has happened, and nothing is missing."""
    report = database.events.verify()
    assert (report.is_intact, report.events, report.head) == (True, 0, GENESIS)


@pytest.mark.parametrize("statement", GUARDED)
def test_the_database_itself_refuses(chain, sql, statement):
    """Changing, removing, forking and skipping, whoever asks."""
    with pytest.raises(DatabaseError, match="append-only"):
        sql(statement)
    assert chain.events.verify().is_intact


def test_sqlite_cannot_replace_an_event(chain, sql, database_url):
    """INSERT OR REPLACE fires no delete trigger, and is refused all the same."""
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite has INSERT OR REPLACE")
    with pytest.raises(DatabaseError, match="append-only"):
        sql("INSERT OR REPLACE INTO events SELECT * FROM events WHERE sequence = 2")
    assert chain.events.verify().is_intact


@pytest.mark.parametrize("table", ["events", "event_head"])
def test_postgresql_cannot_truncate_events(chain, sql, database_url, table):
    """TRUNCATE fires no row trigger, and is refused all the same."""
    if not database_url.startswith("postgresql"):
        pytest.skip("only PostgreSQL has TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"):
        sql(f"TRUNCATE {table}")
    assert chain.events.verify().is_intact


@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE events SET agent = 'annan' WHERE sequence = 3", 3),
        ('UPDATE events SET detail = \'{"nr": "2"}\' WHERE sequence = 3', 3),
        ("UPDATE events SET detail = 'inte json' WHERE sequence = 3", 3),
        ("UPDATE events SET happened_at = 'igår' WHERE sequence = 1", 1),
        ("DELETE FROM events WHERE sequence = 2", 2),
        ("DELETE FROM events WHERE sequence = 5", 5),
        ("DELETE FROM events WHERE sequence < 3", 1),
        ("DELETE FROM events", 1),
        ("UPDATE events SET sequence = 40 WHERE sequence = 4", 4),
        ("UPDATE event_head SET digest = 'x'", 5),
        ("UPDATE event_head SET sequence = 4", 5),
    ],
)
def test_what_went_around_the_guards_shows(
    chain, sql, database_url, statement, sequence
):
    """The first fault names the sequence number."""
    unguard(database_url)
    sql(statement)
    guard(database_url)
    report = chain.events.verify()
    assert not report.is_intact
    assert report.problems[0].sequence == sequence
    assert str(sequence) in report.problems[0].message


def test_two_events_that_changed_places_show(chain, sql, database_url):
    """Each row is whole in itself, but not where it stands."""
    unguard(database_url)
    sql(
        "UPDATE events SET sequence = 99 WHERE sequence = 2",
        "UPDATE events SET sequence = 2 WHERE sequence = 3",
        "UPDATE events SET sequence = 3 WHERE sequence = 99",
    )
    problems = chain.events.verify().problems
    assert {2, 3} <= {problem.sequence for problem in problems}


def test_an_event_that_cannot_be_read_is_damage(chain, sql, database_url):
    """Listing says so; it never shows a guess."""
    unguard(database_url)
    sql("UPDATE events SET detail = 'inte json' WHERE sequence = 3")
    guard(database_url)
    with pytest.raises(Damaged, match="Händelse 3 går inte att tolka"):
        chain.events.list()


def test_a_chain_rewritten_as_a_whole_shows_against_a_digest_kept_elsewhere(
    chain, database_url, tmp_path
):
    """A package that cites event 3 is proof against whoever owns the database."""
    kept = chain.events.list()[2].digest
    assert chain.events.verify({3: kept}).is_intact
    with open_database(f"sqlite:///{tmp_path}/forged.db") as forged:
        forged.upgrade()
        log(forged, 5, agent="Någon annan")
        report = forged.events.verify({3: kept})
        assert forged.events.verify().is_intact
        assert [problem.sequence for problem in report.problems] == [3]
    assert not chain.events.verify({6: kept}).is_intact, database_url


APPENDER = """
import sys
from datetime import datetime
from schemas.order import EventKind
from storage import open_database

url, name, now = sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])
with open_database(url) as database:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(100):
        with database.transaction():
            database.events.append(EventKind.OBSERVED, name, str(number), {}, now)
"""


def test_two_processes_append_two_hundred_events_to_one_chain(database, database_url):
    """Nobody forks it, and each one's events keep their order."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", APPENDER, database_url, name, NOW.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        for name in ("one", "two")
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0]
    report = database.events.verify()
    assert (report.is_intact, report.events) == (True, 200)
    for name in ("one", "two"):
        mine = [e.subject for e in database.events.list() if e.agent == name]
        assert mine == [str(number) for number in range(100)]
