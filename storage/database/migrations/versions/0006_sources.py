# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Room for the sources of an account: exports in orders, who attends, who cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = {
    "accounts": ("browser_clearance", "browser_cleared_by"),
    "orders": ("attended_by",),
}


def upgrade() -> None:
    """Widen the register and the orders."""
    for table, names in TEXTS.items():
        for name in names:
            op.add_column(
                table, sa.Column(name, sa.Text(), nullable=False, server_default="")
            )
    op.add_column("accounts", sa.Column("browser_cleared_on", sa.Date()))
    exports = sa.JSON(none_as_null=True)
    op.add_column(
        "orders", sa.Column("exports", exports, nullable=False, server_default="[]")
    )


def downgrade() -> None:
    """Remove it again; sights by an owner's export go, older words lack them."""
    op.execute("DELETE FROM observations WHERE observed_as = 'export'")
    op.drop_column("orders", "exports")
    op.drop_column("accounts", "browser_cleared_on")
    for table, names in TEXTS.items():
        for name in names:
            op.drop_column(table, name)
