# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Swedish words that a policy is written in, both ways.

One table gives each part of a policy its word and what it means, so that what is shown
can be changed by hand and read back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rules.register_fields import FIELD_BY_NAME, field_headed
from rules.wording import fold
from schemas.conformity import ConformityRules
from schemas.policy import ChangePolicy, PolicyKind, PublicationRules
from schemas.profile import ProfileField
from schemas.record import Record

RECORDS: Mapping[PolicyKind, type[Record]] = MappingProxyType(
    {
        PolicyKind.CHANGE: ChangePolicy,
        PolicyKind.CONFORMITY: ConformityRules,
        PolicyKind.PUBLICATION: PublicationRules,
    }
)
_PROFILE = {fold(field.label): field.value for field in ProfileField}
_PROFILE_WORDS = {value: word for word, value in _PROFILE.items()}


@dataclass(frozen=True)
class Part:
    """A part of a policy: its word, what it means, and how its own words are read.

    `read` gives the value that a word stands for, or None; `write` gives the word.
    """

    name: str
    key: str
    about: str
    read: Callable[[str], str | None] | None = None
    write: Callable[[str], str] = str


@dataclass(frozen=True)
class PolicyReading:
    """The parts that were read, as their record has them, and what was not known."""

    content: Mapping[str, object]
    problems: tuple[str, ...]


def _profile_field(word: str) -> str | None:
    return _PROFILE.get(fold(word))


def _register_field(word: str) -> str | None:
    field = field_headed(word)
    return field.name if field else None


def _heading(name: str) -> str:
    return fold(FIELD_BY_NAME[name].heading) if name in FIELD_BY_NAME else name


_CHANGE = (
    Part(
        "larger",
        "större förändringar",
        "Delar av profilen som ger en arkivering när de ändras: "
        + ", ".join(_PROFILE)
        + ".",
        _profile_field,
        _PROFILE_WORDS.__getitem__,
    ),
    Part(
        "same_phash",
        "bilder lika till",
        "Två bilder ser lika ut upp till den här skillnaden i form (0–64).",
    ),
    Part(
        "changed_phash",
        "bilder olika från",
        "Från den här skillnaden i form är de olika (1–64). Däremellan är gråzonen, "
        "där någon jämför bilderna.",
    ),
    Part(
        "same_tile",
        "färger lika till",
        "Två bilder ser lika ut upp till den här skillnaden i färg (0–255).",
    ),
    Part(
        "confirm_sights",
        "ses igen",
        "Så många avläsningar ska visa en förändring innan den räknas.",
    ),
    Part(
        "flap_hours",
        "tillbaka inom timmar",
        "Det som ändras tillbaka inom så många timmar noteras bara.",
    ),
    Part(
        "interval_minutes", "minuter mellan avläsningar", "Minst 15, högst 10080 (7 d)."
    ),
    Part(
        "outage_sights",
        "avläsningar till avbrott",
        "Så många misslyckade avläsningar i rad är ett avbrott.",
    ),
    Part(
        "gone_sights",
        "avläsningar till stängt",
        "Så många avläsningar utan konto krävs innan någon tillfrågas om det är "
        "stängt (minst 3).",
    ),
    Part("gone_hours", "timmar till stängt", "De ska spänna över minst 48 timmar."),
    Part("gone_ways", "sätt att se stängt", "De ska ha gjorts på minst 2 sätt."),
    Part(
        "control_addresses",
        "kontrolladresser",
        "Sidor som säkert finns, en för varje plattform: plattformens id och adressen.",
    ),
    Part(
        "inactive_days",
        "dagar till inaktivt",
        "Efter så många dagar utan aktivitet föreslås att kontot avslutas (minst 30).",
    ),
    Part(
        "announce_days",
        "dagar att meddela avslut",
        "Så länge ska följarna ha vetat om avslutet.",
    ),
    Part(
        "quiet",
        "ingen återkommande arkivering",
        "Dagar på året, MM-DD/MM-DD, då återkommande arkivering inte beställs.",
    ),
)
_CONFORMITY = (
    Part("sender_names", "avsändarnamn", "Sätt att skriva kommunens namn."),
    Part(
        "contacts",
        "kontaktuppgifter",
        "Servicecentrets adress, telefonnummer eller e-post, så som de skrivs.",
    ),
    Part(
        "rules_links",
        "regelsidor",
        "Adresser till sidan om sociala medier och förhållningsregler.",
    ),
    Part(
        "rules_words",
        "ord om förhållningsregler",
        "Ord som visar att förhållningsreglerna är publicerade.",
    ),
    Part("hours_words", "ord om bemanning", "Ord som visar när kontot är bemannat."),
    Part(
        "answer_words",
        "ord om svarstid",
        "Ord som visar att frågor besvaras inom 24 timmar eller nästa arbetsdag.",
    ),
    Part(
        "fewest_words",
        "minst ord om syftet",
        "Så många ord ska beskrivningen ha för att säga vad kontot används till.",
    ),
    Part("register_page", "registrets sida", "Sidan där kontoregistret är publicerat."),
)
_PUBLICATION = (
    Part("title", "rubrik", "Listans rubrik."),
    Part(
        "fields",
        "uppgifter",
        "De uppgifter i kontoregistret som är publika, med registrets rubriker.",
        _register_field,
        _heading,
    ),
)
PARTS: Mapping[PolicyKind, tuple[Part, ...]] = MappingProxyType(
    {
        PolicyKind.CHANGE: _CHANGE,
        PolicyKind.CONFORMITY: _CONFORMITY,
        PolicyKind.PUBLICATION: _PUBLICATION,
    }
)


def key_of(kind: PolicyKind, name: str) -> str:
    """Give the word of a part by its field's name; one without a word, its name."""
    return next((part.key for part in PARTS[kind] if part.name == name), name)


def read_words(kind: PolicyKind, given: Mapping[object, object]) -> PolicyReading:
    """Read what someone has written, part by part, into a record's own names."""
    known = {part.key: part for part in PARTS[kind]}
    content: dict[str, object] = {}
    problems = []
    for word, value in given.items():
        part = known.get(fold(str(word)))
        if part is None:
            problems.append(f"”{word}” är okänt. Välj något av: {', '.join(known)}.")
            continue
        content[part.name], unknown = _read(part, value)
        problems += [f"”{part.key}”: ”{name}” är okänt." for name in unknown]
    return PolicyReading(content, tuple(problems))


def write_words(kind: PolicyKind, policy: Record) -> dict[str, object]:
    """Write a policy in Swedish words, every part of it."""
    values = policy.model_dump(mode="json")
    return {part.key: _write(part, values[part.name]) for part in PARTS[kind]}


def _read(part: Part, value: object) -> tuple[object, list[str]]:
    """Read a value, and name its words that are not known."""
    if part.read is None or not isinstance(value, list | tuple):
        return value, []
    read = {str(word): part.read(str(word)) for word in value}
    return list(read.values()), [word for word, found in read.items() if found is None]


def _write(part: Part, value: object) -> object:
    if part.read is None or not isinstance(value, Sequence) or isinstance(value, str):
        return value
    return [part.write(str(word)) for word in value]
