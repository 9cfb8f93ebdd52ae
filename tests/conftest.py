# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test: Hypothesis finds the same examples on every machine."""

from hypothesis import settings

settings.register_profile("avbild", deadline=None, derandomize=True, database=None)
settings.load_profile("avbild")
