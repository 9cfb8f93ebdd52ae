# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a policy can be used: each faulty part is named in its Swedish words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rules.cadence import is_whole_year
from rules.policy_words import RECORDS, key_of
from rules.register_fields import FIELD_BY_NAME
from schemas.conformity import ConformityRules
from schemas.errors import BadInput
from schemas.policy import ChangePolicy, PolicyKind, PublicationRules
from schemas.record import Record

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_WHOLE = "ska vara ett heltal"
_ADDRESS = "ska vara en webbadress"
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "greater_than_equal": "ska vara minst {ge}",
        "less_than_equal": "får vara högst {le}",
        "int_parsing": _WHOLE,
        "int_type": _WHOLE,
        "int_from_float": _WHOLE,
        "tuple_type": "ska vara en lista",
        "mapping_type": "ska vara namn med värden",
        "dict_type": "ska vara namn med värden",
        "string_type": "ska vara text",
        "string_too_short": "har ett tomt värde",
        "enum": "har ett okänt värde",
        "url_parsing": _ADDRESS,
        "url_scheme": _ADDRESS,
        "url_type": _ADDRESS,
        "url_too_long": _ADDRESS,
        "extra_forbidden": "är okänt",
    }
)


def read_policy(kind: PolicyKind, content: Mapping[str, object]) -> Record:
    """Make the typed record of a policy's content.

    Raises:
        BadInput: a part cannot be used, or two cannot be used together; each is named.
    """
    yes_or_no = [
        f"”{key_of(kind, name)}” ska inte vara ja eller nej."
        for name, value in content.items()
        if isinstance(value, bool)
    ]
    try:
        policy = RECORDS[kind].model_validate(content)
    except ValidationError as error:
        faults = [_fault(kind, fault) for fault in error.errors()]
        raise _unusable(kind, [*yes_or_no, *faults]) from error
    if problems := [*yes_or_no, *_CONFLICTS[kind](policy)]:
        raise _unusable(kind, problems)
    return policy


def _unusable(kind: PolicyKind, problems: Sequence[str]) -> BadInput:
    message = f"Reglerna ({kind.label.lower()}) kan inte användas."
    return BadInput(message, tuple(dict.fromkeys(problems)))


def _fault(kind: PolicyKind, fault: "ErrorDetails") -> str:
    """Tell of a fault without the value, which may be what must not be shown."""
    said = _SAID.get(fault["type"], "har fel form").format(**fault.get("ctx", {}))
    return f"”{key_of(kind, str(fault['loc'][0]))}” {said}."


def _change_conflicts(policy: Record) -> list[str]:
    if not isinstance(policy, ChangePolicy):
        return []
    found = _repeated("större förändringar", policy.larger)
    if not policy.larger:
        found.append("”större förändringar” ska ha minst en del av profilen.")
    if policy.same_phash >= policy.changed_phash:
        found.append("”bilder olika från” ska vara större än ”bilder lika till”.")
    if is_whole_year(policy.quiet):
        found.append("”ingen återkommande arkivering” lämnar ingen dag på året.")
    return found


def _conformity_conflicts(policy: Record) -> list[str]:
    if isinstance(policy, ConformityRules) and policy.fewest_words < 1:
        return ["”minst ord om syftet” ska vara minst 1."]
    return []


def _publication_conflicts(policy: Record) -> list[str]:
    if not isinstance(policy, PublicationRules):
        return []
    found = _repeated("uppgifter", policy.fields)
    strangers = [name for name in policy.fields if name not in FIELD_BY_NAME]
    found += [f"”uppgifter”: registret har inget fält {name}." for name in strangers]
    if "name" not in policy.fields:
        found.append("”uppgifter” ska ha med kontots namn.")
    return found


def _repeated(key: str, values: Sequence[str]) -> list[str]:
    twice = [value for value, number in Counter(values).items() if number > 1]
    return [f"”{key}” nämner samma sak flera gånger."] if twice else []


_CONFLICTS: Mapping[PolicyKind, Callable[[Record], list[str]]] = MappingProxyType(
    {
        PolicyKind.CHANGE: _change_conflicts,
        PolicyKind.CONFORMITY: _conformity_conflicts,
        PolicyKind.PUBLICATION: _publication_conflicts,
    }
)


def people_published(rules: PublicationRules) -> tuple[str, ...]:
    """Name the public fields that hold names of employees, as their headings."""
    shown = (FIELD_BY_NAME[name] for name in rules.fields if name in FIELD_BY_NAME)
    return tuple(field.heading for field in shown if field.names_people)
