# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at accounts' profiles: cheap first, many at a time, and never with a guess."""
