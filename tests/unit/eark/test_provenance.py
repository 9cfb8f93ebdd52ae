# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PREMIS tells what happened, who did it and by what right."""

from pathlib import Path

import pytest

from eark.layout import ITEMS, RENDERING, REPRESENTATIONS, WARC, data_path
from eark.premis import Event, Premis, Term
from eark.provenance import PlacedFile, package_premis, representation_premis
from schemas.package import PackageDescription
from tests.samples import ENDED, PACKED, STARTED, sample_capture, sample_description


def event(premis: Premis, name: str) -> Event:
    return next(e for e in premis.events if e.identifier.endswith(f"/event/{name}"))


def placed(description: PackageDescription, kind=RENDERING) -> list[PlacedFile]:
    return [
        PlacedFile(f"{kind.folder}/{data_path(file)}", file)
        for file in description.capture.files
        if file.role in kind.roles
    ]


def test_the_capture_names_programs_orderer_and_board(description):
    premis = package_premis(description, REPRESENTATIONS)
    capture = event(premis, "capture")
    assert (capture.kind, capture.happened_at) == (Term.CAPTURE, STARTED)
    assert [(link.identifier, link.role) for link in capture.agents] == [
        ("software/avbild/0.1.0", Term.EXECUTING_PROGRAM),
        ("software/chromium/142.0.7444.59", Term.EXECUTING_PROGRAM),
        ("orderer/order-0001", Term.AUTHORIZER),
        ("board/kultur-och-fritidsnamnden", Term.IMPLEMENTER),
    ]
    orderer = next(a for a in premis.agents if a.identifier == "orderer/order-0001")
    assert (orderer.kind, orderer.name) == (Term.PERSON, "Ulla Nämndsekreterare")


@pytest.mark.parametrize("service", ["Avbild", "Airflow"])
def test_an_order_placed_by_a_program_is_not_a_persons(description, service):
    order = description.order.model_copy(update={"ordered_by": service})
    premis = package_premis(
        description.model_copy(update={"order": order}), REPRESENTATIONS
    )
    orderer = next(a for a in premis.agents if a.identifier == "orderer/order-0001")
    assert orderer.kind is Term.SOFTWARE


def test_an_incomplete_capture_is_not_called_a_success(tmp_path: Path):
    capture = sample_capture(tmp_path, missing=("En bild saknas.",))
    premis = package_premis(sample_description(capture), REPRESENTATIONS)
    assert event(premis, "capture").outcome == "warning"
    completeness = event(premis, "completeness")
    assert completeness.outcome == "warning"
    assert "En bild saknas." in completeness.notes


def test_pages_and_items_are_derived_from_the_web_archive_and_the_export(description):
    assert _derivations(description, (ITEMS, RENDERING, WARC)) == {
        ("items", Term.HAS_SOURCE, ("warc",)),
        ("rendering", Term.HAS_SOURCE, ("warc",)),
        ("warc", Term.IS_SOURCE_OF, ("items", "rendering")),
    }
    assert _derivations(description, REPRESENTATIONS) == {
        ("items", Term.HAS_SOURCE, ("export", "warc")),
        ("rendering", Term.HAS_SOURCE, ("export", "warc")),
        ("export", Term.IS_SOURCE_OF, ("items", "rendering")),
        ("warc", Term.IS_SOURCE_OF, ("items", "rendering")),
    }
    premis = package_premis(description, REPRESENTATIONS)
    assert event(premis, "derivation").happened_at == ENDED


def _derivations(description, kinds):
    premis = package_premis(description, kinds)
    return {
        (
            part.identifier.rsplit("/", 1)[1],
            relation.subkind,
            tuple(name.rsplit("/", 1)[1] for name in relation.objects),
        )
        for part in premis.objects
        for relation in part.relationships
        if relation.kind is Term.DERIVATION
    }


def test_every_link_of_the_package_leads_to_a_part_of_it(description):
    for kinds in (REPRESENTATIONS, (ITEMS,), (ITEMS, RENDERING)):
        premis = package_premis(description, kinds)
        objects = {part.identifier for part in premis.objects}
        agents = {agent.identifier for agent in premis.agents}
        for one in premis.events:
            assert one.agents
            assert {link.identifier for link in one.agents} <= agents
            assert {link.identifier for link in one.objects} <= objects


def test_the_law_and_the_plan_row_are_the_right(description):
    (statement,) = package_premis(description, REPRESENTATIONS).rights
    assert statement.citation == "Arkivlagen (1990:782) 3 och 6 §§"
    assert "KFN 2025-11-18 § 92" in statement.notes[0]
    assert statement.notes[1].startswith("Rad row-0017: 2.4.1")


def test_each_pdf_has_the_verdict_that_it_got(description):
    premis = representation_premis(description, RENDERING, placed(description))
    outcomes = {
        one.objects[0].identifier.rsplit("/", 1)[1]: (one.outcome, one.notes)
        for one in premis.events
    }
    assert outcomes == {
        "sida-001.pdf": (
            "fail",
            ("PDF (inte PDF/A)", "Typsnittet Torget Sans är inte inbäddat."),
        ),
        "lasbar-handling.pdf": ("success", ("PDF/A-2b",)),
    }


def test_the_recording_is_judged_by_its_loss_checks(description):
    premis = representation_premis(description, WARC, placed(description, WARC))
    (check,) = premis.events
    assert check.outcome == "success"
    assert "Inga tapp: godkänd. 0 av 2 saknas." in check.notes
    health = description.capture.health
    failed = health.recorder.checks[0].model_copy(update={"passed": False})
    recorder = health.recorder.model_copy(update={"checks": (failed,)})
    capture = description.capture.model_copy(
        update={"health": health.model_copy(update={"recorder": recorder})}
    )
    worse = description.model_copy(update={"capture": capture})
    (check,) = representation_premis(worse, WARC, placed(worse, WARC)).events
    assert check.outcome == "fail"


def test_a_file_points_to_the_check_on_it(description):
    premis = representation_premis(description, RENDERING, placed(description))
    for part in premis.objects:
        is_pdf = part.identifier.endswith(".pdf")
        assert len(part.events) == (1 if is_pdf else 0)


def test_packing_is_dated_when_the_package_was_made(description):
    premis = package_premis(description, REPRESENTATIONS)
    assert event(premis, "packing-1").happened_at == PACKED
