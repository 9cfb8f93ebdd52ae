# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room for the watch, the closing of accounts, conformity, and a wider register.

A sight of a profile becomes a span. What was decided is never changed: the database
itself refuses it for policies, the register's history, closures and what people judged.
SQLite's INSERT OR REPLACE and PostgreSQL's TRUNCATE go around plain triggers, and are
met on their own.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "policies",
    "watch_states",
    "outages",
    "profile_changes",
    "evidence",
    "notices",
    "closures",
    "closure_entries",
    "conformity_judgements",
    "conformity_reports",
)
"""In the order that they can be made."""

SAME_POLICY = """
    kind = NEW.kind AND version = NEW.version
    AND coalesce(board_id, '') = coalesce(NEW.board_id, '')
"""

GUARDED = (
    ("account_history", "change_id = NEW.change_id", "TRUE"),
    (
        "policies",
        f"number = NEW.number OR ({SAME_POLICY})",
        "TRUE",
    ),
    ("closures", "closure_id = NEW.closure_id", "OLD.state <> 'open'"),
    ("closure_entries", "number = NEW.number", "TRUE"),
    ("conformity_judgements", "number = NEW.number", "TRUE"),
)
"""Tables whose rows are never removed: what a row is the same by, and which changes
are refused."""

SETTLED = "OLD.state NOT IN ('waiting', 'to_judge') AND NEW.state <> OLD.state"
"""A change that is settled stays so; gallring of the account may still remove it."""


def upgrade() -> None:
    """Widen the register and the sights, make the tables, put their guards in place."""
    for table, columns in _later_columns().items():
        for column in columns:
            op.add_column(table, column)
    _index("accounts", "status", "account_id")
    _index("observations", "account_id", "until")
    heads = ["account_id", "observed_as", "extractor", "page_state", "until"]
    op.create_index("ix_observations_heads", "observations", [*heads, "observation_id"])
    _policies()
    _watch()
    _changes()
    _notices()
    _closures()
    _conformity()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Remove it again, and what an older Avbild has no words for.

    Sights of the new kinds of page go. Spans keep their beginning.
    """
    for table in reversed(TABLES):
        op.drop_table(table)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    statements = ["update", "delete", "truncate" if is_postgresql else "insert"]
    for statement in statements:
        suffix = " ON account_history" if is_postgresql else ""
        op.execute(f"DROP TRIGGER account_history_no_{statement}{suffix}")
    for name in ("heads", "account_id_until"):
        op.drop_index(f"ix_observations_{name}", "observations")
    op.drop_index("ix_accounts_status_account_id", "accounts")
    op.execute(
        "DELETE FROM observations "
        "WHERE page_state IN ('deactivated', 'challenged', 'access_refused')"
    )
    for table, columns in _later_columns().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)


def _identifier(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(80), nullable=nullable)


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _word(name: str, length: int = 20, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _nested(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=False)


def _counted() -> sa.Column[Any]:
    return sa.Column("number", sa.Integer(), nullable=False)


def _with(
    column: sa.Column[Any], default: str | sa.TextClause | sa.ColumnElement[Any]
) -> sa.Column[Any]:
    """Give the column a default, for the rows that are there."""
    return sa.Column(column.name, column.type, nullable=False, server_default=default)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [_with(column, "") for column in _text(*names)]


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _points_at(
    table: str, column: str, other: str, key: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key or column}"], name=f"fk_{table}_{column}"
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    """Let only one of those rows be there for the columns."""
    some = sa.text(where)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=some, postgresql_where=some
    )


def _later_columns() -> dict[str, list[sa.Column[Any]]]:
    # SQLite adds only what is worked out when read, PostgreSQL keeps it in the row.
    persisted = op.get_bind().dialect.name == "postgresql"
    until = sa.Computed("coalesce(last_seen_at, seen_at)", persisted=persisted)
    return {
        "boards": _texts("secretary_email"),
        "accounts": [
            *_texts("goals", "goals_follow_up", "decided_by"),
            sa.Column("decided_on", sa.Date()),
            *_texts("approval", "approved_by"),
            sa.Column("approved_on", sa.Date()),
            _with(_flag("is_listed"), sa.true()),
            _with(_number("snapshots_per_year"), sa.text("0")),
            _with(_word("level"), "full"),
        ],
        "observations": [
            *_texts("locale", "code"),
            sa.Column("control_ok", sa.Boolean()),
            _moment("last_seen_at", nullable=True),
            _with(_number("sights"), sa.text("1")),
            _moment("last_active_at", nullable=True),
            *(_with(_nested(name), "{}") for name in ("sources", "counters")),
            _with(_nested("evidence"), "[]"),
            sa.Column("until", sa.DateTime(timezone=True), until),
        ],
        "orders": [
            _identifier("change_id", nullable=True),
            _with(_word("level"), "full"),
            _with(_nested("posts"), "[]"),
        ],
        "packages": [_with(_word("level"), "full")],
    }


def _policies() -> None:
    op.create_table(
        "policies",
        _counted(),
        _word("kind"),
        _identifier("board_id", nullable=True),
        _number("version"),
        _nested("content"),
        _moment("set_at"),
        *_text("set_by", "reason"),
        _points_at("policies", "board_id", "boards"),
        _key("policies", "number"),
    )
    version = ["kind", "version"]
    op.create_index(
        "uq_policies_board", "policies", ["kind", "board_id", "version"], unique=True
    )
    name = "uq_policies_municipality"
    _unique(name, "policies", version, "board_id IS NULL")


def _watch() -> None:
    op.create_table(
        "watch_states",
        _identifier("account_id"),
        _moment("due_at"),
        *(_moment(name, nullable=True) for name in ("last_looked_at", "last_good_at")),
        _word("last_state", nullable=True),
        _number("failures"),
        _nested("validators"),
        _points_at("watch_states", "account_id", "accounts"),
        _key("watch_states", "account_id"),
    )
    _index("watch_states", "due_at")
    op.create_table(
        "outages",
        _identifier("outage_id"),
        _word("scope"),
        *_text("subject"),
        _word("state"),
        _moment("began_at"),
        _moment("ended_at", nullable=True),
        _moment("checked_at", nullable=True),
        _number("accounts"),
        _key("outages", "outage_id"),
    )
    _index("outages", "began_at")
    _unique("uq_outages_open", "outages", ["subject"], "ended_at IS NULL")
    op.create_table(
        "evidence",
        _word("sha256", 64),
        *_text("media_type"),
        _moment("taken_at"),
        *_text("source"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _key("evidence", "sha256"),
    )


def _changes() -> None:
    table = "profile_changes"
    op.create_table(
        table,
        *(_identifier(name) for name in ("change_id", "account_id")),
        *(_identifier(name) for name in ("before_id", "after_id")),
        _nested("comparisons"),
        _word("state"),
        _moment("found_at"),
        _number("times_seen"),
        _moment("settled_at", nullable=True),
        *_text("settled_by", "reason"),
        _identifier("order_id", nullable=True),
        _points_at(table, "account_id", "accounts"),
        _points_at(table, "before_id", "observations", "observation_id"),
        _points_at(table, "after_id", "observations", "observation_id"),
        _key(table, "change_id"),
    )
    for columns in (["account_id", "found_at"], ["state", "found_at"]):
        _index(table, *columns)
    for column in ("before_id", "after_id"):
        _index(table, column)
    is_open = "state IN ('waiting', 'to_judge')"
    _unique("uq_profile_changes_open", table, ["account_id"], is_open)


def _notices() -> None:
    op.create_table(
        "notices",
        _identifier("notice_id"),
        *_text("key"),
        _word("kind", 30),
        _word("recipient"),
        *(_identifier(name, nullable=True) for name in ("board_id", "account_id")),
        _moment("created_at"),
        *_text("title", "text", "action"),
        *(_moment(name, nullable=True) for name in ("sent_at", "done_at")),
        *_text("done_by"),
        _points_at("notices", "board_id", "boards"),
        _points_at("notices", "account_id", "accounts"),
        _key("notices", "notice_id"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
    )
    _index("notices", "account_id")
    _index("notices", "board_id", "created_at")
    _index("notices", "recipient", "created_at")
    _index("notices", "sent_at", "created_at")


def _closures() -> None:
    op.create_table(
        "closures",
        *(_identifier(name) for name in ("closure_id", "account_id")),
        _moment("opened_at"),
        *_text("opened_by"),
        _word("state"),
        _points_at("closures", "account_id", "accounts"),
        _key("closures", "closure_id"),
    )
    _index("closures", "account_id")
    _unique("uq_closures_open", "closures", ["account_id"], "state = 'open'")
    op.create_table(
        "closure_entries",
        _counted(),
        _identifier("closure_id"),
        _word("step"),
        _moment("at"),
        *_text("by"),
        _flag("is_undone"),
        *_text("reason", "decision", "link", "announcement", "turn_to"),
        sa.Column("until", sa.Date()),
        *(_identifier(name, nullable=True) for name in ("order_id", "package_id")),
        _flag("accepted_incomplete"),
        _identifier("observation_id", nullable=True),
        _nested("evidence"),
        _points_at("closure_entries", "closure_id", "closures"),
        _key("closure_entries", "number"),
    )
    _index("closure_entries", "closure_id")


def _conformity() -> None:
    judged, reports = "conformity_judgements", "conformity_reports"
    op.create_table(
        judged,
        _counted(),
        _identifier("account_id"),
        _word("check", 30),
        _word("state"),
        _word("subject_sha256", 64),
        _moment("judged_at"),
        *_text("judged_by", "reason"),
        _points_at(judged, "account_id", "accounts"),
        _key(judged, "number"),
    )
    _index(judged, "account_id")
    op.create_table(
        reports,
        *(_identifier(name) for name in ("report_id", "board_id")),
        _moment("made_at"),
        _nested("report"),
        _points_at(reports, "board_id", "boards"),
        _key(reports, "report_id"),
    )
    _index(reports, "board_id", "made_at")


def _guard_sqlite() -> None:
    for table, same, refused in GUARDED:
        replaced = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - of the names above
        _refuse_sqlite(table, "UPDATE", refused)
        _refuse_sqlite(table, "DELETE", "TRUE")
        _refuse_sqlite(table, "INSERT", replaced)
    _refuse_sqlite("profile_changes", "UPDATE", SETTLED)


def _refuse_sqlite(table: str, statement: str, condition: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{statement.lower()} BEFORE {statement} "
        f"ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
    )


def _guard_postgresql() -> None:
    """Guard with the function that 0004 made."""
    for table, _, refused in GUARDED:
        _refuse_postgresql(table, "UPDATE", f"FOR EACH ROW WHEN ({refused})")
        _refuse_postgresql(table, "DELETE", "FOR EACH ROW")
        _refuse_postgresql(table, "TRUNCATE", "FOR EACH STATEMENT")
    _refuse_postgresql("profile_changes", "UPDATE", f"FOR EACH ROW WHEN ({SETTLED})")


def _refuse_postgresql(table: str, statement: str, extent: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{statement.lower()} BEFORE {statement} "
        f"ON {table} {extent} EXECUTE FUNCTION decided_refuse()"
    )
