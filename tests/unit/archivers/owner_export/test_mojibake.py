# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fault of Meta's exports is mended, and right text left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.owner_export import mended_text


def faulty(text: str) -> str:
    """Write each byte of a text as a character, as Meta's exports do."""
    return text.encode("utf-8").decode("latin-1")


@pytest.mark.parametrize(
    "text",
    [
        "Älmhult",
        "räksmörgås",
        "Öppet 10–15 …",
        "Grattis 🎉👩‍🚒!",
        "Ää 😀 och €",
        "”Hej”",
    ],
)
def test_a_text_with_the_fault_is_mended(text):
    assert faulty(text) != text
    assert mended_text(faulty(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "vanlig text", "Älmhult", "räksmörgås", "Öppet 10–15", "Grattis 🎉", "é"),
        *("»Ö« och »Å«", "5 € för 3 £", "½ dl", "\xa0", "\ud83d", "\x80\x81"),
    ],
)
def test_right_text_is_left_alone(text):
    assert mended_text(text) == text


def test_a_text_that_is_right_in_part_is_left_alone():
    """Meta writes a whole text with the fault; who quotes the fault wrote it so."""
    assert mended_text("så här: Ã¥") == "så här: Ã¥"
    assert mended_text("Ã¥ 🎉") == "Ã¥ 🎉"


def test_a_text_is_mended_once():
    """Who wrote of the fault gets their own words back."""
    assert mended_text(faulty("Ã¥")) == "Ã¥"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_with_the_fault_is_mended(text):
    assert mended_text(faulty(text)) == text


@given(st.text())
def test_nothing_else_is_invented(text):
    mended = mended_text(text)
    assert mended == text or faulty(mended) == text
