# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild policy`: what a board or the municipality has decided, in versions."""

from pathlib import Path

import click

from pipeline.policies import (
    policy_of,
    policy_text,
    read_policy_file,
    set_policy,
    write_policy,
)
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option
from portal.output import Output
from portal.swedish import File, OneOf
from rules.policies import people_published
from rules.policy_words import PARTS, RECORDS, write_words
from schemas.policy import Policy, PolicyKind, PublicationRules
from schemas.record import Record

kind_argument = click.argument("kind", metavar="SLAG", type=OneOf(PolicyKind))
board_option = click.option(
    "--board", metavar="ID", help="Nämndens egna regler. Annars hela kommunens."
)


@click.group(cls=ArchiveGroup)
def policy() -> None:
    """Regler för bevakning, prövning och publicering, i versioner.

    SLAG är change (bevakning och större förändringar), conformity (prövning mot
    riktlinjerna) eller publication (kontoregistrets publika uppgifter).
    """


@policy.command("show")
@kind_argument
@board_option
@click.option("--to", metavar="FIL", type=File(), help="Skriv dem till en ny fil.")
@answering
def show(out: Output, kind: PolicyKind, board: str | None, to: Path | None) -> None:
    """Visa reglerna som gäller, så som `policy set` läser dem.

    SLAG är change, conformity eller publication.
    """
    with opened() as archive:
        found = policy_of(archive, kind, board)
        version = archive.database.policies.current(kind, board)
    if to is not None:
        write_policy(to, kind, found)
        out.say(f"Reglerna är skrivna till {to}.")
    elif not out.is_json:
        click.echo(policy_text(kind, found), nl=False)
    out.document(policy=found, version=version)


@policy.command("set")
@kind_argument
@click.argument("file", metavar="FIL", type=File())
@board_option
@click.option("--reason", metavar="TEXT", required=True, help="Varför de ändras.")
@by_option
@answering
def set_rules(
    out: Output, kind: PolicyKind, file: Path, board: str | None, reason: str, by: str
) -> None:
    """Läs in regler från en YAML- eller JSON-fil, som en ny version.

    SLAG är change, conformity eller publication. Det som filen inte nämner ändras inte.
    """
    content = read_policy_file(kind, file)
    with opened(by) as archive:
        before = policy_of(archive, kind, board)
        version = set_policy(archive, kind, board, content, reason)
    if version is None:
        out.say("Reglerna sade redan så. Ingenting ändrades.")
    else:
        out.say(f"{kind.label}: version {version.version} gäller nu.")
        after = RECORDS[kind].model_validate(version.content)
        _show_changes(out, kind, before, after)
        _warn_of_people(after)
    out.document(version=version)


@policy.command("history")
@kind_argument
@board_option
@answering
def history(out: Output, kind: PolicyKind, board: str | None) -> None:
    """Visa varje version: när den sattes, av vem och varför."""
    with opened() as archive:
        policy_of(archive, kind, board)
        versions = archive.database.policies.history(kind, board)
    rows = [(v.version, v.set_at, v.set_by, v.reason, _parts(v)) for v in versions]
    headings = ["Version", "Satt", "Av", "Varför", "Skiljer sig från utgångsläget"]
    out.table(headings, rows, "Inga egna regler är satta. Utgångsläget gäller.")
    out.document(versions=versions)


def _show_changes(out: Output, kind: PolicyKind, before: Record, after: Record) -> None:
    old, new = write_words(kind, before), write_words(kind, after)
    changed = (key for key in new if old[key] != new[key])
    rows = [(key, _said(old[key]), _said(new[key])) for key in changed]
    out.table(["Del", "Före", "Efter"], rows, "Inget skiljer sig från det som gällde.")


def _said(value: object) -> object:
    if isinstance(value, dict):
        return [f"{name}: {word}" for name, word in value.items()]
    return value


def _parts(version: Policy) -> str:
    """Name the parts of a version that are not as the defaults have them."""
    usual = RECORDS[version.kind]().model_dump(mode="json")
    names = (
        part.key
        for part in PARTS[version.kind]
        if version.content.get(part.name) != usual[part.name]
    )
    return ", ".join(names)


def _warn_of_people(policy: Record) -> None:
    people = people_published(policy) if isinstance(policy, PublicationRules) else ()
    if people:
        warn("Listan visar nu namn på anställda för alla:", people)
