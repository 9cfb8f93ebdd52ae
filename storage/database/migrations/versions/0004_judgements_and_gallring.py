# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room for the index of items, what people judge of them, and gallring.

What was decided is never changed: the database itself refuses it for registrations,
lists, decisions and certificates, and for a hold once it is released. SQLite's INSERT
OR REPLACE and PostgreSQL's TRUNCATE go around plain triggers, and are met on their own.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PLAN_ROW = ["plan_id", "plan_version", "row_id"]

TABLES = (
    "items",
    "classifications",
    "classification_rules",
    "personal_data_decisions",
    "registrations",
    "holds",
    "gallring_lists",
    "gallring_decisions",
    "gallring_executions",
    "gallring_claims",
    "gallring_certificates",
)
"""In the order that they can be made."""

GUARDED = (
    (
        "registrations",
        "registration_id = NEW.registration_id OR number = NEW.number",
        "TRUE",
    ),
    ("gallring_lists", "list_id = NEW.list_id", "TRUE"),
    (
        "gallring_decisions",
        "decision_id = NEW.decision_id OR list_id = NEW.list_id",
        "TRUE",
    ),
    ("gallring_certificates", "certificate_id = NEW.certificate_id", "TRUE"),
    ("holds", "hold_id = NEW.hold_id", "OLD.released_at IS NOT NULL"),
    (
        "gallring_executions",
        "decision_id = NEW.decision_id AND package_id = NEW.package_id",
        "NEW.package_id <> OLD.package_id",
    ),
)
"""Tables whose rows are never removed: what a row is the same by, and which changes
are refused."""


def upgrade() -> None:
    """Make the tables and put their guards in place."""
    op.add_column("packages", sa.Column("purged_by", sa.String(80)))
    op.add_column("packages", sa.Column("purged_at", sa.DateTime(timezone=True)))
    _items()
    _classifications()
    _personal_data()
    _registrations()
    _holds()
    _lists()
    _executions()
    _certificates()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Remove the tables, and the rows of packages that gallring has destroyed.

    An older Avbild would look for their files.
    """
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION decided_refuse()")
    op.execute("DELETE FROM packages WHERE purged_by IS NOT NULL")
    op.drop_column("packages", "purged_at")
    op.drop_column("packages", "purged_by")


def _identifier(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(80), nullable=nullable)


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _word(name: str, length: int = 20) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [
        sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)
        for name in names
    ]


def _flag(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _nested(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=nullable)


def _counted() -> sa.Column[Any]:
    return sa.Column("number", sa.Integer(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _points_at(table: str, columns: list[str], other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        columns,
        [f"{other}.{key}" for key in columns],
        name=f"fk_{table}_{'_'.join(columns)}",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _items() -> None:
    op.create_table(
        "items",
        _identifier("package_id"),
        *_numbers("version"),
        *(_identifier(name) for name in ("item_id", "account_id", "board_id")),
        _identifier("thread_id"),
        _identifier("parent_id", nullable=True),
        _word("kind"),
        _flag("is_by_account"),
        _moment("published", nullable=True),
        _moment("captured_at"),
        _flag("is_gallrad"),
        _points_at("items", ["account_id"], "accounts"),
        _points_at("items", ["board_id"], "boards"),
        _points_at("items", ["package_id", "version"], "packages"),
        _key("items", "package_id", "version", "item_id"),
    )
    _index("items", "account_id", "item_id")


def _classifications() -> None:
    op.create_table(
        "classifications",
        _counted(),
        *(_identifier(name) for name in ("account_id", "item_id", "plan_id")),
        *_numbers("plan_version"),
        _identifier("row_id"),
        _nested("plan"),
        _word("state"),
        *_text("rule", "decided_by"),
        _moment("decided_at", nullable=True),
        *_text("reason"),
        _points_at("classifications", ["account_id"], "accounts"),
        _points_at("classifications", PLAN_ROW, "plan_rows"),
        _key("classifications", "number"),
    )
    _index("classifications", "account_id", "item_id")
    _index("classifications", *PLAN_ROW)
    op.create_table(
        "classification_rules",
        *(_identifier(name) for name in ("board_id", "rule_id")),
        *_numbers("position"),
        _identifier("row_id"),
        *(_nested(name) for name in ("kinds", "platforms")),
        _flag("by_account", nullable=True),
        _nested("keywords"),
        _points_at("classification_rules", ["board_id"], "boards"),
        _key("classification_rules", "board_id", "rule_id"),
    )


def _personal_data() -> None:
    op.create_table(
        "personal_data_decisions",
        _counted(),
        *(_identifier(name) for name in ("account_id", "item_id")),
        _word("kind", 30),
        *_numbers("start", "end"),
        _flag("is_personal_data"),
        *_text("decided_by"),
        _moment("decided_at"),
        *_text("reason"),
        _points_at("personal_data_decisions", ["account_id"], "accounts"),
        _key("personal_data_decisions", "number"),
    )
    _index("personal_data_decisions", "account_id", "item_id")


def _registrations() -> None:
    op.create_table(
        "registrations",
        _counted(),
        *(_identifier(name) for name in ("registration_id", "account_id", "item_id")),
        _flag("covers_thread"),
        _word("state", 30),
        *_text("decided_by"),
        _moment("decided_at"),
        *_text("reason"),
        sa.Column("due", sa.Date()),
        _moment("handed_over_at", nullable=True),
        *_text("handed_over_by", "diary_number"),
        sa.Column("registered_on", sa.Date()),
        *_text("registered_by"),
        sa.Column("document_date", sa.Date()),
        sa.Column("direction", sa.String(20)),
        *_text("party", "subject", "public_subject", "secrecy"),
        sa.Column("case_closed_on", sa.Date()),
        _points_at("registrations", ["account_id"], "accounts"),
        _key("registrations", "number"),
        sa.UniqueConstraint("registration_id", name="uq_registrations_registration_id"),
    )
    _index("registrations", "account_id", "item_id")


def _holds() -> None:
    op.create_table(
        "holds",
        _identifier("hold_id"),
        _word("level"),
        *_text("subject"),
        _identifier("account_id", nullable=True),
        _word("reason", 30),
        *_text("reason_text", "placed_by"),
        _moment("placed_at"),
        sa.Column("until", sa.Date()),
        *_text("released_by"),
        _moment("released_at", nullable=True),
        *_text("release_reason"),
        _points_at("holds", ["account_id"], "accounts"),
        _key("holds", "hold_id"),
    )
    _index("holds", "account_id")


def _lists() -> None:
    op.create_table(
        "gallring_lists",
        *(_identifier(name) for name in ("list_id", "board_id", "account_id")),
        _word("scope"),
        *(_nested(name) for name in ("entries", "whole_packages")),
        *_text("proposed_by"),
        _moment("proposed_at"),
        _nested("excluded"),
        _word("digest", 64),
        _points_at("gallring_lists", ["board_id"], "boards"),
        _points_at("gallring_lists", ["account_id"], "accounts"),
        _key("gallring_lists", "list_id"),
    )
    _index("gallring_lists", "account_id")
    _index("gallring_lists", "board_id")
    op.create_table(
        "gallring_decisions",
        *(_identifier(name) for name in ("decision_id", "list_id")),
        _word("list_digest", 64),
        *_text("approved_by"),
        _moment("approved_at"),
        *_text("delegation"),
        _points_at("gallring_decisions", ["list_id"], "gallring_lists"),
        _key("gallring_decisions", "decision_id"),
        sa.UniqueConstraint("list_id", name="uq_gallring_decisions_list_id"),
    )


def _executions() -> None:
    op.create_table(
        "gallring_executions",
        *(_identifier(name) for name in ("decision_id", "package_id")),
        *_numbers("from_version"),
        sa.Column("to_version", sa.Integer()),
        _word("state"),
        _moment("started_at"),
        _moment("ended_at", nullable=True),
        *_text("executed_by"),
        *_numbers("items", "removed_files"),
        _word("old_mets_sha256", 64),
        sa.Column("new_mets_sha256", sa.String(64)),
        *(_nested(name, nullable=True) for name in ("proof", "purge")),
        *_text("failure"),
        _points_at("gallring_executions", ["decision_id"], "gallring_decisions"),
        _key("gallring_executions", "decision_id", "package_id"),
    )
    op.create_table(
        "gallring_claims",
        _identifier("decision_id"),
        *_text("worker"),
        _moment("lease_until"),
        _points_at("gallring_claims", ["decision_id"], "gallring_decisions"),
        _key("gallring_claims", "decision_id"),
    )


def _certificates() -> None:
    op.create_table(
        "gallring_certificates",
        *(_identifier(name) for name in ("certificate_id", "decision_id")),
        _moment("issued_at"),
        _nested("certificate"),
        _points_at("gallring_certificates", ["decision_id"], "gallring_decisions"),
        _key("gallring_certificates", "certificate_id"),
    )
    _index("gallring_certificates", "decision_id")


def _guard_sqlite() -> None:
    for table, same, refused in GUARDED:
        replaced = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - of the names above
        for statement, condition in (
            ("UPDATE", refused),
            ("DELETE", "TRUE"),
            ("INSERT", replaced),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_no_{statement.lower()} BEFORE {statement} "
                f"ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION decided_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$"
    )
    for table, _, refused in GUARDED:
        for statement, extent in (
            ("UPDATE", f"FOR EACH ROW WHEN ({refused})"),
            ("DELETE", "FOR EACH ROW"),
            ("TRUNCATE", "FOR EACH STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_no_{statement.lower()} BEFORE {statement} "
                f"ON {table} {extent} EXECUTE FUNCTION decided_refuse()"
            )
