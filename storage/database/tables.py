# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables, as the newest migration leaves them.

Column names are the field names of the records in `schemas`; a record within a record
is one JSON column. A test holds the tables to what the migrations build. Those of
judging and gallring are in `storage.database.judged_tables`, those of the watch,
closing and conformity in `storage.database.watch_tables`.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def in_utc(moment: datetime) -> datetime:
    """Give a moment in UTC; a time without zone could mean any moment, and raises."""
    if moment.tzinfo is None:
        message = "a time without time zone was about to be stored"
        raise ValueError(message)
    return moment.astimezone(UTC)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware of its zone on the way in and out.

    SQLite has no time zones: there the text of the UTC time is kept.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Turn a moment into UTC; a time without zone is a bug and raises."""
        del dialect
        return None if value is None else in_utc(value)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give the moment back in UTC."""
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def nested() -> JSON:
    """Give the type of a column that holds a record within a record."""
    return JSON(none_as_null=True)


def later_text(name: str, default: str = "") -> Column[str]:
    """Give a column of text that older rows got with a default."""
    return Column(name, Text, nullable=False, server_default=default)


boards = Table(
    "boards",
    metadata,
    Column("board_id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("municipality", Text, nullable=False),
    Column("organisation_number", Text, nullable=False),
    later_text("secretary_email"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", String(80), primary_key=True),
    Column("board_id", ForeignKey("boards.board_id"), nullable=False, index=True),
    Column("platform", String(80), nullable=False),
    Column("url", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("responsible_manager", Text, nullable=False),
    Column("account_owner", Text, nullable=False),
    Column("stand_in", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("target_group", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("opened_on", Date),
    Column("closed_on", Date),
    Column("status", String(20), nullable=False),
    later_text("goals"),
    later_text("goals_follow_up"),
    later_text("decided_by"),
    Column("decided_on", Date),
    later_text("approval"),
    later_text("approved_by"),
    Column("approved_on", Date),
    Column("is_listed", Boolean, nullable=False, server_default=true()),
    Column("snapshots_per_year", Integer, nullable=False, server_default=text("0")),
    Column("level", String(20), nullable=False, server_default="full"),
    later_text("browser_clearance"),
    later_text("browser_cleared_by"),
    Column("browser_cleared_on", Date),
    Index(None, "status", "account_id"),
)

account_history = Table(
    "account_history",
    metadata,
    Column("change_id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", nested(), nullable=False),
    Column("after", nested(), nullable=False),
)

plans = Table(
    "plans",
    metadata,
    Column("plan_id", String(80), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("board_id", ForeignKey("boards.board_id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("source_name", Text, nullable=False),
    Column("source_sha256", String(64), nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("imported_by", Text, nullable=False),
)

plan_rows = Table(
    "plan_rows",
    metadata,
    Column("plan_id", String(80), primary_key=True),
    Column("plan_version", Integer, primary_key=True, autoincrement=False),
    Column("row_id", String(80), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("document_type", Text, nullable=False),
    Column("disposal", String(20), nullable=False),
    Column("period_text", Text, nullable=False),
    Column("period_months", Integer),
    Column("trigger", String(20), nullable=False),
    Column("registration", String(20), nullable=False),
    Column("secrecy", Text, nullable=False),
    Column("storage_format", Text, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("covers", nested(), nullable=False),
    Column("source_row", Integer, nullable=False),
    ForeignKeyConstraint(
        ["plan_id", "plan_version"], ["plans.plan_id", "plans.version"]
    ),
)

plan_sources = Table(
    "plan_sources",
    metadata,
    Column("plan_id", String(80), primary_key=True),
    Column("plan_version", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["plan_id", "plan_version"], ["plans.plan_id", "plans.version"]
    ),
)

observations = Table(
    "observations",
    metadata,
    Column("observation_id", String(80), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("page_state", String(20), nullable=False),
    Column("observed_as", String(20), nullable=False),
    Column("extractor", Text, nullable=False),
    Column("profile", nested(), nullable=False),
    later_text("locale"),
    later_text("code"),
    Column("control_ok", Boolean),
    Column("last_seen_at", Moment),
    Column("sights", Integer, nullable=False, server_default=text("1")),
    Column("last_active_at", Moment),
    Column("sources", nested(), nullable=False, server_default="{}"),
    Column("counters", nested(), nullable=False, server_default="{}"),
    Column("evidence", nested(), nullable=False, server_default="[]"),
    # A sight is a span: this is where it ends, for what is newest and what is nearest.
    Column("until", Moment, Computed("coalesce(last_seen_at, seen_at)")),
    Index(None, "account_id", "seen_at"),
    Index(None, "account_id", "until"),
    Index(
        "ix_observations_heads",
        "account_id",
        "observed_as",
        "extractor",
        "page_state",
        "until",
        "observation_id",
    ),
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", String(80), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("reason_text", Text, nullable=False),
    Column("diary_number", Text, nullable=False),
    Column("ordered_by", Text, nullable=False),
    Column("ordered_at", Moment, nullable=False),
    Column("keep_incomplete", Boolean, nullable=False, server_default=false()),
    Column("state", String(20), nullable=False),
    Column("progress", nested()),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("lease_until", Moment),
    Column("package_id", String(80)),
    Column("failure", Text, nullable=False),
    Column("worker", Text),
    Column("change_id", String(80)),
    Column("level", String(20), nullable=False, server_default="full"),
    Column("posts", nested(), nullable=False, server_default="[]"),
    Column("exports", nested(), nullable=False, server_default="[]"),
    later_text("attended_by"),
    Index(None, "account_id", "ordered_at"),
    Index(None, "state", "ordered_at"),
    Index(
        "uq_orders_open",
        "account_id",
        unique=True,
        sqlite_where=text("state IN ('queued', 'running')"),
        postgresql_where=text("state IN ('queued', 'running')"),
    ),
)

packages = Table(
    "packages",
    metadata,
    Column("package_id", String(80), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("board_id", ForeignKey("boards.board_id"), nullable=False, index=True),
    Column("order_id", ForeignKey("orders.order_id"), nullable=False, index=True),
    Column("capture_id", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("files", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mets_sha256", String(64), nullable=False),
    Column("posts", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("plan_id", String(80), nullable=False),
    Column("plan_version", Integer, nullable=False),
    Column("row_id", String(80), nullable=False),
    Column("is_complete", Boolean, nullable=False, server_default=true()),
    Column("level", String(20), nullable=False, server_default="full"),
    Column("purged_by", String(80)),
    Column("purged_at", Moment),
    Index(None, "account_id", "created_at"),
    ForeignKeyConstraint(
        ["plan_id", "plan_version", "row_id"],
        ["plan_rows.plan_id", "plan_rows.plan_version", "plan_rows.row_id"],
    ),
)

events = Table(
    "events",
    metadata,
    # The exact text that the digest covers is kept, so that a changed byte shows.
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("happened_at", String(32), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("agent", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),
)

event_head = Table(
    "event_head",
    metadata,
    Column("head_id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("head_id = 1", name="one_row"),
)
