# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A stored package is read back into the records that it was made of."""

import pytest

from pipeline.contents import (
    account_of,
    contents_of,
    contents_of_account,
    items_of_account,
    package_path,
)
from schemas.capture import FileRole
from schemas.errors import UnknownName
from tests.samples import sample_items


def test_the_items_come_back_as_they_were_captured(archive, package):
    contents = contents_of(archive, package.package_id)
    assert [item.item_id for item in contents.items] == [
        item.item_id for item in sample_items()
    ]
    assert contents.capture.capture_id == package.capture_id
    assert contents.capture.items == contents.items


def test_every_file_of_the_capture_is_found_in_the_package(archive, package):
    contents = contents_of(archive, package.package_id)
    files = contents.capture.files
    assert {file.role for file in files} >= {FileRole.WARC, FileRole.SCREENSHOT}
    assert FileRole.ITEMS not in {file.role for file in files}
    for file in files:
        assert contents.files.size(package_path(file)) == file.size


def test_an_account_gives_the_newest_of_each_package(archive, package):
    (only,) = contents_of_account(archive, package.account_id)
    assert (only.package_id, only.version) == (package.package_id, 1)
    assert set(items_of_account(archive, package.account_id)) == {
        item.item_id for item in sample_items()
    }


def test_what_is_not_there_is_named(archive):
    with pytest.raises(UnknownName):
        contents_of(archive, "avbild-annat")
    with pytest.raises(UnknownName):
        items_of_account(archive, "museet")


def test_the_account_is_told_of_as_it_was_when_the_package_was_made(
    archive, account, package, clock
):
    clock.pass_time(days=400)
    changed = account.model_copy(
        update={"name": "Kulturhuset", "responsible_manager": "Maj Exempel"}
    )
    archive.database.accounts.change(changed, "Ulla", "Nytt namn", clock())
    report = contents_of(archive, package.package_id).report
    assert account_of(archive, report) == account
    assert archive.database.accounts.get(account.account_id) == changed
