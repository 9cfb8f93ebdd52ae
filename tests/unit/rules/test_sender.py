# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sender is the municipality, as people write its name."""

import pytest

from rules.sender import with_sender
from schemas.conformity import ConformityRules


@pytest.mark.parametrize(
    ("municipality", "name"),
    [
        ("Älmhults kommun", "Älmhults kommun"),
        ("Älmhult", "Älmhults kommun"),
        ("Borås", "Borås kommun"),
        ("Osby", "Osby kommun"),
        ("Umeå", "Umeå kommun"),
        ("Malmö stad", "Malmö stad"),
    ],
)
def test_the_sender_is_the_municipality_unless_other_names_are_given(
    municipality, name
):
    assert with_sender(ConformityRules(), municipality).sender_names[0] == name
    own = ConformityRules(sender_names=("Möckelns kommun",))
    assert with_sender(own, municipality) == own
