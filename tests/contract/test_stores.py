# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every package store promises; one suite over all of them."""

import hashlib

import pytest

from schemas.errors import Refused, StoreDown, UnknownName
from storage.base import COMMIT_MARK
from tests.contract.store_places import (
    CONTENT,
    DECISION,
    build,
    content_of,
    ignore,
)


def test_what_is_put_comes_back_byte_for_byte(store, folder):
    """Paths, bytes and sizes are the same, names with å ä ö too."""
    location = store.put("paket-1", 1, folder, ignore)
    assert content_of(store.open("paket-1")) == CONTENT
    assert list(store.open("paket-1").paths()) == sorted(CONTENT)
    assert location.mets_sha256 == hashlib.sha256(CONTENT["METS.xml"]).hexdigest()
    assert location.files == len(CONTENT)
    assert location.size == sum(map(len, CONTENT.values()))


def test_the_source_is_left_whole_and_may_then_be_removed(store, folder):
    """What is stored does not depend on the source, and does not take from it."""
    store.put("paket-1", 1, folder, ignore)
    assert {p: (folder / p).read_bytes() for p in CONTENT} == CONTENT
    for path in CONTENT:
        (folder / path).write_bytes(b"changed afterwards")
    assert content_of(store.open("paket-1")) == CONTENT


def test_packages_and_versions_are_listed_in_order(store, folder):
    """Ids sorted as text, versions as numbers."""
    assert list(store.packages()) == []
    for package_id, version in (("b", 1), ("a", 10), ("a", 2), ("a", 1)):
        store.put(package_id, version, folder, ignore)
    assert list(store.packages()) == ["a", "b"]
    assert store.versions("a") == (1, 2, 10)
    assert store.versions("c") == ()


def test_the_newest_version_opens_unless_one_is_named(store, folder, tmp_path):
    """Version 10 is newer than version 9."""
    newer = build(tmp_path / "ny", {"METS.xml": b"<mets>10</mets>"})
    store.put("a", 9, folder, ignore)
    store.put("a", 10, newer, ignore)
    assert content_of(store.open("a")) == {"METS.xml": b"<mets>10</mets>"}
    assert content_of(store.open("a", 9)) == CONTENT


def test_a_committed_version_is_never_overwritten(store, folder, tmp_path):
    """The second writer is refused and the first one's bytes stay."""
    store.put("a", 1, folder, ignore)
    other = build(tmp_path / "annan", {"METS.xml": b"<mets>annan</mets>"})
    with pytest.raises(Refused, match="redan lagrat"):
        store.put("a", 1, other, ignore)
    assert content_of(store.open("a", 1)) == CONTENT


@pytest.mark.parametrize("version", [None, 2])
def test_a_version_that_is_not_there_is_an_unknown_name(store, folder, version):
    """Both an unknown package and an unknown version of a known one."""
    store.put("a", 1, folder, ignore)
    with pytest.raises(UnknownName, match="finns inte i lagret"):
        store.open("a" if version else "b", version)


def test_progress_ends_at_the_whole(store, folder):
    """Bytes only grow, and end at the total that was said from the start."""
    seen = []
    store.put("a", 1, folder, seen.append)
    total = sum(map(len, CONTENT.values()))
    assert {progress.total for progress in seen} == {total}
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == total


def test_a_store_that_was_never_prepared_is_refused_everywhere(place, folder):
    """A disk that is not mounted is no archive without packages."""
    store = place.open()
    for use in (
        lambda: store.put("a", 1, folder, ignore),
        lambda: store.open("a"),
        lambda: list(store.packages()),
        lambda: store.versions("a"),
        lambda: store.purge("a", 1, DECISION),
        store.sweep,
    ):
        with pytest.raises(StoreDown, match="avbild init"):
            use()


def test_preparing_again_changes_nothing(store, folder):
    """`avbild init` may be run twice."""
    store.put("a", 1, folder, ignore)
    store.prepare()
    assert content_of(store.open("a")) == CONTENT


@pytest.mark.parametrize(
    "package_id", ["", ".", "..", "../b", "a/b", "/etc", "A", "å", "a\n", "a\0", "-a"]
)
def test_a_name_never_leads_out_of_the_store(store, folder, package_id):
    """Only plain identifiers name packages."""
    with pytest.raises(Refused):
        store.put(package_id, 1, folder, ignore)
    assert store.versions(package_id) == ()
    with pytest.raises(UnknownName):
        store.open(package_id)
    assert list(store.packages()) == []


@pytest.mark.parametrize("version", [0, -1])
def test_versions_count_from_one(store, folder, version):
    """Zero and below are refused."""
    with pytest.raises(Refused):
        store.put("a", version, folder, ignore)


@pytest.mark.parametrize(
    "path",
    ["../../../utanför", "/etc/passwd", "", ".", "schemas", "./METS.xml", "a\0b",
     "schemas/../METS.xml", "schemas//tom.xsd", "finns-inte"],
)  # fmt: skip
def test_a_path_that_is_no_file_of_the_package_is_not_found(store, folder, path):
    """Whatever a hostile METS names, only the package's own files open."""
    store.put("a", 1, folder, ignore)
    files = store.open("a")
    with pytest.raises(FileNotFoundError):
        files.open(path)
    with pytest.raises(FileNotFoundError):
        files.size(path)


def test_a_folder_without_the_commit_mark_is_no_package(store, tmp_path):
    """Nothing is stored of it."""
    folder = build(tmp_path / "halv", {"dc.xml": b"<dc/>"})
    with pytest.raises(Refused, match=r"METS\.xml saknas"):
        store.put("a", 1, folder, ignore)
    assert list(store.packages()) == []


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_in_the_source_is_refused(store, folder, tmp_path, kind):
    """A package holds files, not what a link happens to point at."""
    secret = build(tmp_path / "hemligt", {"nyckel": b"secret"})
    target = secret / "nyckel" if kind == "file" else secret
    (folder / "schemas/länk").symlink_to(target)
    with pytest.raises(Refused, match="länk"):
        store.put("a", 1, folder, ignore)
    assert list(store.packages()) == []


def test_an_older_version_is_destroyed_and_nothing_of_it_is_left(place, store, folder):
    """It says how much there was and that nothing remains; the newest is untouched."""
    for version in (1, 2):
        store.put("a", version, folder, ignore)
    purge = store.purge("a", 1, DECISION)
    assert (purge.package_id, purge.version) == ("a", 1)
    assert (purge.files, purge.size) == (len(CONTENT), sum(map(len, CONTENT.values())))
    assert purge.remaining == 0
    assert store.versions("a") == (2,)
    assert content_of(store.open("a")) == CONTENT
    assert place.leftovers() == []
    with pytest.raises(UnknownName):
        store.open("a", 1)


def test_the_newest_version_is_only_destroyed_with_the_whole_package(
    place, store, folder
):
    """A version without what is disposed of must be committed before."""
    for version in (1, 2):
        store.put("a", version, folder, ignore)
    with pytest.raises(Refused, match="den senaste"):
        store.purge("a", 2, DECISION)
    assert content_of(store.open("a", 2)) == CONTENT
    for version in (1, 2):
        assert store.purge("a", version, DECISION, whole=True).remaining == 0
    assert list(store.packages()) == []
    assert place.leftovers() == []


def test_what_is_gone_already_may_be_destroyed_again(place, store, folder):
    """As may what never was: there is nothing, and nothing comes of it."""
    store.put("a", 1, folder, ignore)
    store.purge("a", 1, DECISION, whole=True)
    for package_id, version in (("a", 1), ("a", 7), ("b", 1)):
        purge = store.purge(package_id, version, DECISION)
        assert (purge.files, purge.size, purge.remaining) == (0, 0, 0)
    assert place.leftovers() == []


@pytest.mark.parametrize(("package_id", "version"), [("../b", 1), ("", 1), ("a", 0)])
def test_a_purge_never_leads_out_of_the_store(store, folder, package_id, version):
    """Only plain identifiers and versions name what may be destroyed."""
    store.put("a", 1, folder, ignore)
    with pytest.raises(Refused):
        store.purge(package_id, version, DECISION, whole=True)
    assert content_of(store.open("a")) == CONTENT


def test_a_destroyed_version_can_be_stored_again(store, folder):
    """As when a backup is restored, before executed gallring is carried out again."""
    store.put("a", 1, folder, ignore)
    store.purge("a", 1, DECISION, whole=True)
    store.put("a", 1, folder, ignore)
    assert store.sweep() == 0
    assert content_of(store.open("a")) == CONTENT


def test_the_commit_mark_is_the_root_mets_file():
    """A METS.xml further down commits nothing."""
    assert COMMIT_MARK == "METS.xml"
