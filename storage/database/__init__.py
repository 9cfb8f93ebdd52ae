# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database: register, plans, orders, events and packages."""

from storage.database.database import Database
from storage.database.events import ChainProblem, ChainReport

__all__ = ["ChainProblem", "ChainReport", "Database"]
