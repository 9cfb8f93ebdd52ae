# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The watch: looked at, kept, judged, and told to people once.

Page state first, difference second. An error never stands in for what was seen before,
a change is found again until it is archived, and nothing that a machine has seen ever
closes an account.
"""
