# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of what is judged and disposed of, as the newest migration leaves them.

None of them holds an item's words or its author: ids, positions, counts, and what
people have decided. Where decisions follow on each other, `number` is their order.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from storage.database.tables import Moment, metadata, nested

items = Table(
    "items",
    metadata,
    Column("package_id", String(80), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("item_id", String(80), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("board_id", ForeignKey("boards.board_id"), nullable=False),
    Column("thread_id", String(80), nullable=False),
    Column("parent_id", String(80)),
    Column("kind", String(20), nullable=False),
    Column("is_by_account", Boolean, nullable=False),
    Column("published", Moment),
    Column("captured_at", Moment, nullable=False),
    Column("is_gallrad", Boolean, nullable=False),
    Index(None, "account_id", "item_id"),
    ForeignKeyConstraint(
        ["package_id", "version"], ["packages.package_id", "packages.version"]
    ),
)

classifications = Table(
    "classifications",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("item_id", String(80), nullable=False),
    Column("plan_id", String(80), nullable=False),
    Column("plan_version", Integer, nullable=False),
    Column("row_id", String(80), nullable=False),
    Column("plan", nested(), nullable=False),
    Column("state", String(20), nullable=False),
    Column("rule", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Moment),
    Column("reason", Text, nullable=False),
    Index(None, "account_id", "item_id"),
    Index(None, "plan_id", "plan_version", "row_id"),
    ForeignKeyConstraint(
        ["plan_id", "plan_version", "row_id"],
        ["plan_rows.plan_id", "plan_rows.plan_version", "plan_rows.row_id"],
    ),
)

classification_rules = Table(
    "classification_rules",
    metadata,
    Column("board_id", ForeignKey("boards.board_id"), primary_key=True),
    Column("rule_id", String(80), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("row_id", String(80), nullable=False),
    Column("kinds", nested(), nullable=False),
    Column("platforms", nested(), nullable=False),
    Column("by_account", Boolean),
    Column("keywords", nested(), nullable=False),
)

personal_data_decisions = Table(
    "personal_data_decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("item_id", String(80), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("is_personal_data", Boolean, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "account_id", "item_id"),
)

registrations = Table(
    "registrations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("registration_id", String(80), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False),
    Column("item_id", String(80), nullable=False),
    Column("covers_thread", Boolean, nullable=False),
    Column("state", String(30), nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("due", Date),
    Column("handed_over_at", Moment),
    Column("handed_over_by", Text, nullable=False),
    Column("diary_number", Text, nullable=False),
    Column("registered_on", Date),
    Column("registered_by", Text, nullable=False),
    Column("document_date", Date),
    Column("direction", String(20)),
    Column("party", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("public_subject", Text, nullable=False),
    Column("secrecy", Text, nullable=False),
    Column("case_closed_on", Date),
    Index(None, "account_id", "item_id"),
)

holds = Table(
    "holds",
    metadata,
    Column("hold_id", String(80), primary_key=True),
    Column("level", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("account_id", ForeignKey("accounts.account_id"), index=True),
    Column("reason", String(30), nullable=False),
    Column("reason_text", Text, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("until", Date),
    Column("released_by", Text, nullable=False),
    Column("released_at", Moment),
    Column("release_reason", Text, nullable=False),
)

gallring_lists = Table(
    "gallring_lists",
    metadata,
    Column("list_id", String(80), primary_key=True),
    Column("board_id", ForeignKey("boards.board_id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("scope", String(20), nullable=False),
    Column("entries", nested(), nullable=False),
    Column("whole_packages", nested(), nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("excluded", nested(), nullable=False),
    Column("digest", String(64), nullable=False),
)

gallring_decisions = Table(
    "gallring_decisions",
    metadata,
    Column("decision_id", String(80), primary_key=True),
    Column(
        "list_id", ForeignKey("gallring_lists.list_id"), nullable=False, unique=True
    ),
    Column("list_digest", String(64), nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_at", Moment, nullable=False),
    Column("delegation", Text, nullable=False),
)

gallring_executions = Table(
    "gallring_executions",
    metadata,
    Column(
        "decision_id",
        ForeignKey("gallring_decisions.decision_id"),
        primary_key=True,
    ),
    Column("package_id", String(80), primary_key=True),
    Column("from_version", Integer, nullable=False),
    Column("to_version", Integer),
    Column("state", String(20), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("executed_by", Text, nullable=False),
    Column("items", Integer, nullable=False),
    Column("removed_files", Integer, nullable=False),
    Column("old_mets_sha256", String(64), nullable=False),
    Column("new_mets_sha256", String(64)),
    Column("proof", nested()),
    Column("purge", nested()),
    Column("failure", Text, nullable=False),
)

gallring_claims = Table(
    "gallring_claims",
    metadata,
    Column(
        "decision_id",
        ForeignKey("gallring_decisions.decision_id"),
        primary_key=True,
    ),
    Column("worker", Text, nullable=False),
    Column("lease_until", Moment, nullable=False),
)

gallring_certificates = Table(
    "gallring_certificates",
    metadata,
    Column("certificate_id", String(80), primary_key=True),
    Column(
        "decision_id",
        ForeignKey("gallring_decisions.decision_id"),
        nullable=False,
        index=True,
    ),
    Column("issued_at", Moment, nullable=False),
    Column("certificate", nested(), nullable=False),
)
