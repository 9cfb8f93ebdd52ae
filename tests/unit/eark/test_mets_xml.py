# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""METS is written as CSIP 2.1.0 asks."""

from dataclasses import replace

from lxml import etree

from eark.mets_read import read_mets
from eark.mets_xml import CSIP, METS, XLINK, mets_document, mets_element
from tests.samples import PACKED, FolderFiles

M = f"{{{METS}}}"


def root_of(built: FolderFiles) -> etree._Element:
    return etree.parse(built.root / "METS.xml").getroot()


def test_what_is_read_is_written_byte_for_byte(built: FolderFiles):
    for path, schemas_folder in (
        ("METS.xml", "schemas/"),
        ("representations/warc/METS.xml", "../../schemas/"),
        ("representations/rendering/METS.xml", "../../schemas/"),
    ):
        data = (built.root / path).read_bytes()
        assert mets_document(read_mets(data), schemas_folder) == data


def test_all_metadata_sections_are_in_the_metadata_division(built: FolderFiles):
    root = root_of(built)
    division = root.find(f".//{M}div[@LABEL='Metadata']")
    assert division is not None
    ids = [part.get("ID") for part in root.iter(f"{M}dmdSec", f"{M}digiprovMD")]
    named = f"{division.get('DMDID')} {division.get('ADMID')}".split()
    assert sorted(named) == sorted(map(str, ids))


def test_each_representation_has_a_pointer_to_its_mets_and_its_group(
    built: FolderFiles,
):
    root = root_of(built)
    for name in ("items", "rendering", "warc"):
        label = f"Representations/{name}"
        group = root.find(f".//{M}fileGrp[@USE='{label}']")
        division = root.find(f".//{M}div[@LABEL='{label}']")
        assert group is not None
        assert division is not None
        pointer, file = division
        assert pointer.get(f"{{{XLINK}}}href") == f"representations/{name}/METS.xml"
        assert pointer.get(f"{{{XLINK}}}title") == group.get("ID")
        assert file.get("FILEID") == group.get("ID")


def test_every_group_says_its_content_type(built: FolderFiles):
    for group in root_of(built).iter(f"{M}fileGrp"):
        assert group.get(f"{{{CSIP}}}CONTENTINFORMATIONTYPE") == "OTHER"
        assert group.get(f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE")


def test_a_path_with_spaces_and_letters_is_a_proper_link(built: FolderFiles):
    path = "representations/warc/METS.xml"
    mets = read_mets((built.root / path).read_bytes())
    (group,) = mets.groups
    (listed,) = group.files
    odd = replace(listed.stored, path="data/Älmhult 100%.warc.gz")
    group = replace(group, files=(replace(listed, stored=odd),))
    changed = replace(mets, groups=(group,))
    element = mets_element(changed, "../../schemas/").find(f".//{M}FLocat")
    assert element is not None
    href = element.get(f"{{{XLINK}}}href")
    assert href == "data/%C3%84lmhult%20100%25.warc.gz"
    assert read_mets(mets_document(changed, "../../schemas/")) == changed


def test_when_it_was_changed_and_its_status_are_said_if_known(built: FolderFiles):
    mets = read_mets((built.root / "METS.xml").read_bytes())
    changed = replace(mets, modified=PACKED, record_status="NEW")
    header = mets_element(changed, "schemas/").find(f"{M}metsHdr")
    assert header is not None
    assert header.get("LASTMODDATE") == "2026-03-02T08:18:00Z"
    assert header.get("RECORDSTATUS") == "NEW"
    assert read_mets(mets_document(changed, "schemas/")) == changed
