# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An order becomes one package, or fails with a reason and leaves nothing half-done."""

import errno
import os
from dataclasses import replace

import pytest

from archivers.snapshot import CaptureTools
from pipeline import pack, snapshot
from pipeline.order import Request, place_order
from pipeline.snapshot import package_id_of, run_order
from schemas.account import Account
from schemas.errors import (
    ArchiveError,
    DiskFull,
    InvalidPackage,
    LoginWall,
    NotInPlan,
    PlatformDown,
    Refused,
    StoreDown,
    ToolMissing,
    Unavailable,
    UnknownName,
)
from schemas.item import Item, ItemKind
from schemas.order import EventKind, OrderState, Progress
from schemas.package import Finding, Severity


@pytest.fixture
def order(archive, account, plan):
    """An order that waits, of a board with a plan."""
    assert plan.board_id == account.board_id
    request = Request(
        account_id=account.account_id, ordered_by="Ulla", reason_text="Kontot läggs ner"
    )
    return place_order(archive, request)


def kinds(archive):
    return [event.kind for event in archive.database.events.list()]


def nothing_half_done(archive, order):
    """The work folder is empty, and store and database agree on what there is."""
    work = archive.settings.work_folder
    assert list(work.iterdir()) == []
    stored = {
        (p, v) for p in archive.store.packages() for v in archive.store.versions(p)
    }
    known = {(p.package_id, p.version) for p in archive.database.packages.list()}
    assert known <= stored
    assert stored <= {(package_id_of(order), 1)}
    state = archive.database.orders.get(order.order_id).state
    assert (state is OrderState.DONE) is bool(known)
    return stored, known


def test_an_order_becomes_a_verified_package(archive, order, platform):
    package = run_order(archive, order.order_id, platform.crafts())
    done = archive.database.orders.get(order.order_id)
    assert done.state is OrderState.DONE
    assert done.package_id == package.package_id == f"avbild-{order.order_id}"
    assert (package.posts, package.comments) == (2, 3)
    assert (package.plan_id, package.plan_version, package.row_id) == ("ks", 1, "1.5.1")
    assert archive.database.packages.get(package.package_id) == package
    assert archive.store.versions(package.package_id) == (1,)
    nothing_half_done(archive, order)
    assert kinds(archive)[-4:] == [
        EventKind.CAPTURE_STARTED,
        EventKind.CAPTURED,
        EventKind.PACKAGED,
        EventKind.STORED,
    ]


def test_the_row_says_what_the_store_holds(archive, order, platform):
    package = run_order(archive, order.order_id, platform.crafts())
    files = archive.store.open(package.package_id, 1)
    paths = list(files.paths())
    assert package.files == len(paths)
    assert package.size == sum(files.size(path) for path in paths)


def test_every_item_in_the_package_names_its_plan_row(archive, order, platform):
    package = run_order(archive, order.order_id, platform.crafts())
    files = archive.store.open(package.package_id)
    with files.open("representations/items/data/items.xml") as stream:
        text = stream.read().decode()
    assert text.count("<item ") == 5
    assert text.count('row="1.5.2"') == 2
    assert text.count('row="1.5.3"') == 2
    assert text.count('row="1.5.4"') == 1


def test_a_finished_order_gives_its_package_again(archive, order, platform):
    first = run_order(archive, order.order_id, platform.crafts())
    again = run_order(archive, order.order_id, platform.crafts())
    assert again == first
    assert platform.captures == 1


def test_the_captures_own_sight_is_what_later_ones_are_compared_with(
    archive, order, platform
):
    package = run_order(archive, order.order_id, platform.crafts())
    sight = archive.database.observations.last_good("biblioteket")
    assert sight.observation_id == package.capture_id
    assert sight.profile == platform.profile


@pytest.mark.parametrize(
    "fault",
    [
        LoginWall("Sidan kräver inloggning."),
        PlatformDown("Plattformen svarar inte."),
        DiskFull("Disken är full."),
    ],
)
def test_a_capture_that_fails_leaves_its_reason(archive, order, platform, fault):
    platform.fault = fault
    with pytest.raises(type(fault)):
        run_order(archive, order.order_id, platform.crafts())
    failed = archive.database.orders.get(order.order_id)
    assert (failed.state, failed.failure) == (OrderState.FAILED, str(fault))
    assert nothing_half_done(archive, order) == (set(), set())
    last = archive.database.events.list()[-1]
    assert last.kind is EventKind.FAILED
    assert last.detail["failure"] == str(fault)


def test_a_failed_order_may_be_tried_again(archive, order, platform):
    platform.fault = PlatformDown("Plattformen svarar inte.")
    with pytest.raises(PlatformDown):
        run_order(archive, order.order_id, platform.crafts())
    platform.fault = None
    package = run_order(archive, order.order_id, platform.crafts())
    done = archive.database.orders.get(order.order_id)
    assert (done.failure, done.package_id) == ("", package.package_id)


def test_a_failed_order_waits_when_another_is_open(archive, order, platform):
    platform.fault = PlatformDown("Plattformen svarar inte.")
    with pytest.raises(PlatformDown):
        run_order(archive, order.order_id, platform.crafts())
    request = Request(account_id="biblioteket", ordered_by="Bo", reason_text="Igen")
    place_order(archive, request)
    with pytest.raises(Refused, match="öppen beställning"):
        run_order(archive, order.order_id, platform.crafts())


def test_an_unexpected_fault_is_told_without_its_text(archive, order, platform):
    """Its text may quote what was captured."""
    platform.fault = RuntimeError("Kerstin 19121212-1212")
    with pytest.raises(RuntimeError):
        run_order(archive, order.order_id, platform.crafts())
    failed = archive.database.orders.get(order.order_id)
    assert failed.failure == "Ett oväntat fel inträffade i Avbild."


def test_an_interrupted_order_says_so(archive, order, platform):
    platform.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        run_order(archive, order.order_id, platform.crafts())
    assert archive.database.orders.get(order.order_id).failure == "Arbetet avbröts."
    nothing_half_done(archive, order)


def test_without_a_plan_nothing_is_captured(archive, account, platform):
    request = Request(account_id=account.account_id, ordered_by="Ulla", reason_text="x")
    order = place_order(archive, request)
    with pytest.raises(NotInPlan, match="informationshanteringsplan"):
        run_order(archive, order.order_id, platform.crafts())
    assert platform.captures == 0
    assert archive.database.orders.get(order.order_id).state is OrderState.FAILED


def test_a_plan_that_is_not_in_force_yet_is_no_plan(archive, order, platform, clock):
    clock.now = clock.now.replace(month=3)
    with pytest.raises(NotInPlan):
        run_order(archive, order.order_id, platform.crafts())


def test_an_item_without_a_plan_row_stops_the_package(
    archive, order, platform, monkeypatch
):
    """Messages have a row in the demo's plan; take it away."""
    platform.items = (
        Item(
            item_id="m1",
            kind=ItemKind.MESSAGE,
            position=1,
            author="Bo",
            is_by_account=False,
            body="Hej",
        ),
    )
    current = archive.database.plans.current

    def without_messages(board_id, on):
        found = current(board_id, on)
        rows = tuple(row for row in found.rows if "message" not in row.covers)
        return found.model_copy(update={"rows": rows})

    monkeypatch.setattr(archive.database.plans, "current", without_messages)
    with pytest.raises(NotInPlan, match="ingen rad för meddelande"):
        run_order(archive, order.order_id, platform.crafts())
    assert nothing_half_done(archive, order) == (set(), set())


def test_a_missing_browser_is_found_before_the_capture(archive, order, platform):
    def none(_):
        message = "Chromium saknas."
        raise ToolMissing(message)

    with pytest.raises(ToolMissing):
        run_order(archive, order.order_id, replace(platform.crafts(), chromium=none))
    assert platform.captures == 0


def test_a_secret_in_the_package_refuses_it(archive, order, platform, monkeypatch):
    finding = Finding(
        rule="warc-secret", severity=Severity.ERROR, path="a.warc.gz", message="Kaka."
    )
    monkeypatch.setattr(pack, "find_secrets", lambda *_: [finding])
    with pytest.raises(InvalidPackage, match="hemlighet") as caught:
        run_order(archive, order.order_id, platform.crafts())
    assert caught.value.findings == ("a.warc.gz: Kaka.",)
    assert nothing_half_done(archive, order) == (set(), set())


def test_a_package_with_a_fault_is_never_stored(archive, order, platform, monkeypatch):
    build = pack.build_package

    def build_and_spoil(description, source, target):
        files = build(description, source, target)
        readme = target / "documentation/README.txt"
        readme.unlink()
        readme.write_text("x", encoding="utf-8")
        return files

    monkeypatch.setattr(pack, "build_package", build_and_spoil)
    with pytest.raises(InvalidPackage, match="har fel"):
        run_order(archive, order.order_id, platform.crafts())
    assert nothing_half_done(archive, order) == (set(), set())


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "Disken är full"), (errno.EROFS, "Se rättigheterna")],
)
def test_what_the_disk_refuses_is_told_in_our_words(
    archive, order, platform, monkeypatch, number, sentence
):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(pack, "write_report", fail)
    with pytest.raises(Unavailable, match=sentence):
        run_order(archive, order.order_id, platform.crafts())
    assert sentence in archive.database.orders.get(order.order_id).failure
    assert nothing_half_done(archive, order) == (set(), set())


def test_an_unknown_order_is_refused(archive):
    with pytest.raises(UnknownName):
        run_order(archive, "finns-inte")


def test_two_workers_never_hold_one_order(archive, order, platform):
    def capture(account: Account, taken, folder, tools: CaptureTools):
        with pytest.raises(Unavailable, match="utförs redan"):
            run_order(archive, order.order_id, platform.crafts())
        return platform.crafts().capture(account, taken, folder, tools)

    run_order(archive, order.order_id, replace(platform.crafts(), capture=capture))
    assert platform.captures == 1


def test_a_dead_workers_order_is_taken_over(archive, order, platform, clock):
    archive.database.orders.claim(order.order_id, "död", clock(), 1800)
    with pytest.raises(Unavailable):
        run_order(archive, order.order_id, platform.crafts())
    clock.pass_time(minutes=31)
    assert run_order(archive, order.order_id, platform.crafts())


def test_a_worker_that_lost_its_order_stops(archive, order, platform, clock):
    """The one that took over decides; the first must not fail its order."""

    def capture(_account, _order, _folder, tools: CaptureTools):
        clock.pass_time(minutes=31)
        archive.database.orders.claim(order.order_id, "annan", clock(), 1800)
        tools.progress(Progress(step="Öppnar kontots sida"))
        raise AssertionError

    with pytest.raises(Refused, match="hålls inte längre"):
        run_order(archive, order.order_id, replace(platform.crafts(), capture=capture))
    running = archive.database.orders.get(order.order_id)
    assert (running.state, running.failure) == (OrderState.RUNNING, "")


def test_signs_of_life_renew_the_lease(archive, order, platform, clock):
    def capture(account, taken, folder, tools: CaptureTools):
        for number in range(4):
            clock.pass_time(minutes=20)
            tools.progress(Progress(step="Öppnar inlägg", done=number, total=4))
        held = archive.database.orders.get(order.order_id)
        assert held.progress == Progress(step="Öppnar inlägg", done=3, total=4)
        with pytest.raises(Unavailable):
            run_order(archive, order.order_id, platform.crafts())
        return platform.crafts().capture(account, taken, folder, tools)

    run_order(archive, order.order_id, replace(platform.crafts(), capture=capture))


class Killed(BaseException):
    """The process is gone: nothing after it runs, not even the noting of a failure."""


BEFORE, AFTER = "before", "after"
STEPS = [
    ("pipeline.pack", "classify_items", BEFORE),
    ("pipeline.pack", "build_package", AFTER),
    ("pipeline.pack", "check_package", BEFORE),
    ("store", "put", BEFORE),
    ("store", "put", AFTER),
    ("pipeline.snapshot", "read_report", BEFORE),
    ("database.packages", "add", AFTER),
    ("database.observations", "add", BEFORE),
    ("database.orders", "finish", AFTER),
]
ERRORS = [StoreDown("Databasen svarar inte."), Killed()]


@pytest.fixture(params=ERRORS, ids=["error", "killed"])
def error(request, monkeypatch):
    """What happens: an error that is noted, or an end that nothing can note."""
    if isinstance(request.param, Killed):
        monkeypatch.setattr(snapshot, "_fail", lambda *_: None)
    return request.param


@pytest.fixture(params=STEPS, ids="-".join)
def crash(request, archive, error):
    """A step that breaks before or after it has done its work."""
    where, name, when = request.param
    holder = holder_of(archive, where)
    original = getattr(holder, name)

    def break_down(*args, **kwargs):
        if when is AFTER:
            original(*args, **kwargs)
        raise error

    return holder, name, break_down


def test_a_crash_at_any_step_leaves_all_or_nothing(
    archive, order, platform, clock, crash
):
    """The next run then completes what the first began."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*crash)
        with pytest.raises((ArchiveError, Killed)):
            run_order(archive, order.order_id, platform.crafts())
    stored, known = nothing_half_done(archive, order)
    assert known == set()
    before = platform.captures
    clock.pass_time(hours=1)
    package = run_order(archive, order.order_id, platform.crafts())
    whole = {(package.package_id, 1)}
    assert nothing_half_done(archive, order) == (whole, whole)
    assert platform.captures == (before if stored else before + 1)
    assert archive.database.events.verify().is_intact


def holder_of(archive, where):
    """Find the object that a step is called on."""
    modules = {"pipeline.snapshot": snapshot, "pipeline.pack": pack}
    if where in modules:
        return modules[where]
    holder = archive
    for part in where.split("."):
        holder = getattr(holder, part)
    return holder
