# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fault of Meta's exports: each byte of a text in UTF-8 is written as a character.

So å comes as the two characters of its two bytes, Ã and ¥. A text with the fault is
mended as a whole or not at all, since right text is all but never of that form. The
text as it came remains in the export, which is kept.
"""


def mended_text(text: str) -> str:
    """Give the text as its author wrote it; text without the fault is left alone.

    Every character must be that of a byte, and the bytes must be UTF-8 without a fault:
    a single right å, or a single emoji, shows that the text never had it.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
