# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each board that asks for it is served and reminded, by counts and ids alone."""

import pytest

from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from schemas.account import Board
from schemas.errors import BadInput


@pytest.fixture
def boards(tmp_path, monkeypatch):
    """Two boards, of which one has said where it wants what is to be registered."""
    monkeypatch.setenv("AVBILD_HOME", str(tmp_path))
    set_up(read_settings())
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary/ks.yaml").write_text(f"mapp: {tmp_path}\n", encoding="utf-8")
    with open_archive(read_settings()) as archive:
        for board_id in ("ks", "bun"):
            board = Board(board_id=board_id, name=board_id, municipality="Älmhult")
            archive.database.boards.add(board)
    return ("ks",)


def states(run, task_id: str) -> list[str]:
    found = [i for i in run.get_task_instances() if i.task_id == task_id]
    return sorted(str(instance.state) for instance in found)


def test_boards_that_asked_are_served(bag, boards, monkeypatch):
    served, reminded = [], []
    monkeypatch.setattr(
        "pipeline.diary.daily.serve_board",
        lambda _archive, board_id, sender, send: (
            served.append((board_id, sender, send)) or 1
        ),
    )
    monkeypatch.setattr(
        "pipeline.diary.daily.remind_board",
        lambda _archive, board_id, *_post: reminded.append(board_id) or 0,
    )
    run = bag.dags["registrations"].test()
    assert served == [(board_id, "", None) for board_id in boards]
    assert tuple(reminded) == boards
    assert states(run, "serve") == ["success"]


@pytest.mark.usefixtures("boards")
def test_a_connection_is_used_encrypted(bag, monkeypatch):
    monkeypatch.setenv(
        "AIRFLOW_CONN_SMTP_DEFAULT",
        "smtp://avbild:hem%2Flig%40t@post.kommun.example:587"
        "?disable_ssl=true&from_email=avbild%40kommun.example",
    )
    asked, posts = [], []
    monkeypatch.setattr(
        "pipeline.diary.smtp.smtp_sender", lambda url: asked.append(url) or print
    )
    monkeypatch.setattr(
        "pipeline.diary.daily.serve_board", lambda *given: posts.append(given[2:]) or 0
    )
    bag.dags["registrations"].test()
    assert posts == [("avbild@kommun.example", print)]
    assert set(asked) == {"smtp://avbild:hem%2Flig%40t@post.kommun.example:587"}


@pytest.mark.usefixtures("boards")
def test_a_board_that_cannot_be_served_is_reminded_all_the_same(bag, monkeypatch):
    def refuse(*_given):
        message = "Nämndens fil går inte att förstå."
        raise BadInput(message)

    monkeypatch.setattr("pipeline.diary.daily.serve_board", refuse)
    run = bag.dags["registrations"].test()
    assert states(run, "serve") != ["success"]
    assert states(run, "remind") == ["success"]
