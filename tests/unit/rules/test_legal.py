# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The legal basis names the laws, the plan and its decision."""

from rules.legal import legal_basis
from tests.samples import sample_plan


def test_the_laws_and_the_boards_decision_are_cited():
    said = legal_basis(sample_plan())
    assert "arkivlagen (1990:782)" in said
    assert "tryckfrihetsförordningen" in said
    assert sample_plan().title in said
    assert sample_plan().decision in said
