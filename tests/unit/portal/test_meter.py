# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Progress goes to standard error: a line a step in a log, bars on a terminal."""

import sys

from portal.meter import meter
from schemas.order import Progress

STEPS = [
    Progress(step="Öppnar inlägg", done=0, total=24),
    Progress(step="Öppnar inlägg", done=24, total=24),
    Progress(step="Lagrar [arkivpaketet]", done=5, total=200_000),
    Progress(step="Gör klart", done=3),
]


def tell_all():
    with meter() as listener:
        for progress in STEPS:
            listener(progress)


def test_a_log_gets_one_line_a_step(capsys):
    tell_all()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Öppnar inlägg …",
        "Lagrar [arkivpaketet] …",
        "Gör klart …",
    ]


def test_a_terminal_gets_bars(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    tell_all()
    said = capsys.readouterr()
    assert said.out == ""
    for words in ("Öppnar inlägg", "klar", "Lagrar [arkivpaketet]", "Gör klart"):
        assert words in said.err
