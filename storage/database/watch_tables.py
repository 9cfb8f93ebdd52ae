# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the watch, closing and conformity, as the newest migration leaves them.

Where entries follow on each other, `number` is their order.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from storage.database.tables import Moment, metadata, nested

NO_BOARD = text("board_id IS NULL")
OUTAGE_OPEN = text("ended_at IS NULL")
CHANGE_OPEN = text("state IN ('waiting', 'to_judge')")
CLOSURE_OPEN = text("state = 'open'")

policies = Table(
    "policies",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("board_id", ForeignKey("boards.board_id")),
    Column("version", Integer, nullable=False),
    Column("content", nested(), nullable=False),
    Column("set_at", Moment, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("uq_policies_board", "kind", "board_id", "version", unique=True),
    Index(
        "uq_policies_municipality",
        "kind",
        "version",
        unique=True,
        sqlite_where=NO_BOARD,
        postgresql_where=NO_BOARD,
    ),
)

watch_states = Table(
    "watch_states",
    metadata,
    Column("account_id", ForeignKey("accounts.account_id"), primary_key=True),
    Column("due_at", Moment, nullable=False, index=True),
    Column("last_looked_at", Moment),
    Column("last_good_at", Moment),
    Column("last_state", String(20)),
    Column("failures", Integer, nullable=False),
    Column("validators", nested(), nullable=False),
)

outages = Table(
    "outages",
    metadata,
    Column("outage_id", String(80), primary_key=True),
    Column("scope", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("began_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
    Column("checked_at", Moment),
    Column("accounts", Integer, nullable=False),
    Index(
        "uq_outages_open",
        "subject",
        unique=True,
        sqlite_where=OUTAGE_OPEN,
        postgresql_where=OUTAGE_OPEN,
    ),
)

profile_changes = Table(
    "profile_changes",
    metadata,
    Column("change_id", String(80), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column(
        "before_id",
        ForeignKey("observations.observation_id"),
        nullable=False,
        index=True,
    ),
    Column(
        "after_id",
        ForeignKey("observations.observation_id"),
        nullable=False,
        index=True,
    ),
    Column("comparisons", nested(), nullable=False),
    Column("state", String(20), nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("times_seen", Integer, nullable=False),
    Column("settled_at", Moment),
    Column("settled_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("order_id", String(80)),
    Index(None, "account_id", "found_at"),
    Index(None, "state", "found_at"),
    Index(
        "uq_profile_changes_open",
        "account_id",
        unique=True,
        sqlite_where=CHANGE_OPEN,
        postgresql_where=CHANGE_OPEN,
    ),
)

evidence = Table(
    "evidence",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("source", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("notice_id", String(80), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", String(30), nullable=False),
    Column("recipient", String(20), nullable=False),
    Column("board_id", ForeignKey("boards.board_id")),
    Column("account_id", ForeignKey("accounts.account_id"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sent_at", Moment),
    Column("done_at", Moment),
    Column("done_by", Text, nullable=False),
    Index(None, "recipient", "created_at"),
    Index(None, "board_id", "created_at"),
    Index(None, "sent_at", "created_at"),
)

closures = Table(
    "closures",
    metadata,
    Column("closure_id", String(80), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Index(
        "uq_closures_open",
        "account_id",
        unique=True,
        sqlite_where=CLOSURE_OPEN,
        postgresql_where=CLOSURE_OPEN,
    ),
)

closure_entries = Table(
    "closure_entries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("closure_id", ForeignKey("closures.closure_id"), nullable=False, index=True),
    Column("step", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("is_undone", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("announcement", Text, nullable=False),
    Column("turn_to", Text, nullable=False),
    Column("until", Date),
    Column("order_id", String(80)),
    Column("package_id", String(80)),
    Column("accepted_incomplete", Boolean, nullable=False),
    # No foreign key: entries are never removed, while gallring may take the sight.
    Column("observation_id", String(80)),
    Column("evidence", nested(), nullable=False),
)

conformity_judgements = Table(
    "conformity_judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("check", String(30), nullable=False),
    Column("state", String(20), nullable=False),
    Column("subject_sha256", String(64), nullable=False),
    Column("judged_at", Moment, nullable=False),
    Column("judged_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

conformity_reports = Table(
    "conformity_reports",
    metadata,
    Column("report_id", String(80), primary_key=True),
    Column("board_id", ForeignKey("boards.board_id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("report", nested(), nullable=False),
    Index(None, "board_id", "made_at"),
)
