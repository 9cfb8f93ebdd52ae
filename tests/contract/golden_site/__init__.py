# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page that does everything a recorder must catch, and a server that keeps score."""

from tests.contract.golden_site.server import GoldenSite, Served, Transport

__all__ = ["GoldenSite", "Served", "Transport"]
