# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check a board's accounts against the guideline, let people judge, and report."""
