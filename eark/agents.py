# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who and what took part in a package's life, and how its parts are named in PREMIS.

Every agent is described where it is named (AIP18), so the same agent gets the same
identifier wherever it turns up.
"""

import re
import unicodedata

from eark.layout import RepresentationKind
from eark.premis import Agent, Link, Term
from eark.profile import SOFTWARE_NAME, SOFTWARE_VERSION
from schemas.account import Board
from schemas.capture import Software
from schemas.package import PackageDescription

OWN = Software(name=SOFTWARE_NAME, version=SOFTWARE_VERSION)
SERVICES = frozenset({SOFTWARE_NAME, "Airflow"})
"""Who places orders without being a person: the watch, run by hand or by schedule."""


class Names:
    """The identifiers of a package's parts: the same each time it is described."""

    def __init__(self, description: PackageDescription) -> None:
        self.package = description.package_id
        self.orderer = f"orderer/{description.order.order_id}"
        self.board = board_identifier(description.board)
        self.rights = f"{self.package}/rights/archiving"
        self.capture = f"{self.package}/event/capture"
        self.derivation = f"{self.package}/event/derivation"
        self.completeness = f"{self.package}/event/completeness"
        self.packing = f"{self.package}/event/packing-{description.version}"
        first = description.version == 1
        self._check = "validation" if first else f"validation-{description.version}"

    def representation(self, kind: RepresentationKind) -> str:
        """Name a representation."""
        return f"{self.package}/{kind.folder}"

    def file(self, path: str) -> str:
        """Name a file by its path in the package."""
        return f"{self.package}/{path}"

    def check(self, path: str) -> str:
        """Name the check of a file as it is in this version."""
        return f"{self.package}/event/{self._check}/{path}"


def programs(description: PackageDescription) -> tuple[Software, ...]:
    """List the programs that took part in the capture, this one included."""
    found = {(p.name, p.version): p for p in (OWN, *description.capture.software)}
    return tuple(found[key] for key in sorted(found))


def software_agent(program: Software) -> Agent:
    """Describe a program with its version."""
    return Agent(
        identifier=_software_id(program),
        kind=Term.SOFTWARE,
        name=program.name,
        version=program.version,
    )


def _software_id(program: Software) -> str:
    return f"software/{_slug(program.name)}/{_slug(program.version)}"


def by_us() -> Link:
    """Point to this program as the one that carried something out."""
    return Link(_software_id(OWN), Term.EXECUTING_PROGRAM)


def person_agent(identifier: str, name: str) -> Agent:
    """Describe who did something: a person, or one of our own services."""
    kind = Term.SOFTWARE if name in SERVICES else Term.PERSON
    return Agent(identifier, kind, name)


def orderer_agent(description: PackageDescription) -> Agent:
    """Describe who placed the order."""
    return person_agent(Names(description).orderer, description.order.ordered_by)


def board_agent(board: Board) -> Agent:
    """Describe the board that the archive belongs to."""
    name = f"{board.name}, {board.municipality}"
    return Agent(board_identifier(board), Term.ORGANIZATION, name)


def board_identifier(board: Board) -> str:
    """Name a board as an agent."""
    return f"board/{board.board_id}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-")
