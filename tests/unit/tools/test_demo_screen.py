# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo prints where there is no terminal: each line once, whole."""

import io

import pytest
from rich.console import Console

from schemas.order import Progress
from tools.demo_screen import Screen


@pytest.fixture
def output():
    """Where the screen prints."""
    return io.StringIO()


@pytest.fixture
def screen(output):
    """A screen without a terminal, narrower than what is printed."""
    console = Console(file=output, width=40, highlight=False, soft_wrap=True)
    return Screen(console)


def test_a_step_is_told_when_it_begins_and_when_it_is_done(screen, output):
    """Steps are numbered, and take time."""
    with screen.step("Startar Torget"):
        assert "1. Startar Torget" in output.getvalue()
        assert "✓" not in output.getvalue()
    assert "✓ 1. Startar Torget 0," in output.getvalue()


def test_a_step_that_fails_is_never_ticked(screen, output):
    """A tick means that it happened."""
    with pytest.raises(KeyError), screen.step("Startar Torget"):
        raise KeyError
    assert "✓" not in output.getvalue()


def test_progress_is_told_once_a_step_and_not_once_a_post(screen, output):
    """A build log is read by people."""
    for done in range(50):
        screen.progress(Progress(step="Öppnar inlägg", done=done, total=50))
    screen.progress(Progress(step="Tar skärmbilder"))
    screen.progress(None)
    lines = output.getvalue().split("\n")
    assert sum("Öppnar inlägg" in line for line in lines) == 1
    assert sum("Tar skärmbilder" in line for line in lines) == 1


def test_bytes_are_not_counted_for_people(screen, output):
    """«13 402 118 av 20 118 333» says nothing."""
    screen.progress(Progress(step="Lagrar", done=5_000_000, total=13_000_000))
    assert output.getvalue().strip() == "Lagrar"


def test_a_place_stands_whole_on_its_line(screen, output):
    """It is there to be copied; brackets are shown as they are."""
    path = "build/demo/" + "långt/" * 20 + "[1].pdf"
    screen.results("Det här gjordes", [("Läsbar handling", path)])
    assert path in output.getvalue()


def test_a_command_can_be_copied(screen, output):
    """What holds a space stands in quotes."""
    screen.command(["avbild", "board", "add", "ks", "--name", "Ks nämnd"])
    assert '$ avbild board add ks --name "Ks nämnd"' in output.getvalue()
