# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index of items: which package holds what, without words or authors."""

import pytest

from schemas.errors import UnknownName
from schemas.gallring import KeptIn
from tests.contract.database_records import (
    NOW,
    package,
)
from tests.contract.judged_homes import MINE, filled
from tests.contract.judged_records import (
    decision,
    entry,
    gallring_list,
)

__all__ = ["filled"]


def test_an_item_is_found_in_every_package_that_holds_it(filled):
    """A comment that was there at two captures must be disposed of in both."""
    filled.items.put([entry("k1"), entry("k2")])
    filled.items.put([entry("k1", 2)])
    assert filled.items.get(MINE, "k1") == (entry("k1"), entry("k1", 2))
    assert filled.items.kept_in(MINE, "k1") == (
        KeptIn(package_id="paket-1", version=1),
        KeptIn(package_id="paket-2", version=1),
    )
    assert filled.items.of_account(MINE) == (entry("k1"), entry("k2"), entry("k1", 2))
    assert filled.items.of_package("paket-1", 1) == (entry("k1"), entry("k2"))
    assert filled.items.get("annat", "k1") == filled.items.of_account("annat") == ()


def test_only_the_newest_version_counts(filled):
    """What an older version held is there for that version only."""
    filled.packages.add(package(1, version=2))
    gone = entry("k1", version=2).model_copy(update={"is_gallrad": True})
    filled.items.put([entry("k1"), entry("k2")])
    filled.items.put([gone, entry("k2", version=2)])
    assert filled.items.of_account(MINE) == (gone, entry("k2", version=2))
    assert filled.items.get(MINE, "k1") == filled.items.kept_in(MINE, "k1") == ()
    assert filled.items.of_package("paket-1", 1) == (entry("k1"), entry("k2"))


def test_entering_a_version_again_replaces_it(filled):
    """The index can be made again; other versions stay."""
    filled.items.put([entry("k1"), entry("k2"), entry("k3", 2)])
    filled.items.put([entry("k2")])
    assert filled.items.of_account(MINE) == (entry("k2"), entry("k3", 2))
    filled.items.put([])
    assert filled.items.of_account(MINE) == (entry("k2"), entry("k3", 2))


def test_a_forgotten_version_leaves_nothing(filled):
    """Other versions stay; forgetting again is harmless."""
    filled.items.put([entry("k1"), entry("k1", 2)])
    for _ in range(2):
        filled.items.forget("paket-1", 1)
    assert filled.items.of_account(MINE) == (entry("k1", 2),)


def test_an_item_needs_a_package_version(filled):
    """One that is not entered stops all."""
    with pytest.raises(UnknownName, match="”paket-9” version 1"):
        filled.items.put([entry("k1"), entry("k1", 9)])
    assert filled.items.of_account(MINE) == ()


def test_a_destroyed_version_counts_for_nothing(filled):
    """Though it may be entered, while gallring is carried out again."""
    filled.gallring.add_list(gallring_list())
    filled.gallring.add_decision(decision())
    filled.items.put([entry("k1")])
    filled.packages.mark_purged("paket-1", 1, "beslut-1", NOW)
    for _ in range(2):
        assert filled.items.of_account(MINE) == filled.items.get(MINE, "k1") == ()
        assert filled.items.kept_in(MINE, "k1") == ()
        filled.items.put([entry("k1")])
    assert filled.items.of_package("paket-1", 1) == (entry("k1"),)
    filled.items.forget("paket-1", 1)
    assert [one.package_id for one in filled.items.missing()] == ["paket-2"]


def test_packages_that_were_never_indexed_are_known(filled):
    """The newest version of each that holds anything; an empty one never is."""
    empty = package(3).model_copy(update={"posts": 0, "comments": 0})
    filled.packages.add(empty)
    filled.packages.add(package(2, version=2))
    filled.items.put([entry("k1", 2)])
    one, two = KeptIn(package_id="paket-1", version=1), "paket-2"
    assert filled.items.missing() == (one, KeptIn(package_id=two, version=2))
    filled.items.put([entry("k1"), entry("k1", 2, version=2)])
    assert filled.items.missing() == ()
