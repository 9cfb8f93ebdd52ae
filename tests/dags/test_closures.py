# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closures are moved on each morning, and notices are sent through the connection."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from dags import close_account, steps
from pipeline.close.move import Moved
from pipeline.close.steps import Announcement, announce, open_closure
from pipeline.context import open_archive, set_up
from pipeline.notices import Message, tell
from pipeline.settings import read_settings
from schemas.account import Account, Board
from schemas.errors import NeedsPerson
from schemas.order import OrderReason
from schemas.profile import Observation, PageState
from schemas.watch import NoticeFor, NoticeKind


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive with an account whose followers have been told."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    monkeypatch.setenv("AVBILD_OPERATIONS_EMAIL", "drift@kommun.example")
    set_up(read_settings())
    with open_archive(read_settings()) as opened:
        board = Board(board_id="ks", name="Kommunstyrelsen", municipality="Älmhult")
        opened.database.boards.add(board)
        for name in ("almhult", "badet"):
            opened.database.accounts.add(account(name))
        open_closure(opened, "almhult", "Används inte", "KS § 1")
        said = Announcement(
            *("Vi stänger.", "https://torget.example/1", "Växeln"),
            *(opened.today(), "Stod i fjorton dagar"),
        )
        announce(opened, "almhult", said)
        yield opened


def account(name: str) -> Account:
    """An account in the register."""
    return Account.model_validate(
        {
            "account_id": name,
            "board_id": "ks",
            "platform": "webpage",
            "url": f"https://torget.example/{name}",
            "name": name.title(),
        }
    )


def value(run, task_id: str) -> object:
    """Give what a task answered, which must have gone well."""
    (found,) = [i for i in run.get_task_instances() if i.task_id == task_id]
    assert str(found.state) == "success"
    return found.xcom_pull(task_ids=task_id)


def test_the_last_archiving_is_ordered_and_silence_is_noted(bag, archive, monkeypatch):
    woken = []
    monkeypatch.setattr(steps, "tell", lambda events, ids: woken.append((events, ids)))
    seen = archive.clock()
    archive.database.observations.add(
        Observation(
            observation_id="sedd",
            account_id="badet",
            seen_at=seen,
            page_state=PageState.OK,
            extractor="bluesky-api/1",
            last_active_at=seen - timedelta(days=200),
        )
    )
    run = bag.dags["close_account"].test()
    order = archive.database.orders.open_for("almhult")
    assert order.reason is OrderReason.CLOSURE
    assert value(run, "move") == [order.order_id]
    ((events, order_ids),) = woken
    assert events is not None
    assert order_ids == [order.order_id]
    assert value(run, "propose") == 1
    assert {notice.kind for notice in archive.database.notices.list()} == {
        NoticeKind.CLOSURE,
        NoticeKind.INACTIVE,
    }


def test_a_run_for_one_account_proposes_nothing(bag, archive):
    run = bag.dags["close_account"].test(run_conf={"konto": "almhult"})
    assert archive.database.orders.open_for("almhult") is not None
    assert value(run, "propose") == 0


def test_what_cannot_be_moved_is_told_after_the_rest(archive, monkeypatch):
    woken = []
    moved = (
        Moved(closure_id="a", account_id="almhult", failure="Något är fel."),
        Moved(closure_id="b", account_id="badet", order_id="order-1"),
    )
    monkeypatch.setattr("pipeline.close.move.move_on", lambda *_: moved)
    monkeypatch.setattr(steps, "tell", lambda _events, orders: woken.extend(orders))
    with pytest.raises(NeedsPerson, match=r"almhult: Något är fel\."):
        close_account.move_closures(archive, {}, SimpleNamespace())
    assert woken == ["order-1"]


def test_notices_are_sent_through_the_connection(bag, archive, monkeypatch):
    monkeypatch.setenv(
        "AIRFLOW_CONN_SMTP_DEFAULT",
        "smtp://post.kommun.example:587"
        "?disable_ssl=true&from_email=avbild%40kommun.example",
    )
    letters = []
    monkeypatch.setattr("pipeline.diary.smtp.smtp_sender", lambda _url: letters.append)
    message = Message(
        key="avbrott",
        kind=NoticeKind.OUTAGE,
        recipient=NoticeFor.OPERATIONS,
        title="Avbrott",
        text="Plattformen svarar inte.",
        action="Vänta.",
    )
    tell(archive, message)
    assert value(bag.dags["notices"].test(), "send") == 1
    (letter,) = letters
    assert (letter["To"], letter["Subject"]) == ("drift@kommun.example", "Avbrott")
    assert value(bag.dags["notices"].test(), "send") == 0


def test_without_a_connection_the_inbox_is_all(bag, archive):
    assert archive.database.notices.unsent() == ()
    assert value(bag.dags["notices"].test(), "send") == 0
