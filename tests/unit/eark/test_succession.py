# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A version after gallring goes on from the one before, and forgets what it must."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from archivers.warc_check import check_warc
from eark.build import build_version
from eark.check import check_package
from eark.items_read import read_items
from eark.mets_read import read_mets
from eark.premis import (
    Event,
    FileObject,
    IntellectualEntity,
    Premis,
    Relationship,
    Term,
)
from eark.premis_read import read_premis
from schemas.errors import BadInput, DigestMismatch, InvalidPackage
from schemas.item import ItemKind
from schemas.package import PackageDescription
from tests.sample_gallring import (
    DECISION_ID,
    DISPOSED,
    REMADE,
    build_second,
    remaining,
    sample_note,
)
from tests.samples import (
    PACKAGE_ID,
    PACKED,
    FolderFiles,
    MemoryFiles,
    sample_capture,
    sample_description,
)

PREMIS = "metadata/preservation/premis.xml"
PAGE = "representations/rendering/data/pdf/sida-001.pdf"
TRANSCRIPT = "representations/rendering/data/pdf/lasbar-handling.pdf"
SCREENSHOT = "representations/rendering/data/screenshots/page-001.png"
ITEMS = "representations/items/data/items.xml"
WARC = "representations/warc/data/capture.warc.gz"
TEXTS = {".xml", ".json", ".txt"}


def premis(files: FolderFiles, folder: str = "") -> Premis:
    return read_premis((files.root / folder / PREMIS).read_bytes())


def files_of(files: FolderFiles, name: str) -> dict[str, FileObject]:
    return {
        part.identifier.removeprefix(f"{PACKAGE_ID}/"): part
        for part in premis(files, f"representations/{name}").objects
        if isinstance(part, FileObject)
    }


def event(found: Premis, ending: str) -> Event:
    (only,) = (each for each in found.events if each.identifier.endswith(ending))
    return only


def entity(found: Premis, identifier: str = PACKAGE_ID) -> IntellectualEntity:
    (only,) = (part for part in found.objects if part.identifier == identifier)
    assert isinstance(only, IntellectualEntity)
    return only


def sha256(files: FolderFiles, path: str) -> str:
    return hashlib.sha256((files.root / path).read_bytes()).hexdigest()


def test_the_new_version_passes_our_own_check(second: FolderFiles):
    report = check_package(second, PACKAGE_ID, check_warc, lambda _: None)
    assert report.findings == ()


def test_the_package_keeps_its_id_and_its_first_date(second: FolderFiles):
    """AIPM1: OBJID never changes in the life of an AIP."""
    mets = read_mets((second.root / "METS.xml").read_bytes())
    assert (mets.object_id, mets.created, mets.modified) == (PACKAGE_ID, PACKED, REMADE)
    assert mets.record_status == "VERSION"


def test_no_old_checksum_of_a_touched_file_is_left(
    built: FolderFiles, second: FolderFiles
):
    old = {sha256(built, path) for path in (PAGE, TRANSCRIPT, ITEMS, WARC)}
    assert len(old) == 4
    written = [p for p in second.root.rglob("*") if p.suffix in TEXTS]
    assert len(written) > 10
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert not any(digest in text for digest in old), path


def test_a_removed_file_is_a_tombstone(built: FolderFiles, second: FolderFiles):
    before, after = files_of(built, "rendering")[PAGE], files_of(second, "rendering")
    assert not (second.root / PAGE).exists()
    stone = after[PAGE]
    assert stone.sha256 is None
    assert (stone.size, stone.file_format) == (before.size, before.file_format)
    assert stone.events == (
        *before.events,
        f"{PACKAGE_ID}/event/deletion-2/rendering",
    )


def test_a_rewritten_file_has_its_new_checksum_and_all_its_history(
    built: FolderFiles, second: FolderFiles
):
    before = files_of(built, "rendering")[TRANSCRIPT]
    after = files_of(second, "rendering")[TRANSCRIPT]
    assert after.sha256 == sha256(second, TRANSCRIPT) != before.sha256
    assert after.events == (
        *before.events,
        f"{PACKAGE_ID}/event/modification-2/rendering",
        f"{PACKAGE_ID}/event/validation-2/{TRANSCRIPT}",
    )
    untouched = files_of(second, "rendering")[SCREENSHOT]
    assert untouched == files_of(built, "rendering")[SCREENSHOT]


def test_every_earlier_event_and_right_is_still_told(
    built: FolderFiles, second: FolderFiles
):
    names = ("items", "rendering", "warc")
    for folder in ("", *(f"representations/{name}" for name in names)):
        before, after = premis(built, folder), premis(second, folder)
        assert after.events[: len(before.events)] == before.events
        assert after.rights[: len(before.rights)] == before.rights
        assert set(before.agents) <= set(after.agents)


def test_the_disposal_names_decision_people_program_and_objects(second: FolderFiles):
    """AIP16: an event is linked to the agents that caused it."""
    found = premis(second)
    disposal = event(found, "/event/gallring-2")
    roles = {link.identifier: link.role for link in disposal.agents}
    assert roles == {
        "software/avbild/0.1.0": Term.EXECUTING_PROGRAM,
        f"approver/{DECISION_ID}": Term.AUTHORIZER,
        "board/kultur-och-fritidsnamnden": Term.IMPLEMENTER,
        f"executor/{DECISION_ID}-2": Term.IMPLEMENTER,
    }
    assert roles.keys() <= {agent.identifier for agent in found.agents}
    linked = [link.identifier for link in disposal.objects]
    assert linked[0] == PACKAGE_ID
    assert linked[-1] == f"decision/{DECISION_ID}"
    assert disposal.happened_at == DISPOSED
    assert disposal.notes[0] == "Gallrat: 1 kommentar, 1 svar."
    deletion = event(
        premis(second, "representations/rendering"), "deletion-2/rendering"
    )
    assert deletion.kind is Term.DELETION
    assert [link.identifier for link in deletion.objects] == [
        f"{PACKAGE_ID}/{PAGE}",
        f"decision/{DECISION_ID}",
    ]


def test_the_version_before_is_its_source(second: FolderFiles):
    found = premis(second)
    assert entity(found).relationships[-1] == Relationship(
        Term.DERIVATION,
        Term.HAS_SOURCE,
        (f"{PACKAGE_ID}/version/1",),
        (f"{PACKAGE_ID}/event/gallring-2",),
    )
    (granted,) = (right for right in found.rights if right.act)
    assert (granted.act, granted.citation) == ("delete", "Arkivlagen (1990:782) 10 §")


def test_a_third_version_goes_on_from_the_second(second: FolderFiles, tmp_path: Path):
    capture = remaining(tmp_path / "remaining", again=2)
    description = sample_description(capture).model_copy(update={"version": 3})
    note = sample_note((), version=3, rewritten=(TRANSCRIPT, WARC))
    target = tmp_path / PACKAGE_ID
    build_version(description, tmp_path / "remaining", target, second, note)
    third = FolderFiles(target)
    assert check_package(third, PACKAGE_ID, check_warc, lambda _: None).is_valid
    assert files_of(third, "rendering")[PAGE] == files_of(second, "rendering")[PAGE]
    found = premis(third)
    assert entity(found).relationships[-1].objects == (f"{PACKAGE_ID}/version/2",)
    older = entity(found, f"{PACKAGE_ID}/version/2").relationships
    assert older[-1].objects == (f"{PACKAGE_ID}/version/1",)
    events = [each.identifier for each in found.events]
    assert len(set(events)) == len(events)


def test_an_untouched_representation_is_byte_for_byte_the_same(
    built: FolderFiles, tmp_path: Path
):
    capture = sample_capture(tmp_path / "capture")
    description = sample_description(capture).model_copy(
        update={"version": 2, "created_at": REMADE}
    )
    target = tmp_path / PACKAGE_ID
    note = sample_note((), removed=(), rewritten=())
    build_version(description, tmp_path / "capture", target, built, note)
    for name in ("items", "rendering", "warc"):
        for path in sorted((built.root / "representations" / name).rglob("*.*")):
            inner = path.relative_to(built.root)
            assert (target / inner).read_bytes() == path.read_bytes(), inner


def test_a_representation_that_is_gone_leaves_its_history_with_the_package(
    built: FolderFiles, tmp_path: Path
):
    capture = remaining(tmp_path / "remaining")
    left = tuple(f for f in capture.files if not f.path.startswith("warc/"))
    capture = capture.model_copy(update={"files": left})
    description = sample_description(capture).model_copy(update={"version": 2})
    note = sample_note((), removed=(PAGE, WARC), rewritten=(ITEMS, TRANSCRIPT))
    target = tmp_path / PACKAGE_ID
    build_version(description, tmp_path / "remaining", target, built, note)
    found = FolderFiles(target)
    assert check_package(found, PACKAGE_ID, check_warc, lambda _: None).is_valid
    (stone,) = (p for p in premis(found).objects if isinstance(p, FileObject))
    assert stone.sha256 is None
    assert stone.identifier == f"{PACKAGE_ID}/{WARC}"
    assert event(premis(found), "deletion-2/warc").kind is Term.DELETION


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"removed": ()}, PAGE),
        ({"rewritten": (ITEMS, WARC)}, TRANSCRIPT),
        ({"removed": (PAGE, SCREENSHOT)}, SCREENSHOT),
        ({"removed": (PAGE, "representations/x")}, "representations/x skulle"),
    ],
)
def test_nothing_but_what_was_planned_may_change(
    built: FolderFiles, tmp_path: Path, changes: dict[str, object], path: str
):
    """A file that shrank or vanished unplanned stops the whole version."""
    with pytest.raises(InvalidPackage) as caught:
        build_second(tmp_path, built, **changes)
    assert any(path in finding for finding in caught.value.findings)
    assert not (tmp_path / PACKAGE_ID).exists()


def test_an_old_checksum_in_what_is_handed_over_is_found(
    built: FolderFiles, tmp_path: Path
):
    capture = remaining(tmp_path / "remaining")
    digest = sha256(built, TRANSCRIPT)
    health = capture.health.model_copy(update={"notes": (f"Förut {digest}.",)})
    capture = capture.model_copy(update={"health": health})
    description = sample_description(capture).model_copy(update={"version": 2})
    note = sample_note(sample_capture(tmp_path / "before").files)
    with pytest.raises(InvalidPackage, match="Kontrollsumman") as caught:
        build_version(
            description, tmp_path / "remaining", tmp_path / PACKAGE_ID, built, note
        )
    assert caught.value.findings == ("metadata/other/capture.json",)
    assert not (tmp_path / PACKAGE_ID).exists()


def second_description(folder: Path, **update: object) -> PackageDescription:
    description = sample_description(remaining(folder / "remaining"))
    return description.model_copy(update={"version": 2, **update})


def test_another_package_or_another_version_is_refused(
    built: FolderFiles, tmp_path: Path
):
    source = tmp_path / "remaining"
    note = sample_note(sample_capture(tmp_path / "before").files)
    other = second_description(tmp_path, package_id="another")
    with pytest.raises(BadInput, match="annat paket"):
        build_version(other, source, tmp_path / "another", built, note)
    description = second_description(tmp_path)
    target = tmp_path / PACKAGE_ID
    with pytest.raises(BadInput, match="annan version"):
        build_version(description, source, target, built, replace(note, version=3))
    with pytest.raises(BadInput, match="heta som"):
        build_version(description, source, tmp_path / "x", built, note)


def test_a_previous_version_that_was_tampered_with_is_refused(
    package: MemoryFiles, tmp_path: Path
):
    package.content[PREMIS] += b" "
    note = sample_note(sample_capture(tmp_path / "before").files)
    with pytest.raises(DigestMismatch):
        build_version(
            second_description(tmp_path),
            tmp_path / "remaining",
            tmp_path / PACKAGE_ID,
            package,
            note,
        )


def test_what_remains_is_read_back_with_its_tombstones(second: FolderFiles):
    found = {item.item_id: item for item in read_items(second)}
    assert found["c1"].gallring == found["r1"].gallring == DECISION_ID
    assert found["c1"].kind is ItemKind.COMMENT
    assert found["c2"].body == "Tack för en fin stund  !"


def test_the_readme_says_how_many_and_under_which_decision(second: FolderFiles):
    text = (second.root / "documentation" / "README.txt").read_text(encoding="utf-8")
    assert f"Gallrat:            1 kommentar, 1 svar, beslut {DECISION_ID}\n" in text
    assert "Delar av innehållet har gallrats sedan dess." in text
