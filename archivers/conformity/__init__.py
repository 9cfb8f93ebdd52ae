# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The check against the guideline: how accounts look to a visitor, and its report."""

from archivers.conformity.paper import write_report
from archivers.conformity.portrait import Portrait, take_portrait
from archivers.conformity.register_page import read_links

__all__ = ["Portrait", "read_links", "take_portrait", "write_report"]
