# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The terms of PREMIS."""

from eark.premis import Term


def test_each_term_is_one_of_a_vocabulary():
    for term in Term:
        assert term.vocabulary
        assert term.wording
    assert len({(term.vocabulary, term.wording) for term in Term}) == len(Term)
