# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is told of a certificate of disposal: PREMIS, description and README."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree

from eark.agents import (
    OWN,
    board_agent,
    board_identifier,
    by_us,
    person_agent,
    software_agent,
)
from eark.description import DESCRIPTION, board_element
from eark.layout import XML_FORMAT, RepresentationKind, file_format
from eark.markup import clean, instant
from eark.mets import StoredFile
from eark.premis import (
    Agent,
    Event,
    FileObject,
    Format,
    IntellectualEntity,
    Link,
    Premis,
    Relationship,
    Representation,
    RightsStatement,
    Term,
)
from eark.profile import RECORD_CONTENT
from eark.provenance import SUCCESS
from schemas.account import Board
from schemas.capture import CaptureFile
from schemas.gallring import GallringCertificate

LEGAL_BASIS: Final = "Arkivlagen (1990:782) 3 och 6 §§"
"""Why the certificate is kept: it is an official document of the board."""

CERTIFICATE: Final = RepresentationKind(
    "certificate", "Gallringsprotokollet", RECORD_CONTENT, frozenset()
)

_JSON: Final = Format("JavaScript Object Notation", "RFC 8259")
_SWEDEN: Final = ZoneInfo("Europe/Stockholm")
_README: Final = """\
{title}
{line}

Det här paketet innehåller ett gallringsprotokoll. Det säger vem som beslutade om
gallringen, hur mycket som förstördes och vad kontrollen visade. Det som gallrades
finns inte här.

Nämnd:              {board}, {municipality}
Konto:              {account}
Gallringsbeslut:    {decision}
Beslutat av:        {approved_by}
Utfärdat:           {issued} svensk tid
Rättslig grund:     {legal_basis}
Paketets id:        {package}, version 1


SÅ ÖPPNAR DU PAKETET

representations/certificate/data/
certificate.pdf     att läsa (PDF/A)
certificate.xml     samma uppgifter som data; beskrivs av schemas/avbild-gallring.xsd
certificate.json    samma uppgifter med elektronisk signatur (Ed25519)


SÅ KONTROLLERAR DU PAKETET

METS.xml anger storlek och kontrollsumma (SHA-256) för varje fil i paketet. Paketet
följer E-ARK CSIP 2.1.0 (Riksarkivets FGS Paketstruktur 2.0). Bevarandemetadatan
följer PREMIS 3.0.

Signaturen i certificate.json gäller det som står under "record", skrivet som JSON i
UTF-8 med nycklarna i bokstavsordning och utan mellanslag. Nyckelns id är SHA-256 av
den publika nyckeln.
"""


def record_title(certificate: GallringCertificate) -> str:
    """Give the record's title."""
    return f"Gallringsprotokoll för beslut {certificate.decision.decision_id}"


def record_readme(certificate: GallringCertificate, package_id: str) -> str:
    """Write README.txt, for whoever finds the package."""
    title = record_title(certificate).upper()
    return _README.format(
        title=title,
        line="=" * len(title),
        board=certificate.board,
        municipality=certificate.municipality,
        account=certificate.account_name,
        decision=certificate.decision.decision_id,
        approved_by=certificate.decision.approved_by,
        issued=f"{certificate.issued_at.astimezone(_SWEDEN):%Y-%m-%d kl. %H.%M}",
        legal_basis=LEGAL_BASIS,
        package=package_id,
    )


def record_description(
    certificate: GallringCertificate, board: Board, package_id: str
) -> etree._Element:
    """Build the root of avbild.xml."""
    root = etree.Element(f"{{{DESCRIPTION}}}record", nsmap={None: DESCRIPTION})
    root.set("package", package_id)
    root.set("version", "1")
    root.set("created", instant(certificate.issued_at))
    root.set("account", certificate.account_id)
    root.set("decision", certificate.decision.decision_id)
    title = etree.SubElement(root, f"{{{DESCRIPTION}}}title")
    title.text = clean(record_title(certificate))
    board_element(root, board)
    etree.SubElement(root, f"{{{DESCRIPTION}}}legalBasis").text = LEGAL_BASIS
    return root


def record_premis(
    certificate: GallringCertificate, board: Board, package_id: str
) -> Premis:
    """Tell how the certificate came to be."""
    issue, packing = f"{package_id}/event/issue", f"{package_id}/event/packing-1"
    rights = f"{package_id}/rights/archiving"
    inner = f"{package_id}/{CERTIFICATE.folder}"
    entity = IntellectualEntity(
        identifier=package_id,
        name=record_title(certificate),
        relationships=(
            Relationship(Term.STRUCTURAL, Term.IS_REPRESENTED_BY, (inner,)),
        ),
        events=(issue, packing),
        rights=(rights,),
    )
    representation = Representation(
        identifier=inner,
        name=CERTIFICATE.label,
        relationships=(Relationship(Term.STRUCTURAL, Term.REPRESENTS, (package_id,)),),
        events=(issue,),
    )
    executor = person_agent(
        f"executor/{certificate.decision.decision_id}", certificate.executed_by
    )
    return Premis(
        objects=(entity, representation),
        events=(
            _issued(certificate, board, package_id, executor),
            _packed(certificate, package_id),
        ),
        agents=(software_agent(OWN), executor, board_agent(board)),
        rights=(_kept(certificate, board, package_id),),
    )


def _packed(certificate: GallringCertificate, package_id: str) -> Event:
    return Event(
        identifier=f"{package_id}/event/packing-1",
        kind=Term.PACKAGE_CREATION,
        happened_at=certificate.issued_at,
        detail="Arkivpaketet skapades, version 1.",
        outcome=SUCCESS,
        notes=(),
        agents=(by_us(),),
        objects=(Link(package_id),),
    )


def _kept(
    certificate: GallringCertificate, board: Board, package_id: str
) -> RightsStatement:
    return RightsStatement(
        identifier=f"{package_id}/rights/archiving",
        citation=LEGAL_BASIS,
        notes=(f"Gallringsbeslut {certificate.decision.decision_id}.",),
        objects=(package_id,),
        agents=(board_identifier(board),),
    )


def _issued(
    certificate: GallringCertificate, board: Board, package_id: str, executor: Agent
) -> Event:
    return Event(
        identifier=f"{package_id}/event/issue",
        kind=Term.CREATION,
        happened_at=certificate.issued_at,
        detail="Gallringsprotokollet upprättades och signerades.",
        outcome=SUCCESS,
        notes=(),
        agents=(
            by_us(),
            Link(executor.identifier, Term.IMPLEMENTER),
            Link(board_identifier(board), Term.IMPLEMENTER),
        ),
        objects=(Link(package_id), Link(f"{package_id}/{CERTIFICATE.folder}")),
    )


def record_files_premis(
    certificate: GallringCertificate,
    package_id: str,
    files: Sequence[StoredFile],
    pdf: CaptureFile,
) -> Premis:
    """Tell of the three files, and that the PDF was approved as PDF/A.

    The paths of the files are the package's.
    """
    formats = {".xml": XML_FORMAT, ".json": _JSON, ".pdf": file_format(pdf)}
    check = f"{package_id}/event/validation"
    inner = f"{package_id}/{CERTIFICATE.folder}"
    objects = tuple(
        FileObject(
            identifier=f"{package_id}/{file.path}",
            name=file.path.rsplit("/", 1)[-1],
            size=file.size,
            sha256=file.sha256,
            file_format=formats[file.path[file.path.rindex(".") :]],
            relationships=(
                Relationship(Term.STRUCTURAL, Term.IS_INCLUDED_IN, (inner,)),
            ),
            events=(check,) if file.path.endswith(".pdf") else (),
        )
        for file in files
    )
    checked = Event(
        identifier=check,
        kind=Term.VALIDATION,
        happened_at=certificate.issued_at,
        detail="Filen kontrollerades mot PDF/A-2b.",
        outcome=SUCCESS,
        notes=(),
        agents=(by_us(),),
        objects=tuple(Link(o.identifier) for o in objects if o.events),
    )
    return Premis(objects=objects, events=(checked,), agents=(software_agent(OWN),))
