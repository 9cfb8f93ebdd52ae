# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The nearest word before a number says what it is."""

import pytest

from rules.personal_data.context import Word, word_before
from rules.personal_data.passage import Passage


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("mitt personnummer är ", Word.PERSON),
        ("pnr ", Word.PERSON),
        ("Org.nr: ", Word.ORGANISATION),
        ("ring mig på ", Word.PHONE),
        ("bankgiro ", Word.GIRO),
        ("kontonummer ", Word.ACCOUNT),
        ("fakturanr ", Word.OTHER),
        ("elmätare ", Word.OTHER),
        ("faktura och personnummer ", Word.PERSON),
        ("personnummer! faktura ", Word.OTHER),
        ("fakturan kom? ", None),
        ("ring mig imorgon. ", None),
        ("springa ", None),
        ("", None),
    ],
)
def test_a_word_is_read(text, word):
    passage = Passage.of(text + "123")
    assert word_before(passage, len(text)) is word
