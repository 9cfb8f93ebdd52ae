# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""PREMIS that is read and written again is the same, byte for byte."""

import pytest

from eark.premis_read import read_premis
from eark.premis_xml import premis_document
from schemas.errors import Damaged
from tests.samples import FolderFiles, MemoryFiles

ROOT = "metadata/preservation/premis.xml"
DOCUMENTS = {
    ROOT: "../../schemas/",
    f"representations/items/{ROOT}": "../../../../schemas/",
    f"representations/rendering/{ROOT}": "../../../../schemas/",
    f"representations/warc/{ROOT}": "../../../../schemas/",
}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_is_read_writes_the_same_document(built: FolderFiles, path: str):
    data = (built.root / path).read_bytes()
    assert premis_document(read_premis(data), DOCUMENTS[path]) == data


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_is_read_writes_the_same_document_after_gallring(
    second: FolderFiles, path: str
):
    data = (second.root / path).read_bytes()
    assert premis_document(read_premis(data), DOCUMENTS[path]) == data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"premis:intellectualEntity", b"premis:thing"),
        (b">capture</premis:eventType>", b">reading</premis:eventType>"),
        (b"2026-03-02T08:15:00Z", b"then"),
        (b"</premis:premis>", b""),
        (b"premis:originalName>", b"premis:otherName>"),
    ],
)
def test_what_is_not_ours_is_damaged(package: MemoryFiles, old: bytes, new: bytes):
    data = package.content[ROOT]
    assert old in data
    with pytest.raises(Damaged):
        read_premis(data.replace(old, new))
