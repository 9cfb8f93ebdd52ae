# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captures that lack something may be kept, and are never taken for archives."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each order and package how it is; every package so far was complete."""
    keep = sa.Column(
        "keep_incomplete", sa.Boolean, nullable=False, server_default=sa.false()
    )
    op.add_column("orders", keep)
    is_complete = sa.Column(
        "is_complete", sa.Boolean, nullable=False, server_default=sa.true()
    )
    op.add_column("packages", is_complete)


def downgrade() -> None:
    """Forget it again."""
    op.drop_column("packages", "is_complete")
    op.drop_column("orders", "keep_incomplete")
