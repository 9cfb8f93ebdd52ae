# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo`: the main job on embedded parts, from an empty archive to a checked one.

Nothing that it starts outlives it, whether it ends well, fails or is interrupted.
"""

import argparse
import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import ArchiveError
from tools.demo_screen import Screen
from tools.demo_stage import BEAT, DemoFailed, Interrupted, Stage
from tools.demo_story import STORIES, Play, addresses, results

FOLDER = Path(__file__).resolve().parents[1] / "build" / "demo"
KEPT_SETTINGS = {"AVBILD_CHROMIUM"}


def main() -> int:
    """Tell a story and give the exit code: 0 only if all of it happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oneshot", action="store_true", help="end when it is told")
    parser.add_argument("--story", choices=STORIES, default="main")
    arguments = parser.parse_args()
    screen = Screen()
    _forget_other_archives()
    stage = Stage(FOLDER)
    code = _perform(stage, screen, arguments.story, is_oneshot=arguments.oneshot)
    if left := stage.left_behind():
        screen.fail(f"Något blev kvar: {', '.join(left)}.")
        return code or 1
    return code


def _perform(stage: Stage, screen: Screen, story: str, *, is_oneshot: bool) -> int:
    code = 1
    try:
        with _room_of_its_own(), stage:
            try:
                code = _tell(stage, screen, story, is_oneshot=is_oneshot)
            except (DemoFailed, ArchiveError) as error:
                screen.fail(str(error))
            finally:
                screen.chapter("Stänger av")
    except DemoFailed as error:
        screen.fail(str(error))
        return code
    except Interrupted as stopped:
        screen.fail(f"Avbruten ({signal.Signals(stopped.number).name}).")
        code = 128 + stopped.number
    screen.say(f"Allt är avstängt. Det tog {screen.total()}.")
    return code


def _tell(stage: Stage, screen: Screen, story: str, *, is_oneshot: bool) -> int:
    play = Play(stage, screen, FOLDER)
    for chapter in STORIES[story]:
        screen.chapter(chapter.title)
        chapter.tell(play)
    screen.results("Det här gjordes", results(play))
    if is_oneshot:
        return 0
    screen.results("Titta själv", addresses(play))
    screen.say("Servrarna är igång tills du trycker Ctrl-C.")
    try:
        while True:
            for server in stage.servers:
                server.must_run()
            time.sleep(BEAT)
    except Interrupted:
        return 0


def _forget_other_archives() -> None:
    """Let no setting of the person's own archive reach the demo's."""
    for name in [name for name in os.environ if name.startswith("AVBILD_")]:
        if name not in KEPT_SETTINGS:
            del os.environ[name]


@contextmanager
def _room_of_its_own() -> Iterator[None]:
    """Begin afresh in the demo's folder, which is all that it writes.

    Raises:
        DemoFailed: another demo is playing in it.
    """
    FOLDER.parent.mkdir(exist_ok=True)
    with FOLDER.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "En annan demo är redan igång här. Avsluta den först."
            raise DemoFailed(message) from error
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        yield


if __name__ == "__main__":
    sys.exit(main())
