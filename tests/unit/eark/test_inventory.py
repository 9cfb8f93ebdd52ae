# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What METS lists, and who stands as archival creator."""

from eark.inventory import archival_creator, representation_mets
from eark.layout import RENDERING
from eark.mets import NoteType, StoredFile
from eark.mets_read import read_mets
from schemas.package import PackageKind
from tests.samples import PACKED, MemoryFiles, sample_board


def test_the_board_is_archival_creator_by_its_organisation_number():
    agent = archival_creator(sample_board())
    assert (agent.role, agent.agent_type) == ("ARCHIVIST", "ORGANIZATION")
    assert agent.name == "Kultur- och fritidsnämnden, Älmhults kommun"
    assert (agent.note, agent.note_type) == (
        "ORG:212000-0000",
        NoteType.IDENTIFICATION_CODE,
    )


def test_a_board_without_number_is_named_by_its_id():
    board = sample_board().model_copy(update={"organisation_number": ""})
    assert archival_creator(board).note == "LOCAL:kultur-och-fritidsnamnden"


def test_a_representation_is_named_as_its_folder(package: MemoryFiles):
    for name in ("items", "rendering", "warc"):
        mets = read_mets(package.content[f"representations/{name}/METS.xml"])
        assert mets.object_id == name
        assert mets.kind is PackageKind.AIP
        assert [group.use for group in mets.groups] == ["Data"]


def test_files_are_listed_in_order_however_they_come(description):
    stored = [
        StoredFile(f"data/{name}", "image/png", 1, PACKED, "0" * 64) for name in "bca"
    ]
    mets = representation_mets(description, RENDERING, stored, stored[0])
    listed = [file.stored.path for file in mets.groups[0].files]
    assert listed == ["data/a", "data/b", "data/c"]


def test_files_of_a_package_are_listed_in_order(package: MemoryFiles):
    for path in ("METS.xml", "representations/rendering/METS.xml"):
        for group in read_mets(package.content[path]).groups:
            paths = [listed.stored.path for listed in group.files]
            assert paths == sorted(paths)
