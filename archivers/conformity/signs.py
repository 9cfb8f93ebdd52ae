# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signs of a check's outcome: told apart by shape and by word, not by colour."""

from collections.abc import Mapping

from markupsafe import Markup

from schemas.conformity import ConformityState

_SIGN = Markup(
    '<svg class="sign {kind}" viewBox="0 0 20 20" role="img" aria-label="{label}">'
    "{shape}</svg>"
)
_SHAPES: Mapping[ConformityState, Markup] = {
    ConformityState.CONFORMS: Markup(
        '<circle class="ground" cx="10" cy="10" r="9"/>'
        '<path class="mark" d="M5.6 10.4 8.7 13.5 14.4 7"/>'
    ),
    ConformityState.LACKS: Markup(
        '<rect class="ground" x="1.5" y="1.5" width="17" height="17"/>'
        '<path class="mark" d="M6 6 14 14 M14 6 6 14"/>'
    ),
    ConformityState.UNKNOWN: Markup(
        '<path class="ground" d="M10 .8 19.2 10 10 19.2 .8 10Z"/>'
        '<path class="mark" d="M7.6 8.2 C7.6 4.9 12.5 5.2 12.3 8 '
        'C12.2 9.8 10 9.7 10 11.8 M10 13.7 L10 14.9"/>'
    ),
    ConformityState.NOT_APPLICABLE: Markup('<path class="mark" d="M6 10 14 10"/>'),
}
SHORT: Mapping[ConformityState, str] = {
    ConformityState.CONFORMS: "Uppfyllt",
    ConformityState.LACKS: "Saknas",
    ConformityState.UNKNOWN: "Gick inte att bedöma",
    ConformityState.NOT_APPLICABLE: "Gäller inte här",
}


def sign(state: ConformityState) -> Markup:
    """Draw the sign of an outcome; its name is read aloud."""
    return _SIGN.format(kind=state.value, label=SHORT[state], shape=_SHAPES[state])
