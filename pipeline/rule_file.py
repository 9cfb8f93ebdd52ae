# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read a board's rules for proposing plan rows, as people write them in a YAML file.

regler:
  - rad: 1.5.6
    slag: [kommentar, svar]
    skrivet av: andra
    ord: [fråga, undrar, när öppnar]
"""

from collections.abc import Mapping
from pathlib import Path

import yaml

from pipeline.spreadsheet import read_bytes
from rules.plan_cells import ACCOUNT, read_covers
from rules.wording import fold
from schemas.classification import ClassificationRule
from schemas.errors import BadInput
from schemas.item import ItemKind

_WRITERS = {"kontot": True, "andra": False, "vem som helst": None}
_PARTS = ("rad", "slag", "skrivet av", "plattform", "ord")
LONGEST_WORD = 200


def read_rules(path: Path, board_id: str) -> tuple[ClassificationRule, ...]:
    """Read the rules of a file, in the order in which they are to be tried.

    Raises:
        UnknownName: there is no such file.
        BadInput: it cannot be understood; each fault names its rule.
    """
    content = read_bytes(path)
    try:
        given = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"Filen {path.name} är varken riktig YAML eller JSON."
        raise BadInput(message) from error
    listed = given.get("regler") if isinstance(given, Mapping) else None
    if not isinstance(listed, list):
        message = f"Filen {path.name} ska ha delen ”regler” med en lista."
        raise BadInput(message)
    readings = [_Reading(number, rule) for number, rule in enumerate(listed, start=1)]
    rules = [reading.rule(board_id) for reading in readings]
    problems = [problem for reading in readings for problem in reading.problems]
    if problems:
        message = f"Reglerna i {path.name} går inte att förstå."
        raise BadInput(message, problems)
    return tuple(rule for rule in rules if rule is not None)


class _Reading:
    """Reads one rule and gathers its faults."""

    def __init__(self, number: int, given: object) -> None:
        self.number = number
        self.problems: list[str] = []
        parts = given if isinstance(given, Mapping) else {}
        self.parts = {fold(str(name)): value for name, value in parts.items()}
        for name in self.parts:
            if name not in _PARTS:
                self._fault(f"delen ”{name}” är okänd")

    def rule(self, board_id: str) -> ClassificationRule | None:
        row = str(self.parts.get("rad", "")).strip()
        if not row:
            self._fault("”rad” saknas")
        kinds, by_account = self._kinds(), self._writer()
        platforms, keywords = self._words("plattform"), self._words("ord")
        if self.problems:
            return None
        try:
            return ClassificationRule(
                rule_id=f"{board_id}-{self.number}",
                board_id=board_id,
                position=self.number,
                row_id=row,
                kinds=kinds,
                platforms=tuple(map(fold, platforms)),
                by_account=by_account,
                keywords=keywords,
            )
        except ValueError:
            self._fault("ett värde har fel form")
            return None

    def _kinds(self) -> tuple[ItemKind, ...]:
        words = self._words("slag")
        kinds, unknown = read_covers(", ".join(words))
        if unknown or ACCOUNT in kinds:
            self._fault("”slag” ska vara inlägg, kommentar, svar eller meddelande")
            return ()
        return tuple(kind for kind in ItemKind if kind in kinds)

    def _writer(self) -> bool | None:
        said = fold(str(self.parts.get("skrivet av", "vem som helst")))
        if said not in _WRITERS:
            self._fault("”skrivet av” ska vara kontot, andra eller vem som helst")
        return _WRITERS.get(said)

    def _words(self, name: str) -> tuple[str, ...]:
        given = self.parts.get(name, ())
        values = given if isinstance(given, list | tuple) else [given]
        words = tuple(" ".join(str(value).split()) for value in values)
        if not all(0 < len(word) <= LONGEST_WORD for word in words):
            self._fault(f"”{name}” har ett tomt eller för långt ord")
        return words

    def _fault(self, said: str) -> None:
        self.problems.append(f"Regel {self.number}: {said}.")
