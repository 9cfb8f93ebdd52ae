# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of an export are read one by one, and none of them stops the others."""

from zipfile import ZipFile

import pytest

from archivers.owner_export import OwnerExport
from archivers.owner_export.files import ExportFiles, Placed, key_in, short_name
from archivers.platform import FoundItem

FILES = {
    "mapp/hel.json": b'[{"a": "b"}, 2]',
    "mapp/trasig.json": b'[1, 2, {"a"',
    "mapp/tom.json": b"",
}


@pytest.fixture
def export(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, body in FILES.items():
            archive.writestr(name, body)
    with OwnerExport.opened([tmp_path / "a.zip"]) as export:
        yield export


def item(key: str) -> FoundItem:
    return FoundItem(key=key, is_post=True, author="a", text="t", source="s")


def test_a_file_that_was_read_is_understood(export):
    files = ExportFiles(export)

    found = [e.pointer for e in files.entries(export.members["mapp/hel.json"])]

    assert found == ["/0", "/1"]
    assert files.understood == {"mapp/hel.json"}
    assert files.notes == []


def test_what_came_before_a_fault_is_kept_and_the_file_is_not_understood(export):
    files = ExportFiles(export)

    found = [e.value for e in files.entries(export.members["mapp/trasig.json"])]

    assert found == [1, 2]
    assert files.understood == set()
    assert files.notes == ["trasig.json gick inte att läsa till slut."]


def test_an_empty_file_is_no_json(export):
    files = ExportFiles(export)

    assert list(files.entries(export.members["mapp/tom.json"])) == []
    assert files.notes == ["tom.json gick inte att läsa till slut."]


def test_a_sheet_holds_what_was_understood_and_the_rest_is_counted(export):
    files, info = ExportFiles(export), export.members["mapp/hel.json"]

    count = files.keep(info, [Placed(item("k"), "/0/a"), None, None])

    assert count == 1
    (sheet,) = files.sheets
    assert (sheet.url, sheet.record_id) == ("export:mapp/hel.json", "")
    assert (sheet.pointers, sheet.member) == ({"k": "/0/a"}, info.member)
    assert files.notes == ["2 poster i hel.json gick inte att tolka."]


def test_a_file_without_items_gives_no_sheet(export):
    files = ExportFiles(export)

    assert files.keep(export.members["mapp/hel.json"], [None]) == 0
    assert files.sheets == []
    assert files.notes == ["En post i hel.json gick inte att tolka."]


def test_a_key_names_the_file_and_the_place(export):
    info = export.members["mapp/hel.json"]
    first = next(ExportFiles(export).entries(info))

    assert key_in(info, first) == "mapp/hel.json#/0"
    assert short_name(info) == "hel.json"
