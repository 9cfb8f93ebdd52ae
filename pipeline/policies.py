# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The policies that apply, and how a new version of one is set.

A board's own policy goes before the municipality's, and where neither has set one the
defaults apply. A version is never changed: a new one says who set it and why.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import yaml

from archivers import PLATFORMS
from pipeline.context import Archive
from pipeline.spreadsheet import read_bytes
from pipeline.whole_files import write_new
from rules.policies import read_policy
from rules.policy_words import PARTS, RECORDS, read_words, write_words
from schemas.conformity import ConformityRules
from schemas.errors import BadInput, Damaged
from schemas.order import EventKind
from schemas.policy import ChangePolicy, Policy, PolicyKind, PublicationRules
from schemas.record import Record

Kind = TypeVar("Kind", bound=Record)

WIDTH = 80


def change_policy(archive: Archive, board_id: str) -> ChangePolicy:
    """Give what applies to the watch of a board's accounts.

    Raises:
        Damaged: the policy that is kept is not one that Avbild would have written.
    """
    return _applying(archive, PolicyKind.CHANGE, board_id, ChangePolicy)


def conformity_rules(archive: Archive, board_id: str) -> ConformityRules:
    """Give what a board's accounts are checked against.

    Raises:
        Damaged: the policy that is kept is not one that Avbild would have written.
    """
    return _applying(archive, PolicyKind.CONFORMITY, board_id, ConformityRules)


def publication_rules(archive: Archive) -> PublicationRules:
    """Give which fields of the register are public; the list is the municipality's.

    Raises:
        Damaged: the policy that is kept is not one that Avbild would have written.
    """
    return _applying(archive, PolicyKind.PUBLICATION, None, PublicationRules)


def policy_of(archive: Archive, kind: PolicyKind, board_id: str | None) -> Record:
    """Give the policy of a kind that applies to a board, or to the municipality.

    Raises:
        UnknownName: there is no such board.
        BadInput: the kind of policy is not set by boards.
        Damaged: the policy that is kept is not one that Avbild would have written.
    """
    _check_scope(archive, kind, board_id)
    return _applying(archive, kind, board_id, RECORDS[kind])


def set_policy(
    archive: Archive,
    kind: PolicyKind,
    board_id: str | None,
    content: Mapping[str, object],
    reason: str,
) -> Policy | None:
    """Set a new version of a policy: a board's own, or the municipality's.

    What the content leaves out stays as it is. Nothing is set, and None given, when the
    newest version of the same board or municipality says the same already.

    Raises:
        UnknownName: there is no such board.
        BadInput: a part cannot be used, each is named; no reason is given; or the kind
            of policy is not set by boards.
    """
    if not reason.strip():
        message = "Ange varför reglerna ändras."
        raise BadInput(message)
    with archive.database.transaction():
        now = policy_of(archive, kind, board_id).model_dump(mode="json")
        policy = read_policy(kind, {**now, **content})
        _check_platforms(policy)
        versions = _versions(archive, kind, board_id)
        if versions and RECORDS[kind].model_validate(versions[-1].content) == policy:
            return None
        version = Policy(
            kind=kind,
            board_id=board_id,
            version=len(versions) + 1,
            content=policy.model_dump(mode="json"),
            set_at=archive.clock(),
            set_by=archive.agent,
            reason=reason,
        )
        _keep(archive, version)
    return version


def read_policy_file(kind: PolicyKind, path: Path) -> Mapping[str, object]:
    """Read a policy that someone has written, with Swedish words, in YAML or JSON.

    Raises:
        UnknownName: there is no such file.
        BadInput: it is neither, or has a part that is not known; each is named.
    """
    try:
        given = yaml.safe_load(read_bytes(path))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"Filen {path.name} är varken riktig YAML eller JSON."
        raise BadInput(message) from error
    if not isinstance(given, Mapping) or not given:
        known = ", ".join(part.key for part in PARTS[kind])
        message = f"Filen {path.name} ska ha någon av delarna {known}."
        raise BadInput(message)
    reading = read_words(kind, given)
    if reading.problems:
        message = f"Reglerna i {path.name} går inte att förstå."
        raise BadInput(message, reading.problems)
    return reading.content


def policy_text(kind: PolicyKind, policy: Record) -> str:
    """Write a policy as the YAML that `read_policy_file` reads, each part explained."""
    words = write_words(kind, policy)
    parts = (
        f"# {part.about}\n{_yaml(part.key, words[part.key])}" for part in PARTS[kind]
    )
    return f"# {kind.label}\n\n" + "\n".join(parts)


def write_policy(path: Path, kind: PolicyKind, policy: Record) -> None:
    """Write a policy to a new file.

    Raises:
        BadInput: there is such a file.
        DiskFull: there is no room.
        StoreDown: the file cannot be written.
    """
    write_new(path, policy_text(kind, policy).encode())


class _Writer(yaml.SafeDumper):
    """Writes a list on one line, as people do, and what has names under each other."""

    def _list(self, values: list[object]) -> yaml.Node:
        tag = "tag:yaml.org,2002:seq"
        return self.represent_sequence(tag, values, flow_style=True)


_Writer.add_representer(list, _Writer._list)  # noqa: SLF001 - its own


def _yaml(key: str, value: object) -> str:
    text: str = yaml.dump(
        {key: value},
        Dumper=_Writer,
        allow_unicode=True,
        default_flow_style=False,
        width=WIDTH,
    )
    return text


def _applying(
    archive: Archive, kind: PolicyKind, board_id: str | None, record: type[Kind]
) -> Kind:
    policy = archive.database.policies.current(kind, board_id)
    if policy is None:
        return record()
    try:
        return record.model_validate(policy.content)
    except ValueError as error:
        message = (
            f"Version {policy.version} av reglerna ({kind.label.lower()}) går inte att "
            "tolka."
        )
        raise Damaged(message) from error


def _keep(archive: Archive, version: Policy) -> None:
    archive.database.policies.add(version)
    detail = {"board": version.board_id or "", "version": str(version.version)}
    archive.note(EventKind.POLICY_SET, version.kind.value, detail)


def _versions(
    archive: Archive, kind: PolicyKind, board_id: str | None
) -> tuple[Policy, ...]:
    """Give the versions of just this board, or of the municipality, oldest first."""
    found = archive.database.policies.history(kind, board_id)
    own = (policy for policy in found if policy.board_id == board_id)
    return tuple(sorted(own, key=lambda policy: policy.version))


def _check_scope(archive: Archive, kind: PolicyKind, board_id: str | None) -> None:
    if board_id is None:
        return
    archive.database.boards.get(board_id)
    if kind is PolicyKind.PUBLICATION:
        message = "Vad som är publikt gäller hela kommunens register. Ange ingen nämnd."
        raise BadInput(message)


def _check_platforms(policy: Record) -> None:
    """Refuse a control address of a platform that Avbild does not know."""
    given = policy.control_addresses if isinstance(policy, ChangePolicy) else {}
    unknown = sorted(set(given) - set(PLATFORMS))
    if unknown:
        message = "Reglerna (bevakning och större förändringar) kan inte användas."
        problems = [
            f"”kontrolladresser”: {name} är ingen plattform." for name in unknown
        ]
        raise BadInput(message, problems)
