# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality is called, where its own rules do not say."""

from schemas.conformity import ConformityRules

_NO_GENITIVE = "aeiouyåäösxz"
"""The last letters of names that take no s before "kommun"."""


def with_sender(rules: ConformityRules, municipality: str) -> ConformityRules:
    """Name the sender by the municipality itself where no other names are given.

    "Älmhult" is "Älmhults kommun" but "Osby" is "Osby kommun"; both forms are sought.
    """
    if rules.sender_names:
        return rules
    name = municipality.strip()
    if len(name.split()) > 1 or name.casefold().endswith("kommun"):
        return rules.model_copy(update={"sender_names": (name,)})
    names = (f"{name} kommun", f"{name}s kommun")
    is_bare = name[-1].casefold() in _NO_GENITIVE
    return rules.model_copy(update={"sender_names": names if is_bare else names[::-1]})
