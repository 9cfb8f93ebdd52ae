# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own documents in a package are held to what they say of themselves."""

import io

from eark.content_check import description_faults, items_faults
from tests.samples import PACKAGE_ID, MemoryFiles

ITEMS = "representations/items/data/items.xml"
DESCRIPTION = "metadata/descriptive/avbild.xml"


def test_what_we_wrote_has_no_faults(package: MemoryFiles):
    assert items_faults(package.open(ITEMS)) == []
    assert description_faults(package.open(DESCRIPTION), PACKAGE_ID) == []


def test_an_item_that_was_taken_out_is_missed(package: MemoryFiles):
    before, _, after = package.content[ITEMS].partition(b"<item ")
    rest = after.partition(b"</item>\n")[2]
    (fault,) = items_faults(io.BytesIO(before + rest))
    assert fault == "items.xml har 4 poster men säger sig ha 5."


def test_items_that_break_the_schema_are_a_fault(package: MemoryFiles):
    data = package.content[ITEMS].replace(b'kind="reply"', b'kind="rykte"')
    assert "kind" in items_faults(io.BytesIO(data))[0]


def test_a_description_of_another_package_is_a_fault(package: MemoryFiles):
    (fault,) = description_faults(package.open(DESCRIPTION), "other")
    assert PACKAGE_ID in fault


def test_a_description_that_breaks_the_schema_is_a_fault(package: MemoryFiles):
    data = package.content[DESCRIPTION].replace(b"legalBasis", b"lag")
    assert description_faults(io.BytesIO(data), PACKAGE_ID)
