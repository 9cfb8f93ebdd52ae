# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""README.txt of a package: what it is and how to open it, for whoever finds it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from eark.gallring import counted
from eark.layout import RENDERING, data_path
from schemas.capture import Capture, FileRole
from schemas.item import Item
from schemas.package import PackageDescription

_SWEDEN = ZoneInfo("Europe/Stockholm")

_WHOLE = """\
Det här paketet innehåller ett konto i sociala medier så som det var när det
fångades."""
_LACKING = """\
Det här paketet är INTE en arkivering av kontot. Det innehåller vad som gick att
fånga av det, och är sparat som bevis på det."""
_PARTLY = "\nDelar av innehållet har gallrats sedan dess."
_TEXT = """\
{title}
{line}

{about} Kontot hör till {board}, {municipality}.

Konto:              {name}
Adress:             {url}
Fångat:             {started}
Skäl:               {reason}
Rättslig grund:     {legal_basis}
Plan:               {plan}, version {plan_version}
                    {decision}
Rad i planen:       {code} {document_type} ({disposal})
Inlägg:             {posts}
Kommentarer:        {comments}
Fullständighet:     {completeness}
{gallring}Paketets id:        {package_id}, version {version}


SÅ ÄR PAKETET ORDNAT

METS.xml                                 förteckning över allt i paketet
metadata/descriptive/avbild.xml          beskrivning: konto, nämnd, plan, skäl
metadata/preservation/premis.xml         vad som har hänt med innehållet och vem
                                         som gjorde det
metadata/other/capture.json              fångstrapport: vad som kom med och vad
                                         som saknas
representations/rendering/data/          sidan som den såg ut (PDF, bilder) och
                                         läsbar handling (PDF)
{changes}representations/items/data/items.xml     varje inlägg och kommentar som data
representations/warc/data/               webbarkivet: allt som utväxlades med
                                         plattformen
{export}schemas/                                 XML-scheman för metadatan


SÅ ÖPPNAR DU PAKETET

Läsa:      öppna PDF-filerna i representations/rendering/data/. Den läsbara
           handlingen har alla inlägg och kommentarer i ordning.
Bläddra:   öppna filerna i representations/warc/data/ (WARC, ISO 28500) i ett
           uppspelningsprogram för webbarkiv, till exempel ReplayWeb.page.
Söka:      items.xml är vanlig XML och beskrivs av schemas/avbild-items.xsd.
{unpack}

SÅ KONTROLLERAR DU PAKETET

METS.xml anger storlek och kontrollsumma (SHA-256) för varje fil i paketet. Varje
mapp under representations/ har en egen METS.xml för sina filer. Paketet följer
E-ARK CSIP 2.1.0 (Riksarkivets FGS Paketstruktur 2.0). Bevarandemetadatan följer
PREMIS 3.0.

Paketet kan innehålla personuppgifter och uppgifter som omfattas av sekretess.
Pröva det innan något lämnas ut.
"""
_CHANGE_REPORT = """\
{path}
                                         förändringsrapport: vad som skiljer sig
                                         från förra arkiveringen (PDF)
"""
_EXPORT = """\
representations/export/data/             kontoägarens export: det som plattformen
                                         själv lämnade ut till kontots ägare (ZIP)
"""
_UNPACK = """\
Exporten:  packa upp filerna i representations/export/data/ på en kopia, aldrig i
           paketet. De är som plattformen gav dem, så när som på det som har
           gallrats. items.xml säger i vilken fil varje inlägg står.
"""


def readme_text(description: PackageDescription) -> str:
    """Write the text, in plain Swedish, for someone who has never heard of METS."""
    capture, row = description.capture, description.plan_row
    complete = capture.health.is_complete
    kind = "ARKIVPAKET" if complete else "OFULLSTÄNDIG FÅNGST"
    title = f"{kind}: {description.account.name}"
    gallring = _gallring(capture.items)
    about = _WHOLE if complete else _LACKING
    has_export = any(file.role is FileRole.EXPORT for file in capture.files)
    return _TEXT.format(
        title=title,
        line="=" * len(title),
        about=f"{about}{_PARTLY}" if gallring else about,
        gallring=gallring,
        name=description.account.name,
        board=description.board.name,
        municipality=description.board.municipality,
        url=capture.url,
        started=_local(capture.started_at),
        reason=description.order.reason.label,
        legal_basis=description.legal_basis,
        plan=description.plan.title,
        plan_version=description.plan.version,
        decision=description.plan.decision,
        code=row.code,
        document_type=row.document_type,
        disposal=row.disposal.label.lower(),
        posts=capture.health.posts.found,
        comments=capture.health.comments.found,
        completeness="fullständig" if complete else "ofullständig, se capture.json",
        package_id=description.package_id,
        version=description.version,
        changes=_change_report(capture),
        export=_EXPORT if has_export else "",
        unpack=_UNPACK if has_export else "",
    )


def _change_report(capture: Capture) -> str:
    """Point to the change report, in a package that has one."""
    written = (f for f in capture.files if f.role is FileRole.CHANGE_REPORT)
    return "".join(
        _CHANGE_REPORT.format(path=f"{RENDERING.folder}/{data_path(file)}")
        for file in written
    )


def _gallring(items: Iterable[Item]) -> str:
    """Say how many were disposed of under which decision, and never what."""
    found = Counter((i.gallring, i.kind) for i in items if i.gallring is not None)
    decisions = dict.fromkeys(decision for decision, _ in found)
    lines: list[str] = []
    for decision in decisions:
        counts = [
            counted(kind, count)
            for (under, kind), count in found.items()
            if under == decision
        ]
        name = "" if lines else "Gallrat:"
        lines.append(f"{name:<20}{', '.join(counts)}, beslut {decision}\n")
    return "".join(lines)


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(_SWEDEN):%Y-%m-%d kl. %H.%M} svensk tid"
