# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of words, written as running text."""


def words_of(text: str) -> frozenset[str]:
    """Give the words of a text, each once."""
    return frozenset(text.split())
