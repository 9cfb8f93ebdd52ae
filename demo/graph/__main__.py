# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands `python -m graph serve` and `python -m graph change`.

`serve` writes where its servers are to `graph.json` in a folder, and one line of it to
the terminal. `change` tells a running world what to change, over its control port.
"""

import argparse
import json
import os
import signal
import sys
import threading
import urllib.error
import urllib.request
from dataclasses import asdict
from pathlib import Path

from graph.control import CHANGES, control_of
from graph.serve import listening, serving
from graph.tokens import IG_TOKEN, PAGE_TOKEN
from graph.world import World


def main() -> int:
    """Run the command that was asked for and give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m graph", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="run the servers")
    serve.add_argument("--state", type=Path, required=True, metavar="DIR")
    serve.add_argument("--posts", type=int, help="make as many, not the written ones")
    serve.add_argument("--comments", type=int, default=0)
    serve.add_argument("--open", action="store_true", help="let guests see the pages")
    change = commands.add_parser("change", help="change the running world")
    change.add_argument("state", type=Path, metavar="DIR")
    change.add_argument("what", choices=sorted(CHANGES))
    change.add_argument("value", nargs="?", default="")
    arguments = parser.parse_args()
    if arguments.command == "serve":
        return _serve(arguments)
    return _change(arguments.state, arguments.what, arguments.value)


def _serve(arguments: argparse.Namespace) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    world = World(arguments.posts, arguments.comments, is_walled=not arguments.open)
    arguments.state.mkdir(parents=True, exist_ok=True)
    where = arguments.state / "graph.json"
    with serving(world) as running, listening(lambda _: control_of(world)) as control:
        facts = {
            **asdict(running.origins),
            "control": control,
            "page_url": f"{world.facebook_web}/{world.page.username}",
            "profile_url": f"{world.instagram_web}/{world.profile.username}/",
            "page_token": PAGE_TOKEN,
            "instagram_token": IG_TOKEN,
            "user": world.viewer.user,
            "password": world.viewer.password,
            "pid": os.getpid(),
        }
        draft = where.with_suffix(".part")
        draft.write_text(json.dumps(facts, indent=2), encoding="utf-8")
        draft.replace(where)
        _say(json.dumps(facts))
        stop.wait()
    where.unlink(missing_ok=True)
    return 0


def _change(state: Path, what: str, value: str) -> int:
    where = state / "graph.json"
    if not where.exists():
        _say(f"No world is running in {state}")
        return 1
    control = json.loads(where.read_text(encoding="utf-8"))["control"]
    request = urllib.request.Request(  # noqa: S310 - our own control port
        f"{control}/change", data=json.dumps({"what": what, "value": value}).encode()
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            _say(answer.read().decode())
    except urllib.error.URLError as error:
        _say(f"The world in {state} does not answer: {error.reason}")
        return 1
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
