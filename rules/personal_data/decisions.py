# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person's word about a place goes before every rule's."""

from collections.abc import Iterable, Sequence

from rules.personal_data.passage import found
from schemas.personal_data import Certainty, DataKind, Finding, PersonalDataDecision

_DECIDED = "en person har bedömt att det är personuppgifter"


def apply_decisions(
    findings: Sequence[Finding], decisions: Iterable[PersonalDataDecision]
) -> list[Finding]:
    """Let persons' decisions on an item win over what rules found in it.

    The last word on a place counts. What a person rejected disappears, also when a rule
    finds only a part of it; what a person pointed out is certain, and stands for the
    parts of it that rules found. Decisions on other items must be left out by the
    caller.
    """
    words = _last_words(decisions)
    confirmed = [word for word in words if word.is_personal_data]
    kept = [f for f in findings if not any(_covers(word, f) for word in words)]
    added = [
        found(word.kind, (word.start, word.end), Certainty.CERTAIN, _DECIDED)
        for word in confirmed
    ]
    return sorted((*kept, *added), key=lambda finding: (finding.start, finding.end))


def _last_words(
    decisions: Iterable[PersonalDataDecision],
) -> list[PersonalDataDecision]:
    """Keep the latest decision on each place."""
    latest: dict[tuple[DataKind, int, int], PersonalDataDecision] = {}
    for decision in sorted(decisions, key=lambda decision: decision.decided_at):
        latest[decision.kind, decision.start, decision.end] = decision
    return list(latest.values())


def _covers(word: PersonalDataDecision, finding: Finding) -> bool:
    return (
        word.kind is finding.kind
        and word.start <= finding.start
        and finding.end <= word.end
    )
