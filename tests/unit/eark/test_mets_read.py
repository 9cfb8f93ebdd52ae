# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""METS is read strictly for rewriting and leniently for checking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eark.markup import parse
from eark.mets_read import (
    declared_ids,
    inner_path,
    pointed_ids,
    pointers,
    read_mets,
    references,
)
from schemas.errors import Damaged
from tests.samples import MemoryFiles

HOSTILE = [
    "",
    "/etc/passwd",
    "../outside",
    "data/../../outside",
    "data/./x",
    "data//x",
    "data/",
    "%2e%2e/outside",
    "data/%2E%2E/x",
    "data%2Fx",
    "%2Fetc/passwd",
    "data\\x",
    "data%5Cx",
    "file:///etc/passwd",
    "http://exempel.example/x",
    "c:/windows",
    "data/x?y",
    "data/x#y",
    "data/%00",
    "data/%0Ax",
    "data/%ff",
    "data/%41",
    "data/å",
    "data/a b",
]


@pytest.mark.parametrize("href", HOSTILE)
def test_a_link_that_leads_astray_is_no_path(href: str):
    assert inner_path(href) is None


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("METS.xml", "METS.xml"),
        ("data/a%20b.pdf", "data/a b.pdf"),
        ("data/%C3%A5.pdf", "data/å.pdf"),
        ("data/..x/...", "data/..x/..."),
        ("data/100%25.pdf", "data/100%.pdf"),
    ],
)
def test_a_link_as_we_write_it_is_a_path(href: str, path: str):
    assert inner_path(href) == path


@given(st.text())
def test_a_link_is_never_read_as_a_path_that_climbs(href: str):
    path = inner_path(href)
    if path is not None:
        assert not path.startswith("/")
        assert ".." not in path.split("/")


@pytest.mark.parametrize(
    "change",
    [
        (b' OBJID="avbild-almhult-0001"', b""),
        (b'OAISPACKAGETYPE="AIP"', b'OAISPACKAGETYPE="AIU"'),
        (b'CREATEDATE="2026-03-02T08:18:00Z"', b'CREATEDATE="i dag"'),
        (b'csip:NOTETYPE="SOFTWARE VERSION"', b""),
        (b'MDTYPE="PREMIS"', b'MDTYPE="DC"'),
        (b"mets:metsHdr", b"mets:other"),
        (b"</mets:mets>", b""),
    ],
)
def test_a_mets_that_lacks_what_ours_have_is_damaged(
    package: MemoryFiles, change: tuple[bytes, bytes]
):
    data = package.content["METS.xml"]
    assert change[0] in data
    with pytest.raises(Damaged):
        read_mets(data.replace(*change))


def test_a_file_without_location_is_damaged(package: MemoryFiles):
    data = package.content["METS.xml"].replace(b"mets:FLocat", b"mets:FContent")
    with pytest.raises(Damaged):
        read_mets(data)


def test_everything_that_mets_lists_is_found(package: MemoryFiles):
    root = parse(package.content["METS.xml"])
    listed = {reference.path for reference in references(root)}
    outside = {p for p in package.paths() if not p.startswith("representations/")}
    documents = {
        f"representations/{n}/METS.xml" for n in ("items", "rendering", "warc")
    }
    assert listed == (outside - {"METS.xml"}) | documents
    assert set(pointers(root)) == documents
    assert set(pointed_ids(root)) < set(declared_ids(root))
