# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo`: a story told on embedded parts, from an empty archive to a checked one.

The main job is told unless another story is asked for: `make demo STORY=gallring` or
`make demo STORY=closure`, or of a platform: `make demo PLATFORM=facebook`.

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
from tools.demo_closure import CLOSURE
from tools.demo_facebook import FACEBOOK
from tools.demo_gallring import GALLRING
from tools.demo_screen import Screen
from tools.demo_stage import BEAT, DemoFailed, Interrupted, Stage
from tools.demo_story import MAIN, Play, Story

FOLDER = Path(__file__).resolve().parents[1] / "build" / "demo"
KEPT_SETTINGS = {"AVBILD_CHROMIUM"}
STORIES = {
    "main": MAIN,
    "gallring": GALLRING,
    "closure": CLOSURE,
    "facebook": FACEBOOK,
}


def main() -> int:
    """Tell a story and give the exit code: 0 only if all of it happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oneshot", action="store_true", help="end when it is told")
    parser.add_argument("--story", choices=STORIES, default="main")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="all it writes")
    arguments = parser.parse_args()
    screen = Screen()
    _forget_other_archives()
    stage = Stage(arguments.folder.absolute())
    story = STORIES[arguments.story]
    code = _perform(stage, screen, story, is_oneshot=arguments.oneshot)
    if left := stage.left_behind():
        screen.fail(f"Något blev kvar: {', '.join(left)}.")
        return code or 1
    return code


def _perform(stage: Stage, screen: Screen, story: Story, *, is_oneshot: bool) -> int:
    code = 1
    try:
        with _room_of_its_own(stage.folder), stage:
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


def _tell(stage: Stage, screen: Screen, story: Story, *, is_oneshot: bool) -> int:
    play = Play(stage, screen, stage.folder)
    for chapter in story.chapters:
        screen.chapter(chapter.title)
        chapter.tell(play)
    screen.results("Det här gjordes", story.results(play))
    if is_oneshot:
        return 0
    screen.results("Titta själv", story.addresses(play))
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
def _room_of_its_own(folder: Path) -> Iterator[None]:
    """Begin afresh in the demo's folder, which is all that it writes.

    Raises:
        DemoFailed: another demo is playing in it.
    """
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "En annan demo är redan igång här. Avsluta den först."
            raise DemoFailed(message) from error
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield


if __name__ == "__main__":
    sys.exit(main())
