# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why: what law, guideline and plan say. Pure functions: no input, output or clock."""
