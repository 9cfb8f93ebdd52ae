# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Runs the three servers of the site in one process: pages, media, control."""

import asyncio
import json
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config
from starlette.types import ASGIApp

from torget.answers import Answers
from torget.content import load_content
from torget.control import Control
from torget.faults import Faults
from torget.film import heavy_film
from torget.journal import Journal, Logged
from torget.media import AddressBook, MediaOrigin
from torget.pictures import PictureShelf
from torget.site import Site
from torget.state import SiteState
from torget.walls import Walls

LOOPBACK = "127.0.0.1"
FILMS = Path(__file__).parent / "film"
BENCH_POSTS = 60
DELAY = 0.15


@dataclass(frozen=True)
class ServeOptions:
    """How the site is to run; port 0 takes a free one."""

    state: Path
    started_at: datetime
    port: int = 0
    media_port: int = 0
    control_port: int = 0
    posts: int | None = None
    bench: bool = False
    media_lifetime: int = 600
    certfile: Path | None = None
    keyfile: Path | None = None


@dataclass(frozen=True)
class Listener:
    """An open socket and the address that others reach it by."""

    socket: socket.socket
    origin: str


def run(options: ServeOptions, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `announce` gets one JSON line when ready."""
    options.state.mkdir(parents=True, exist_ok=True)
    _facts_file(options).unlink(missing_ok=True)  # of a run that was killed
    asyncio.run(_serve(options, announce))


async def _serve(options: ServeOptions, announce: Callable[[str], None]) -> None:
    scheme = "https" if options.certfile else "http"
    page = _listen(options.port, scheme)
    media = _listen(options.media_port, scheme)
    control = _listen(options.control_port, "http")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    apps = await asyncio.to_thread(_applications, options, media)
    servers = [
        asyncio.create_task(
            hypercorn_serve(app, config, shutdown_trigger=stop.wait)  # type: ignore[arg-type]
        )
        for app, config in zip(
            apps,
            (_config(page, options), _config(media, options), _config(control, None)),
            strict=True,
        )
    ]
    facts = _facts(page, media, control)
    _publish(facts, _facts_file(options))
    announce(json.dumps(facts))
    try:
        await asyncio.gather(*servers)
    finally:
        _facts_file(options).unlink(missing_ok=True)


def _facts_file(options: ServeOptions) -> Path:
    return options.state / "torget.json"


def _publish(facts: dict[str, Any], target: Path) -> None:
    """Write the addresses in one stroke: whoever waits for the file reads it whole."""
    draft = target.with_suffix(".part")
    draft.write_text(json.dumps(facts, indent=2), encoding="utf-8")
    draft.replace(target)


def _applications(
    options: ServeOptions, media: Listener
) -> tuple[ASGIApp, ASGIApp, ASGIApp]:
    state = SiteState.load(options.state / "state.json", options.started_at)
    wanted = BENCH_POSTS if options.bench and options.posts is None else options.posts
    content = load_content(state.started_at, wanted, heavy=options.bench)
    shelf = PictureShelf(options.state / "pictures", content)
    films = FILMS
    if options.bench:
        shelf.draw_all()
        films = heavy_film(FILMS, options.state / "film")
    key = secrets.token_bytes(16)
    book = AddressBook(media.origin, key, options.media_lifetime, time.time)
    answers = Answers(content, state, book, lambda: secrets.token_hex(12))
    delay = 0 if options.bench else DELAY
    site = Site(answers, media.origin, delay, asyncio.sleep).application()
    media_app = MediaOrigin(book, shelf, films).application()
    journal = Journal(options.state / "responses.jsonl")
    return (
        Logged(Faults(Walls(site, state), state), journal, "site"),
        Logged(Faults(media_app, state), journal, "media"),
        Control(journal, state, content).application(),
    )


def _listen(port: int, scheme: str) -> Listener:
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.bind((LOOPBACK, port))
    opened.listen(256)
    return Listener(opened, f"{scheme}://{LOOPBACK}:{opened.getsockname()[1]}")


def _config(listener: Listener, tls: ServeOptions | None) -> Config:
    config = Config()
    config.bind = [f"fd://{listener.socket.detach()}"]
    config.accesslog = None
    config.errorlog = None
    config.graceful_timeout = 0.5
    config.shutdown_timeout = 1
    config.keep_alive_timeout = 30
    config.include_server_header = False
    if tls is not None and tls.certfile is not None:
        config.certfile = str(tls.certfile)
        config.keyfile = str(tls.keyfile)
        config.alpn_protocols = ["h2", "http/1.1"]
    return config


def _facts(page: Listener, media: Listener, control: Listener) -> dict[str, Any]:
    return {
        "url": f"{page.origin}/almhult",
        "account_url": f"{page.origin}/konto/almhult",
        "origin": page.origin,
        "media_origin": media.origin,
        "control": control.origin,
        "pid": os.getpid(),
    }
