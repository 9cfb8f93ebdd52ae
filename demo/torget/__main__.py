# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands `python -m torget serve` and `python -m torget change`."""

import argparse
import json
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from torget.serve import ServeOptions, run
from torget.state import CHANGES


def main() -> int:
    """Run the command that was asked for and give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m torget", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _serve_arguments(commands.add_parser("serve", help="run the site"))
    change = commands.add_parser("change", help="change the running site")
    change.add_argument("state", type=Path, metavar="DIR")
    change.add_argument("what", choices=CHANGES)
    arguments = parser.parse_args()
    if arguments.command == "serve":
        return _serve(arguments)
    return _change(arguments.state, arguments.what)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", type=Path, required=True, metavar="DIR")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--media-port", type=int, default=0)
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--posts", type=int, help="24, or 60 with --bench")
    parser.add_argument("--bench", action="store_true", help="heavy content")
    parser.add_argument("--media-lifetime", type=int, default=600, metavar="SECONDS")
    parser.add_argument("--now", type=datetime.fromisoformat, metavar="ISO-TIME")
    parser.add_argument("--certfile", type=Path, help="serve TLS with HTTP/2")
    parser.add_argument("--keyfile", type=Path)


def _serve(arguments: argparse.Namespace) -> int:
    options = ServeOptions(
        state=arguments.state,
        started_at=arguments.now or datetime.now(UTC),  # noqa: TID251 - the clock's door
        port=arguments.port,
        media_port=arguments.media_port,
        control_port=arguments.control_port,
        posts=arguments.posts,
        bench=arguments.bench,
        media_lifetime=arguments.media_lifetime,
        certfile=arguments.certfile,
        keyfile=arguments.keyfile,
    )
    run(options, _say)
    return 0


def _change(state: Path, what: str) -> int:
    where = state / "torget.json"
    if not where.exists():
        _say(f"No site is running in {state}")
        return 1
    control = json.loads(where.read_text(encoding="utf-8"))["control"]
    request = urllib.request.Request(  # noqa: S310 - our own control port
        f"{control}/change",
        data=json.dumps({"what": what}).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            _say(answer.read().decode())
    except urllib.error.URLError as error:
        _say(f"The site in {state} does not answer: {error.reason}")
        return 1
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
