# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of notes about an export: how many of something, in Swedish."""


def counted(count: int, one: str, many: str) -> str:
    """Begin a sentence with a number and its noun: "Ett inlägg", "12 inlägg"."""
    return one if count == 1 else f"{count} {many}"
