# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Let the database itself refuse to change, remove or fork events.

The chain's end moves one event forward at a time, and only to an event that is there;
an event must continue from the end. SQLite's INSERT OR REPLACE and PostgreSQL's
TRUNCATE go around plain delete triggers, so both are met on their own.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NOT_NEXT = """
    NEW.sequence <> (SELECT sequence + 1 FROM event_head)
    OR NEW.previous <> (SELECT digest FROM event_head)
"""
_NOT_FORWARD = """
    NEW.sequence <> OLD.sequence + 1
    OR NOT EXISTS (
        SELECT 1 FROM events
        WHERE events.sequence = NEW.sequence AND events.digest = NEW.digest
    )
"""

GUARDS = (
    ("events_no_update", "UPDATE", "events", "TRUE"),
    ("events_no_delete", "DELETE", "events", "TRUE"),
    ("events_in_order", "INSERT", "events", _NOT_NEXT),
    ("event_head_no_insert", "INSERT", "event_head", "TRUE"),
    ("event_head_no_delete", "DELETE", "event_head", "TRUE"),
    ("event_head_forward", "UPDATE", "event_head", _NOT_FORWARD),
)
"""Name, statement, table, and when the statement is refused."""


def upgrade() -> None:
    """Put the guards in place."""
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Take the guards away; the events stay."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, _, table, _ in GUARDS:
        suffix = f" ON {table}" if is_postgresql else ""
        op.execute(f"DROP TRIGGER {name}{suffix}")
        if is_postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    if is_postgresql:
        for table in ("events", "event_head"):
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION events_refuse()")


def _guard_sqlite() -> None:
    for name, statement, table, refused in GUARDS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {statement} ON {table} WHEN {refused} "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )


def _guard_postgresql() -> None:
    for name, statement, table, refused in GUARDS:
        row = "OLD" if statement == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION 'events are append-only'; END IF; "
            f"RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {statement} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    op.execute(
        "CREATE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'events are append-only'; END $$"
    )
    for table in ("events", "event_head"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION events_refuse()"
        )
