# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is gone from the platform is found and told once, and never without proof."""

import json
from dataclasses import replace

import pytest

from eark.profile import HEALTH_PATH
from pipeline.difference import content_difference, earlier_packages
from pipeline.order import Request, place_order
from pipeline.report import read_report
from pipeline.snapshot import run_order
from schemas.account import ArchiveLevel
from schemas.change_report import ContentDifference
from schemas.item import Item, ItemKind
from schemas.order import EventKind
from schemas.watch import NoticeFor, NoticeKind


def item(item_id: str, body: str = "", parent: str | None = None, position: int = 1):
    return Item(
        item_id=item_id,
        kind=ItemKind.POST if parent is None else ItemKind.COMMENT,
        parent_id=parent,
        position=position,
        author="Kerstin Påhittad",
        is_by_account=parent is None,
        body=body or f"Text {item_id}",
    )


pytestmark = pytest.mark.usefixtures("first")

POSTS = (
    item("p1", "Sagostund på lördag", position=1),
    item("p2", "Ny bok", position=2),
    item("c1", "Vad roligt!", "p2", 1),
    item("c2", "Vi kommer gärna dit", "p2", 2),
)


@pytest.fixture
def first(archive, account, plan, platform):
    """A package of two posts, one of them with two comments."""
    assert plan.board_id == account.board_id
    platform.items = POSTS
    return archived(archive, platform)


def archived(archive, platform):
    """Order an archiving and carry it out."""
    request = Request(account_id="biblioteket", ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, request)
    return run_order(archive, order.order_id, platform.crafts())


def report_of(archive, package):
    return read_report(archive.store.open(package.package_id)).change_report


def difference(archive, items) -> ContentDifference:
    (earlier,) = earlier_packages(archive, "biblioteket")
    return content_difference(earlier, items)


def names(items):
    return [(one.item_id, one.number) for one in items]


def test_the_first_archiving_has_no_report(archive, first):
    assert report_of(archive, first) is None


def test_what_is_gone_is_named_by_its_number_in_the_earlier_package(archive, first):
    found = difference(archive, POSTS[:1])
    assert names(found.missing) == [("p2", "2"), ("c1", "2.1"), ("c2", "2.2")]
    assert (found.missing_posts, found.missing_comments) == (1, 2)
    assert found.earlier_package_id == first.package_id
    assert found.edited == ()


def test_what_is_new_is_counted(archive):
    new = (item("p3"), item("c3", "Hej", "p1"), item("c4", "Hallå", "p1"))
    found = difference(archive, POSTS + new)
    assert (found.new_posts, found.new_comments) == (1, 2)
    assert found.missing == ()


def test_a_text_that_is_another_is_edited(archive):
    changed = POSTS[1].model_copy(update={"body": "Ny bok på måndag"})
    found = difference(archive, (POSTS[0], changed, *POSTS[2:]))
    assert names(found.edited) == [("p2", "2")]


def test_other_white_space_is_no_edit(archive):
    spaced = POSTS[0].model_copy(update={"body": "Sagostund  på\u200b lördag\n"})
    assert difference(archive, (spaced, *POSTS[1:])).edited == ()


def test_what_the_archive_has_disposed_of_is_neither_gone_nor_edited_nor_new(archive):
    (earlier,) = earlier_packages(archive, "biblioteket")
    gone = POSTS[2].model_copy(
        update={"gallring": "beslut-1", "body": "", "author": ""}
    )

    def walk(files):
        del files
        return iter((*POSTS[:2], gone, POSTS[3]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.difference.walk_items", walk)
        without = content_difference(earlier, (*POSTS[:2], POSTS[3]))
        back = content_difference(earlier, POSTS)
    for found in (without, back):
        assert found.missing == found.edited == ()
        assert (found.new_posts, found.new_comments) == (0, 0)


def test_the_secretary_is_told_once_and_without_personal_data(archive, first, platform):
    platform.items = POSTS[:3]
    second = archived(archive, platform)
    (notice,) = archive.database.notices.list(NoticeFor.SECRETARY)
    assert notice.kind is NoticeKind.CONTENT_MISSING
    assert notice.board_id == "ks"
    assert "1 kommentar" in notice.text
    assert first.package_id in notice.text
    assert "gallring" in notice.action
    assert "diarieför" in notice.action
    assert second.package_id in notice.action
    (event,) = archive.database.events.list("biblioteket", EventKind.CONTENT_MISSING)
    assert event.detail["comments"] == "1"
    assert event.detail["posts"] == "0"
    assert event.detail["earlier_package"] == first.package_id
    told = json.dumps([notice.model_dump(mode="json"), dict(event.detail)])
    assert "Kerstin" not in told
    assert "gärna" not in told


def test_nobody_is_told_when_nothing_is_gone(archive, platform):
    second = archived(archive, platform)
    assert report_of(archive, second).content.missing == ()
    assert archive.database.notices.list() == ()
    assert archive.database.events.list("biblioteket", EventKind.CONTENT_MISSING) == ()


def test_what_is_edited_only_is_in_the_report_but_is_no_notice(archive, platform):
    platform.items = (POSTS[0].model_copy(update={"body": "Inställt"}), *POSTS[1:])
    second = archived(archive, platform)
    assert names(report_of(archive, second).content.edited) == [("p1", "1")]
    assert archive.database.notices.list() == ()


def test_an_incomplete_capture_proves_no_disappearance(archive, platform, account):
    platform.items = POSTS[:1]
    platform.missing = ("En del av sidan laddades inte.",)
    request = Request(
        account_id=account.account_id,
        ordered_by="Ulla",
        reason_text="Begärd",
        keep_incomplete=True,
    )
    order = place_order(archive, request)
    second = run_order(archive, order.order_id, platform.crafts())
    report = report_of(archive, second)
    assert report.content is None
    assert "inte fullständig" in " ".join(report.notes)
    assert archive.database.notices.list() == ()


@pytest.mark.parametrize("which", ["earlier", "later"])
def test_an_overview_proves_no_disappearance(
    archive, first, platform, which, monkeypatch
):
    orders = archive.database.orders
    whole = orders.get

    def seen(order_id):
        order = whole(order_id)
        is_earlier = order_id == first.order_id
        if is_earlier is (which == "earlier"):
            return order.model_copy(update={"level": ArchiveLevel.OVERVIEW})
        return order

    monkeypatch.setattr(orders, "get", seen)
    claim = orders.claim
    monkeypatch.setattr(orders, "claim", lambda *a: seen(claim(*a).order_id))
    platform.items = POSTS[:1]
    second = archived(archive, platform)
    report = report_of(archive, second)
    assert report.content is None
    assert report.notes
    assert archive.database.notices.list() == ()


def test_other_eyes_prove_no_disappearance(archive, platform):
    platform.captured_by = "webpage-browser/99"
    platform.items = POSTS[:1]
    report = report_of(archive, archived(archive, platform))
    assert report.content is None
    assert "annat sätt" in " ".join(report.notes)


def test_what_only_another_source_gave_is_not_missed(archive):
    """An old post stood in the owner's export; the API does not give it."""
    (earlier,) = earlier_packages(archive, "biblioteket")
    by_export = POSTS[0].model_copy(update={"sources": ("export", "posts")})
    by_both = POSTS[1].model_copy(update={"sources": ("api", "export")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.difference.walk_items", lambda _: (by_export, by_both))
        found = content_difference(earlier, (), {"api", "browser"})
    assert names(found.missing) == [("p2", "2")]


def with_export(archive, monkeypatch, before, now):
    """Compare a capture with an earlier one, both with an export beside the API."""
    (earlier,) = earlier_packages(archive, "biblioteket")
    monkeypatch.setattr("pipeline.difference.walk_items", lambda _: before)
    return content_difference(earlier, now, {"api", "export"})


def given_by(item: Item, *sources: str) -> Item:
    return item.model_copy(update={"sources": (*sources, "posts")})


def test_an_export_of_other_years_is_no_disappearance(archive, monkeypatch):
    """Each export is of what somebody chose; the platform never showed the post."""
    old, other = given_by(POSTS[0], "export"), given_by(POSTS[1], "export")
    found = with_export(archive, monkeypatch, (old,), (other,))
    assert (found.missing, found.new_posts) == ((), 0)


def test_what_the_api_gave_and_only_an_export_has_now_is_gone(archive, monkeypatch):
    before = given_by(POSTS[0], "api", "export")
    found = with_export(archive, monkeypatch, (before,), (given_by(before, "export"),))
    assert names(found.missing) == [("p1", "1")]


def test_what_an_export_alone_had_and_the_api_gives_is_not_gone(archive, monkeypatch):
    before = given_by(POSTS[0], "export")
    found = with_export(archive, monkeypatch, (before,), (given_by(before, "api"),))
    assert (found.missing, found.new_posts) == ((), 0)


def test_the_newest_capture_is_the_one_before_not_the_newest_version(
    archive, first, platform
):
    platform.items = POSTS[:3]
    second = archived(archive, platform)
    rewritten = first.model_copy(update={"version": 2, "created_at": archive.clock()})
    known = archive.database.packages.list("biblioteket", with_purged=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            archive.database.packages, "list", lambda *_, **__: (rewritten, *known)
        )
        patch.setattr(archive.store, "versions", lambda _: (1, 2))
        real = archive.store.open
        patch.setattr(archive.store, "open", lambda name, _: real(name, 1))
        order = [one.package.package_id for one in earlier_packages(archive, "x")]
    assert order == [second.package_id, first.package_id]


def test_a_package_that_is_damaged_does_not_stop_the_archiving(
    archive, first, platform
):
    real = archive.store.open

    class Broken:
        def __init__(self, files):
            self._files = files

        def __getattr__(self, name):
            return getattr(self._files, name)

        def open(self, path):
            if path == HEALTH_PATH:
                raise FileNotFoundError(path)
            return self._files.open(path)

    def opened(name, version=None):
        files = real(name, version) if version else real(name)
        return Broken(files) if name == first.package_id else files

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive.store, "open", opened)
        second = archived(replace(archive), platform)
    report = report_of(archive, second)
    assert "gick inte att läsa" in " ".join(report.notes)
