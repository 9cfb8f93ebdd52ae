# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check our own documents in a package: the description and items.xml."""

from typing import BinaryIO

from eark.description import DESCRIPTION
from eark.items import ITEMS
from eark.markup import walk
from eark.profile import CERTIFICATE_SCHEMA, DESCRIPTION_SCHEMA, ITEMS_SCHEMA
from schemas.errors import InvalidPackage

_ROOTS = frozenset({f"{{{DESCRIPTION}}}description", f"{{{DESCRIPTION}}}record"})
_TEXTS = frozenset({f"{{{ITEMS}}}author", f"{{{ITEMS}}}body"})
_KEPT = frozenset({f"{{{ITEMS}}}source", f"{{{ITEMS}}}plan"})
"""What a disposed item keeps; its author and body are there but empty."""
_REMAINS = "Posten {} är gallrad men har innehåll kvar."


def description_faults(stream: BinaryIO, package_id: str) -> list[str]:
    """Say what is wrong with avbild.xml, the package that it is about included."""
    try:
        about = ""
        for element in walk(stream, DESCRIPTION_SCHEMA):
            if element.tag in _ROOTS:
                about = element.get("package", "")
    except InvalidPackage as error:
        return [f"Beskrivningen följer inte sitt schema. {f}" for f in error.findings]
    if about != package_id:
        return [f"Beskrivningen gäller paketet {about!r}, inte {package_id}."]
    return []


def certificate_faults(stream: BinaryIO) -> list[str]:
    """Say what is wrong with a certificate of disposal."""
    try:
        for _ in walk(stream, CERTIFICATE_SCHEMA):
            pass
    except InvalidPackage as error:
        return [
            f"Gallringsprotokollet följer inte sitt schema. {f}" for f in error.findings
        ]
    return []


def items_faults(stream: BinaryIO) -> list[str]:
    """Say what is wrong with items.xml: its number of items, what gallring left."""
    found, stated = 0, ""
    held = False
    remains: list[str] = []
    try:
        for element in walk(stream, ITEMS_SCHEMA):
            if element.tag == f"{{{ITEMS}}}item":
                found += 1
                if held and element.get("gallring") is not None:
                    remains.append(_REMAINS.format(element.get("id")))
                held = False
            elif element.tag == f"{{{ITEMS}}}items":
                stated = element.get("count", "")
            elif element.tag not in _KEPT:
                held = held or element.tag not in _TEXTS or bool(element.text)
    except InvalidPackage as error:
        return [f"Inläggen följer inte sitt schema. {f}" for f in error.findings]
    if str(found) != stated:
        return [*remains, f"items.xml har {found} poster men säger sig ha {stated}."]
    return remains
