# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first tables: register, plans, observations, orders, packages, events.

A migration is never edited once released: it spells the tables out as they were.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('queued', 'running')")


def upgrade() -> None:
    """Create every table."""
    _register()
    _plans()
    _plan_contents()
    _observations()
    _orders()
    _packages()
    _events()


def downgrade() -> None:
    """Remove every table and all that was in them."""
    for table in (
        "event_head",
        "events",
        "packages",
        "orders",
        "observations",
        "plan_sources",
        "plan_rows",
        "plans",
        "account_history",
        "accounts",
        "boards",
    ):
        op.drop_table(table)


def _identifier(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(80), nullable=nullable)


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _word(name: str, length: int = 20) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable, autoincrement=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _nested(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _points_at(
    table: str, columns: list[str], other: str, keys: list[str] | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        columns,
        [f"{other}.{key}" for key in keys or columns],
        name=f"fk_{table}_{'_'.join(columns)}",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _register() -> None:
    op.create_table(
        "boards",
        _identifier("board_id"),
        *_text("name", "municipality", "organisation_number"),
        _key("boards", "board_id"),
    )
    op.create_table(
        "accounts",
        *(_identifier(name) for name in ("account_id", "board_id", "platform")),
        *_text("url", "name", "activity", "responsible_manager", "account_owner"),
        *_text("stand_in", "purpose", "target_group", "decision"),
        sa.Column("opened_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        _word("status"),
        _points_at("accounts", ["board_id"], "boards"),
        _key("accounts", "account_id"),
    )
    _index("accounts", "board_id")
    op.create_table(
        "account_history",
        sa.Column("change_id", sa.Integer(), nullable=False),
        _identifier("account_id"),
        _moment("changed_at"),
        *_text("changed_by", "reason"),
        _nested("before"),
        _nested("after"),
        _points_at("account_history", ["account_id"], "accounts"),
        _key("account_history", "change_id"),
    )
    _index("account_history", "account_id")


def _plans() -> None:
    op.create_table(
        "plans",
        _identifier("plan_id"),
        _number("version"),
        _identifier("board_id"),
        *_text("title", "decision"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        *_text("source_name"),
        _word("source_sha256", 64),
        _moment("imported_at"),
        *_text("imported_by"),
        _points_at("plans", ["board_id"], "boards"),
        _key("plans", "plan_id", "version"),
    )
    _index("plans", "board_id")


def _plan_contents() -> None:
    plan, keys = ["plan_id", "plan_version"], ["plan_id", "version"]
    op.create_table(
        "plan_rows",
        _identifier("plan_id"),
        _number("plan_version"),
        _identifier("row_id"),
        _number("position"),
        *_text("code", "document_type"),
        _word("disposal"),
        *_text("period_text"),
        _number("period_months", nullable=True),
        _word("trigger"),
        _word("registration"),
        *_text("secrecy", "storage_format", "remarks"),
        _nested("covers"),
        _number("source_row"),
        _points_at("plan_rows", plan, "plans", keys),
        _key("plan_rows", *plan, "row_id"),
    )
    op.create_table(
        "plan_sources",
        _identifier("plan_id"),
        _number("plan_version"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _points_at("plan_sources", plan, "plans", keys),
        _key("plan_sources", *plan),
    )


def _observations() -> None:
    op.create_table(
        "observations",
        _identifier("observation_id"),
        _identifier("account_id"),
        _moment("seen_at"),
        _word("page_state"),
        _word("observed_as"),
        *_text("extractor"),
        _nested("profile"),
        _points_at("observations", ["account_id"], "accounts"),
        _key("observations", "observation_id"),
    )
    _index("observations", "account_id", "seen_at")


def _orders() -> None:
    op.create_table(
        "orders",
        _identifier("order_id"),
        _identifier("account_id"),
        _word("reason"),
        *_text("reason_text", "diary_number", "ordered_by"),
        _moment("ordered_at"),
        _word("state"),
        _nested("progress", nullable=True),
        *(_moment(n, nullable=True) for n in ("started_at", "ended_at", "lease_until")),
        _identifier("package_id", nullable=True),
        *_text("failure"),
        sa.Column("worker", sa.Text()),
        _points_at("orders", ["account_id"], "accounts"),
        _key("orders", "order_id"),
    )
    _index("orders", "account_id", "ordered_at")
    _index("orders", "state", "ordered_at")
    op.create_index(
        "uq_orders_open",
        "orders",
        ["account_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _packages() -> None:
    plan_row = ["plan_id", "plan_version", "row_id"]
    op.create_table(
        "packages",
        _identifier("package_id"),
        _number("version"),
        *(_identifier(name) for name in ("account_id", "board_id", "order_id")),
        _identifier("capture_id"),
        _moment("created_at"),
        _number("files"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _word("mets_sha256", 64),
        _number("posts"),
        _number("comments"),
        _identifier("plan_id"),
        _number("plan_version"),
        _identifier("row_id"),
        _points_at("packages", ["account_id"], "accounts"),
        _points_at("packages", ["board_id"], "boards"),
        _points_at("packages", ["order_id"], "orders"),
        _points_at("packages", plan_row, "plan_rows"),
        _key("packages", "package_id", "version"),
    )
    _index("packages", "account_id", "created_at")
    _index("packages", "board_id")
    _index("packages", "order_id")


def _events() -> None:
    op.create_table(
        "events",
        _number("sequence"),
        _word("happened_at", 32),
        _word("kind", 40),
        *_text("agent", "subject", "detail"),
        _word("previous", 64),
        _word("digest", 64),
        _key("events", "sequence"),
        sa.UniqueConstraint("previous", name="uq_events_previous"),
        sa.UniqueConstraint("digest", name="uq_events_digest"),
    )
    _index("events", "subject")
    head = op.create_table(
        "event_head",
        _number("head_id"),
        _number("sequence"),
        _word("digest", 64),
        sa.CheckConstraint("head_id = 1", name="ck_event_head_one_row"),
        _key("event_head", "head_id"),
    )
    op.bulk_insert(head, [{"head_id": 1, "sequence": 0, "digest": "0" * 64}])
