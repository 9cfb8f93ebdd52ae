# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The face of a removed commenter goes from the recording; the others' faces stay."""

import shutil
from dataclasses import replace

import pytest

from archivers.warc import read_records
from pipeline.adopt import adopt_plan, read_plan_file
from pipeline.classify import classify_account, confirm
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.capture import Capture, FileRole
from tests.fakes import FakeClock, ids
from tests.gallring_samples import PAGE_URL, WARC, thread_warc
from tests.homes import PLAN
from tests.sample_files import captured
from tests.unit.pipeline.gallra.conftest import (
    ACCOUNT,
    ADOPTION,
    BOARD,
    LATER,
    THE_ACCOUNT,
    ThreadPlatform,
    judge_not_registered,
    opened,
)

ONE, SHARED = (f"{PAGE_URL}/ansikten/{name}-4711.png" for name in ("ett", "delat"))
FACES = {"c1": ONE, "c2": SHARED, "c3": SHARED}
RECORDING = "representations/warc/data/capture.warc.gz"


class PlatformWithFaces(ThreadPlatform):
    """A platform that shows a face beside each comment; two share one."""

    def _capture(self, account, order, folder, tools) -> Capture:
        found = super()._capture(account, order, folder, tools)
        data = thread_warc(FACES)
        warc = captured(folder, WARC, data, FileRole.WARC, "application/warc")
        files = tuple(warc if f.role is FileRole.WARC else f for f in found.files)
        return found.model_copy(update={"files": files})


@pytest.fixture
def archive(tmp_path, empty_home):
    """An archive that holds the thread with faces, with the gates open."""
    home, clock = tmp_path / "hem", FakeClock()
    shutil.copytree(empty_home, home)
    with opened(home, ids(), clock) as archive:
        archive.database.boards.add(BOARD)
        archive.database.accounts.add(THE_ACCOUNT)
        adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
        asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
        order = place_order(archive, asked)
        run_order(archive, order.order_id, PlatformWithFaces().crafts())
        classify_account(archive, ACCOUNT)
        confirm(archive, ACCOUNT, list(FACES))
        for item_id in FACES:
            judge_not_registered(archive, ACCOUNT, item_id)
        clock.now = LATER
        yield archive


def pictures_after(archive, *item_ids: str) -> dict[str, bytes]:
    """Dispose of comments; give the pictures that remain, by address."""
    frozen = propose(archive, Wish(ACCOUNT, item_ids)).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    certificate = execute(archive, decision.decision_id, PlatformWithFaces().crafts())
    assert certificate.is_carried_out
    files = archive.store.open(certificate.executions[0].package_id)
    with files.open(RECORDING) as stream:
        return {
            record.target_uri: record.raw()
            for record in read_records(stream)
            if record.mime_type == "image/png"
        }


def test_the_face_goes_with_the_comment_and_so_does_its_address(archive):
    left = pictures_after(archive, "c1")
    assert left.pop(SHARED) == SHARED.encode()
    assert ONE not in left
    assert list(left.values()) == [b""]


def test_a_face_that_a_kept_comment_shows_too_stays(archive):
    left = pictures_after(archive, "c2")
    assert left == {ONE: ONE.encode(), SHARED: SHARED.encode()}


def test_it_goes_with_the_last_comment_that_shows_it(archive):
    left = pictures_after(archive, "c2", "c3")
    assert left.pop(ONE) == ONE.encode()
    assert SHARED not in left
    assert list(left.values()) == [b""]
