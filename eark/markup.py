# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""XML read without network or entities, written so that bytes can be compared.

A package may come from anywhere, so nothing in it may make us fetch, expand or load
anything. The XSDs that judge it are our own, never those in the package.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from lxml import etree

import schemas
from eark.profile import OWN_SCHEMAS, RECORD_SCHEMAS
from schemas.errors import Damaged, InvalidPackage, ToolMissing

SCHEMA_FOLDER = Path(schemas.__file__).parent / "xsd"

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VALUE = re.compile("(: |The value )'.*'( is not)", re.DOTALL)
_MOST_MESSAGES = 20
_NO_DOCTYPE = "Dokumentet har en dokumenttypsdeklaration, vilket inte tillåts."


def writable(text: str) -> tuple[str, int]:
    """Replace the characters that XML 1.0 forbids by U+FFFD, and count them.

    People paste control characters into comments; the exact text stands in the WARC.
    """
    return _FORBIDDEN.subn("\ufffd", text)


def clean(text: str) -> str:
    """Replace the characters that XML 1.0 forbids by U+FFFD."""
    return writable(text)[0]


def instant(moment: datetime) -> str:
    """Write a moment in UTC as XML Schema writes it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def document(root: etree._Element) -> bytes:
    """Serialise an element as a whole document, the same bytes each time."""
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def schema_file(name: str) -> Path:
    """Find an XSD by name.

    Raises:
        ToolMissing: the standards' XSDs have not been fetched yet.
    """
    is_own = name in OWN_SCHEMAS or name in RECORD_SCHEMAS
    folder = SCHEMA_FOLDER if is_own else SCHEMA_FOLDER / "standards"
    path = folder / name
    if not path.is_file():
        message = (
            f"XML-schemat {name} saknas. Kör tools/fetch_xsd.py (ingår i make setup)"
            " en gång med nätverk."
        )
        raise ToolMissing(message)
    return path


@cache
def schema(name: str) -> etree.XMLSchema:
    """Compile an XSD, offline, once per process.

    Raises:
        ToolMissing: the standards' XSDs have not been fetched yet.
    """
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(schema_file(name), parser))


def parse(data: bytes) -> etree._Element:
    """Parse a document of ours that is small enough to hold: METS and PREMIS.

    Raises:
        Damaged: it is not well-formed, or it declares a document type.
    """
    parser = etree.XMLParser(
        no_network=True, resolve_entities=False, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = "XML-dokumentet går inte att läsa."
        raise Damaged(message) from error
    if root.getroottree().docinfo.doctype:
        raise Damaged(_NO_DOCTYPE)
    return root


def faults(root: etree._Element, schema_name: str) -> tuple[str, ...]:
    """Validate a document; give line and text of each fault, at most twenty."""
    compiled = schema(schema_name)
    if compiled.validate(root):
        return ()
    return _sentences(compiled.error_log)


def walk(stream: BinaryIO, schema_name: str) -> Iterator[etree._Element]:
    """Validate a document of any length; give each element as it ends, then drop it.

    Memory stays the same however long the document is. An element's children are gone
    when its own turn comes.

    Raises:
        InvalidPackage: with the faults as findings.
    """
    message = f"Dokumentet följer inte {schema_name}."
    events = etree.iterparse(
        stream,
        events=("end",),
        schema=schema(schema_name),
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
        remove_comments=True,
    )
    last = None
    try:
        for _, last in events:
            yield last
            _drop(last)
    except etree.XMLSyntaxError as error:
        found = _sentences(events.error_log) or ("Dokumentet går inte att läsa.",)
        raise InvalidPackage(message, found) from error
    root = events.root
    if last is None or last is not root:  # cut off, which dropping elements hides
        raise InvalidPackage(message, ("Dokumentet går inte att läsa.",))
    if root.getroottree().docinfo.doctype:
        raise InvalidPackage(message, (_NO_DOCTYPE,))


def require_valid(root: etree._Element, schema_name: str) -> None:
    """Refuse to write a document that its XSD would not accept.

    Raises:
        InvalidPackage: with the faults as findings.
    """
    found = faults(root, schema_name)
    if found:
        message = f"Ett metadatadokument följer inte {schema_name}."
        raise InvalidPackage(message, found)


def _drop(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _sentences(log: etree._ListErrorLog) -> tuple[str, ...]:
    lines = dict.fromkeys(_sentence(entry) for entry in log)
    return tuple(lines)[:_MOST_MESSAGES]


def _sentence(entry: etree._LogEntry) -> str:
    """Say what is wrong, but never with what: the value may be personal data."""
    text = _VALUE.sub(r"\1'…'\2", entry.message)
    return f"Rad {entry.line}: {text}" if entry.line else text
