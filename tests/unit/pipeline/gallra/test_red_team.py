# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Attacks on what a disposal leaves behind, and on what it must not take."""

import json
import os

import pytest

from archivers.scratch import Scratch
from pipeline.gallra import execute as executing
from pipeline.gallra.execute import execute
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.capture import FileRole
from schemas.errors import Damaged, NotAllowed
from schemas.gallring import ExecutionState, RemovedValue, ValueKind
from tests.gallring_samples import COMMENTS, NUMBER, PAGE_URL, thread_items
from tests.unit.pipeline.gallra.conftest import ACCOUNT
from tests.unit.pipeline.gallra.nasty import (
    NastyPlatform,
    attack,
    opened_home,
    record_id,
    response,
    written,
)

AUTHOR, BODY = COMMENTS["c1"]


@pytest.fixture
def thread(tmp_path, empty_home):
    """The thread as it is, with nothing nasty in it."""
    with attack(tmp_path, empty_home, NastyPlatform()) as made:
        yield made


class _Killed(BaseException):
    """The process ends there and then."""


def _die(*_):
    raise _Killed


def test_a_killed_run_leaves_nothing_readable_in_the_work_folder(thread, monkeypatch):
    """It dies when the next version is stored; nobody cleans up after it."""
    decision = thread.decide("c1")

    with monkeypatch.context() as patch:
        patch.setattr(Scratch, "remove", lambda self: os.close(self._lock))
        patch.setattr(executing.Run, "_enter", _die)
        patch.setattr(executing, "stage", _leaving_behind(executing.stage))
        with pytest.raises(_Killed):
            execute(thread.archive, decision.decision_id, thread.crafts)
    assert thread.holds(BODY)
    execute(thread.archive, decision.decision_id, thread.crafts)
    assert thread.holds(AUTHOR, BODY, NUMBER) == []


def _leaving_behind(stage):
    """Leave an original lying, as a run does that has not come to its end."""

    def staged(archive, assignment, workspace, crafts):
        found = stage(archive, assignment, workspace, crafts)
        (workspace / "original.json").write_text(BODY, encoding="utf-8")
        return found

    return staged


def test_a_note_that_takes_more_than_the_list_destroys_nothing(thread):
    """Somebody writes in the database that the whole package is to go."""
    decision = thread.decide("c1")
    (package,) = thread.archive.database.packages.list()
    gallring = thread.archive.database.gallring
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executing.Run, "finish", _die)
        with pytest.raises(_Killed):
            execute(thread.archive, decision.decision_id, thread.crafts)
    (begun,) = gallring.executions(decision.decision_id)
    for changes in ({"to_version": None}, {"from_version": 2, "to_version": 3}):
        gallring.put_execution(begun.model_copy(update=changes))
        with pytest.raises(NotAllowed, match="antecknat"):
            execute(thread.archive, decision.decision_id, thread.crafts)
        assert thread.archive.store.versions(package.package_id) == (1,)
    gallring.put_execution(begun)
    certificate = execute(thread.archive, decision.decision_id, thread.crafts)
    assert certificate.executions[0].state is ExecutionState.DONE


def test_what_goes_is_never_printed():
    """A traceback with values, or a log of arguments, says nothing of it."""
    value = RemovedValue(kind=ValueKind.NAME, text=AUTHOR)
    assert AUTHOR not in f"{value!r} {value} {[value]}"


@pytest.mark.parametrize("body", [BODY, "Ja"])
def test_a_picture_that_may_show_what_nobody_placed_goes(tmp_path, empty_home, body):
    """What a feed alone told of has no place on any page, and may be on each."""
    first, comment, *others = thread_items()
    comment = comment.model_copy(update={"places": (), "body": body})
    platform = NastyPlatform(thread=(first, comment, *others))
    with attack(tmp_path, empty_home, platform) as thread:
        (execution,) = thread.dispose("c1").executions
        assert not [path for path in opened_home(thread.home) if path.endswith(".png")]
        assert execution.removed_files == 2


PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def _revisit(number: int) -> bytes:
    """A record that says that the comment alone was sent once more."""
    block = b"HTTP/1.1 200 OK\r\n\r\n"
    fields = {
        "WARC_Profile": PROFILE,
        "WARC_Target_URI": f"{PAGE_URL}/1",
        "WARC_Refers_To": f"<{record_id(1)}>",
    }
    return written("revisit", number, block, BODY.encode(), **fields)


def test_a_digest_of_what_goes_does_not_stay_in_the_same_web_archive(
    tmp_path, empty_home
):
    records = (response(1, BODY.encode(), "text/plain"), _revisit(2))
    with attack(tmp_path, empty_home, NastyPlatform(records=records)) as thread:
        assert thread.dispose("c1").is_carried_out
        assert thread.holds(AUTHOR, BODY, NUMBER) == []


def test_a_digest_of_what_goes_in_another_web_archive_is_no_proof(tmp_path, empty_home):
    """The rewriter goes through one web archive at a time; the verifier does not."""
    records = (response(1, BODY.encode(), "text/plain"),)
    other = ("warc/api.warc.gz", _revisit(2), FileRole.WARC, "application/warc", None)
    platform = NastyPlatform(records=records, files=(other,))
    with attack(tmp_path, empty_home, platform) as thread:
        with pytest.raises(Damaged, match="bevisas"):
            thread.dispose("c1")
        (package,) = thread.archive.database.packages.list()
        assert thread.archive.store.versions(package.package_id) == (1,)


def test_a_capture_in_the_middle_is_told_of(thread, monkeypatch):
    """It comes after the gates: the certificate says where the same can be read."""
    decision = thread.decide("c1")
    real = executing.Run._make

    def made(run, execution):
        found = real(run, execution)
        asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
        order = place_order(thread.archive, asked)
        run_order(thread.archive, order.order_id, thread.crafts)
        return found

    monkeypatch.setattr(executing.Run, "_make", made)
    certificate = execute(thread.archive, decision.decision_id, thread.crafts)
    newest, _ = thread.archive.database.packages.list()
    (said,) = [line for line in certificate.exceptions if "finns kvar" in line]
    assert newest.package_id in said


def test_a_headline_of_its_own_field_goes_with_its_text(tmp_path, empty_home):
    """A title and a short text stand apart; together they are what the item says."""
    said = {"title": "Bygglov nej", "text": "Fy för er", "by": "Ulf Zork"}
    body = json.dumps({"a": said, "b": "kvar"}, ensure_ascii=False).encode()
    first, comment, *others = thread_items()
    place = comment.places[0].model_copy(
        update={"warc_record": record_id(1), "pointer": "/a/text"}
    )
    changes = {"body": "Bygglov nej\n\nFy för er", "author": "Ulf Zork"}
    comment = comment.model_copy(update={**changes, "places": (place,)})
    platform = NastyPlatform(
        records=(response(1, body),), thread=(first, comment, *others)
    )
    with attack(tmp_path, empty_home, platform) as thread:
        assert thread.dispose("c1").is_carried_out
        assert thread.holds("Bygglov nej", "Fy för er", "Ulf Zork") == []
