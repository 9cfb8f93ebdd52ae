# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal (gallring), step by step: proposed, approved, executed, proven, certified.

The order of the gates is the law's: plan, registration, period, holds, approval. Each
step looks at them again; none of them is ever open by absence.
"""
