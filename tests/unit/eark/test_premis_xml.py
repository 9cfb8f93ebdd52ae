# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PREMIS is written so that its schema accepts it, whatever its parts hold."""

from datetime import UTC, datetime

from lxml import etree

from eark.markup import faults
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
from eark.premis_xml import PREMIS, identifier, premis_element
from eark.profile import PREMIS_SCHEMA

P = f"{{{PREMIS}}}"
FULL = Premis(
    objects=(
        IntellectualEntity(
            "e",
            "Konto",
            (Relationship(Term.STRUCTURAL, Term.IS_REPRESENTED_BY, ("r",)),),
            ("v",),
            ("s",),
        ),
        Representation(
            "r",
            "WARC",
            (Relationship(Term.DERIVATION, Term.IS_SOURCE_OF, ("f",), ("v",)),),
            ("v",),
        ),
        FileObject(
            "f",
            "fil\x00",
            0,
            "0" * 64,
            Format("PDF/A-2b", "2", "fmt/477", "Anmärkning"),
            (),
            ("v",),
        ),
        FileObject("g", "fil", 1, "1" * 64, Format("PDF")),
    ),
    events=(
        Event(
            "v",
            Term.VALIDATION,
            datetime(2026, 3, 2, tzinfo=UTC),
            "Kontroll",
            "success",
            ("Ett", "Två"),
            (Link("a", Term.EXECUTING_PROGRAM),),
            (Link("f"),),
        ),
    ),
    agents=(Agent("a", Term.SOFTWARE, "Avbild", "0.1.0"), Agent("b", Term.PERSON, "U")),
    rights=(RightsStatement("s", "Arkivlagen", ("Rad 1",), ("e",), ("b",)),),
)


def test_every_part_satisfies_the_schema():
    assert faults(premis_element(FULL, ""), PREMIS_SCHEMA) == ()


def test_the_least_that_can_be_said_satisfies_the_schema():
    least = Premis(objects=(FileObject("f", "fil", 0, "0" * 64, Format("PDF")),))
    assert faults(premis_element(least, ""), PREMIS_SCHEMA) == ()


def test_a_term_carries_the_address_of_its_vocabulary_if_its_code_is_known():
    root = premis_element(FULL, "")
    event = root.find(f".//{P}eventType")
    basis = root.find(f".//{P}rightsBasis")
    assert event is not None
    assert basis is not None
    vocabulary = "http://id.loc.gov/vocabulary/preservation/eventType"
    assert event.get("valueURI") == f"{vocabulary}/val"
    assert event.get("authorityURI") == vocabulary
    assert basis.get("valueURI") is None


def test_identifiers_are_told_from_links():
    root = premis_element(FULL, "")
    found = [identifier(element) for element in root.iter(etree.Element)]
    known = [one for one in found if one is not None]
    declared = [(one.kind, one.value) for one in known if one.is_declaration]
    assert declared == [
        ("object", "e"),
        ("object", "r"),
        ("object", "f"),
        ("object", "g"),
        ("event", "v"),
        ("agent", "a"),
        ("agent", "b"),
        ("rightsStatement", "s"),
    ]
    links = {(one.kind, one.value) for one in known if not one.is_declaration}
    assert links == {
        ("object", "r"),
        ("object", "f"),
        ("object", "e"),
        ("event", "v"),
        ("agent", "a"),
        ("agent", "b"),
        ("rightsStatement", "s"),
    }
