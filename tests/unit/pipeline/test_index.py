# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index says what each package holds, and never a word of it."""

import pytest
from sqlalchemy import create_engine, text

from eark.items_read import read_items
from pipeline.index import entries_of, index_missing, index_package
from pipeline.order import Request, place_order
from pipeline.report import read_report
from pipeline.snapshot import run_order
from schemas.errors import StoreDown, UnknownName
from schemas.gallring import KeptIn
from schemas.item import Item, ItemKind
from tests.samples import sample_items


def item(item_id, parent_id=None, kind=ItemKind.REPLY, **changes):
    return Item(
        item_id=item_id,
        kind=kind,
        parent_id=parent_id,
        position=1,
        author="Kerstin Påhittad",
        is_by_account=False,
        body="Hej",
        **changes,
    )


@pytest.fixture
def report(archive, package):
    """The report of a package in the archive."""
    return read_report(archive.store.open(package.package_id))


def threads(report, *items):
    return {entry.item_id: entry.thread_id for entry in entries_of(report, items)}


def test_an_entry_says_where_an_item_is_and_what_it_is(report):
    """Whose, of which package, under what, when; `captured_at` is the capture's end."""
    post, comment = sample_items()[0], sample_items()[1]
    first, second = entries_of(report, (post, comment))
    assert (first.package_id, first.version) == (report.package_id, report.version)
    assert (first.account_id, first.board_id) == ("biblioteket", "ks")
    assert (first.item_id, first.thread_id, first.parent_id) == ("p1", "p1", None)
    assert (first.kind, first.is_by_account) == (ItemKind.POST, True)
    assert (first.published, first.captured_at) == (post.published, report.ended_at)
    assert (second.item_id, second.thread_id, second.parent_id) == ("c1", "p1", "p1")
    assert (second.kind, second.is_by_account) == (ItemKind.COMMENT, False)
    assert second.published is None
    assert not first.is_gallrad


def test_what_was_disposed_of_is_said_to_be(report):
    """It keeps its place in the thread."""
    gone = item("k1", "p1", gallring="beslut-1")
    (entry,) = entries_of(report, (gone,))
    assert (entry.is_gallrad, entry.thread_id) == (True, "p1")


def test_the_thread_is_found_however_deep_the_reply(report):
    """Whatever order the items stand in."""
    found = threads(
        report,
        item("s2", "s1"),
        item("s1", "k1"),
        item("k1", "p1", ItemKind.COMMENT),
        item("p1", None, ItemKind.POST),
        item("p2", None, ItemKind.POST),
    )
    assert found == {"s2": "p1", "s1": "p1", "k1": "p1", "p1": "p1", "p2": "p2"}


def test_a_post_that_was_not_captured_still_names_its_thread(report):
    """A hold on the thread must find the comments."""
    assert threads(report, item("k1", "borta")) == {"k1": "borta"}


def test_a_circle_of_parents_ends(report):
    """A platform that contradicts itself stops nothing."""
    found = threads(report, item("a", "b"), item("b", "a"), item("c", "c"))
    assert found == {"a": "b", "b": "a", "c": "c"}


def test_a_new_package_is_indexed_with_its_row(archive, package):
    """Every item of it, from the package itself."""
    files = archive.store.open(package.package_id)
    expected = entries_of(read_report(files), read_items(files))
    indexed = archive.database.items.of_package(package.package_id, 1)
    assert len(indexed) == package.posts + package.comments
    assert sorted(expected, key=lambda entry: entry.item_id) == list(indexed)
    assert index_missing(archive) == 0


def test_no_row_without_index_and_no_index_without_row(
    archive, account, plan, platform, monkeypatch
):
    """What stops the one stops the other; the next run enters both."""
    assert plan.board_id == account.board_id
    order = place_order(
        archive,
        Request(account_id=account.account_id, ordered_by="Ulla", reason_text="Nu"),
    )
    with monkeypatch.context() as patch:

        def down(_entries):
            raise StoreDown

        patch.setattr(archive.database.items, "put", down)
        with pytest.raises(StoreDown):
            run_order(archive, order.order_id, platform.crafts())
    assert archive.database.packages.list() == ()
    package = run_order(archive, order.order_id, platform.crafts())
    assert platform.captures == 1
    assert len(archive.database.items.of_package(package.package_id, 1)) == 5


def test_what_was_stored_before_the_index_is_indexed_at_the_first_need(
    archive, package
):
    """Once, and the same as if it had been there from the start."""
    before = archive.database.items.of_account("biblioteket")
    archive.database.items.forget(package.package_id, 1)
    assert archive.database.items.missing() == (
        KeptIn(package_id=package.package_id, version=1),
    )
    assert index_missing(archive) == 1
    assert archive.database.items.of_account("biblioteket") == before
    assert index_missing(archive) == 0


def test_a_version_is_indexed_as_the_version_it_is(archive, package, tmp_path):
    """Also when it carries the report of the one before it."""
    files = archive.store.open(package.package_id, 1)
    for path in files.paths():
        (tmp_path / "ny" / path).parent.mkdir(parents=True, exist_ok=True)
        with files.open(path) as stream:
            (tmp_path / "ny" / path).write_bytes(stream.read())
    archive.store.put(package.package_id, 2, tmp_path / "ny", archive.progress)
    archive.database.packages.add(package.model_copy(update={"version": 2}))
    index_package(archive, package.package_id, 2)
    versions = {one.version for one in archive.database.items.of_account("biblioteket")}
    assert versions == {2}
    assert len(archive.database.items.of_package(package.package_id, 1)) == 5


def test_a_version_that_is_not_there_is_an_unknown_name(archive, package):
    with pytest.raises(UnknownName):
        index_package(archive, package.package_id, 9)


def test_the_index_holds_no_words_and_no_authors(archive, package):
    """Nothing of what people wrote, nor who they are, is anywhere in its rows."""
    files = archive.store.open(package.package_id)
    words = {one.author for one in read_items(files)}
    words |= {one.body for one in read_items(files) if one.body}
    assert words
    engine = create_engine(archive.settings.database)
    with engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM items")).all())
    engine.dispose()
    assert package.package_id in rows
    assert not [word for word in words if word in rows or repr(word)[1:-1] in rows]
