# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild package`: what the archive holds; check it and hand it out."""

from pathlib import Path

import click

from pipeline.deliver import export
from pipeline.verify import package_versions, verify_package
from portal.archive import opened
from portal.door import ArchiveGroup, answering, warn
from portal.options import by_option, version_option
from portal.output import Output, size
from portal.show import package_facts
from portal.swedish import File, OneOf
from schemas.errors import BadInput, InvalidPackage
from schemas.package import CheckReport, PackageKind


@click.group(cls=ArchiveGroup)
def package() -> None:
    """Arkivpaket: det som arkivet innehåller."""


@package.command("list")
@click.option("--account", metavar="KONTO", help="Bara det här kontots paket.")
@click.option("--board", metavar="ID", help="Bara den här nämndens paket.")
@answering
def list_packages(out: Output, account: str | None, board: str | None) -> None:
    """Visa arkivpaket, de senaste först."""
    with opened() as archive:
        if account is not None:
            archive.database.accounts.get(account)
        if board is not None:
            archive.database.boards.get(board)
        packages = archive.database.packages.list(account, board)
    rows = [
        (
            p.package_id,
            p.version,
            p.account_id,
            p.created_at,
            "fullständigt" if p.is_complete else "OFULLSTÄNDIGT",
            p.posts,
            p.comments,
            size(p.size),
        )
        for p in packages
    ]
    headings = [
        "Arkivpaket",
        "Version",
        "Konto",
        "Skapat",
        "Fångsten",
        "Inlägg",
        "Kommentarer",
        "Storlek",
    ]
    out.table(headings, rows, "Arkivet har inga paket.")
    out.document(packages=packages)


@package.command("show")
@click.argument("package_id", metavar="PAKET")
@version_option
@answering
def show(out: Output, package_id: str, version: int | None) -> None:
    """Visa ett arkivpaket och dess filer."""
    with opened() as archive:
        found = archive.database.packages.get(package_id, version)
        files = archive.store.open(package_id, found.version)
        listed = [(path, files.size(path)) for path in files.paths()]
    out.facts(package_facts(found))
    rows = [(path, size(count)) for path, count in listed]
    out.table(["Fil", "Storlek"], rows, "Paketet har inga filer.")
    out.document(
        package=found, files=[{"path": path, "size": count} for path, count in listed]
    )


@package.command("verify")
@click.argument("package_id", metavar="[PAKET]", required=False)
@click.option("--all", "is_all", is_flag=True, help="Kontrollera alla arkivpaket.")
@version_option
@by_option
@click.pass_context
@answering
def verify(
    out: Output,
    ctx: click.Context,
    package_id: str | None,
    is_all: bool,  # noqa: FBT001 - click's own
    version: int | None,
    by: str,
) -> None:
    """Kontrollera att paket är hela: filer, kontrollsummor, METS, PREMIS och WARC."""
    if (package_id is None) is not is_all:
        message = "Ange ett arkivpaket, eller --all för att kontrollera alla."
        raise BadInput(message)
    with opened(by) as archive:
        chosen = [(package_id, version)] if package_id else package_versions(archive)
        reports = [verify_package(archive, name, number) for name, number in chosen]
    headings = [
        "Arkivpaket",
        "Resultat",
        "Filer",
        "Storlek",
        "WARC-poster",
        "Anmärkningar",
    ]
    out.table(headings, map(_report_row, reports), "Arkivet har inga paket.")
    out.document(reports=[_report(found) for found in reports])
    for found in reports:
        if found.findings:
            said = [f"{f.severity.label}: {f.path} {f.message}" for f in found.findings]
            warn(f"Anmärkningar på {found.package_id}:", said)
    if not all(found.is_valid for found in reports):
        warn("Minst ett arkivpaket är skadat.")
        ctx.exit(InvalidPackage.exit_code)


@package.command("export")
@click.argument("package_id", metavar="PAKET")
@click.option(
    "--as",
    "kind",
    type=OneOf(PackageKind),
    metavar="SLAG",
    required=True,
    help="sip (överföringspaket), aip (arkivpaket) eller dip (utlämningspaket).",
)
@click.option(
    "--to",
    "target",
    type=File(),
    metavar="FIL",
    required=True,
    help=".tar eller .zip.",
)
@version_option
@by_option
@answering
def export_file(
    out: Output,
    package_id: str,
    kind: PackageKind,
    target: Path,
    version: int | None,
    by: str,
) -> None:
    """Skriv ett arkivpaket som en fil, för leverans eller utlämnande."""
    with opened(by) as archive:
        written = export(archive, package_id, kind, target, version)
    out.say(f"{written.path} är skriven ({size(written.size)}).")
    out.say(f"SHA-256: {written.sha256}")
    out.document(file=written, package_id=package_id, kind=kind.value)


def _report_row(report: CheckReport) -> tuple[object, ...]:
    verdict = "helt" if report.is_valid else "SKADAT"
    return (
        report.package_id,
        verdict,
        report.files,
        size(report.bytes),
        report.warc_records,
        len(report.findings),
    )


def _report(report: CheckReport) -> dict[str, object]:
    return {**report.model_dump(mode="json"), "is_valid": report.is_valid}
