# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The second origin: signed, expiring addresses for pictures, and a film by ranges."""

import asyncio
import hashlib
import hmac
import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from torget.pictures import PictureShelf

Clock = Callable[[], float]

BLOCK = 64 * 1024


class AddressBook:
    """Signs addresses that live for a while; the same file gets a new one each time."""

    def __init__(self, origin: str, key: bytes, lifetime: int, clock: Clock) -> None:
        self._origin = origin
        self._key = key
        self._lifetime = lifetime
        self._clock = clock
        self._serial = itertools.count(1)

    def sign(self, path: str) -> str:
        """Give an address of the file that works until it expires."""
        expires = int(self._clock()) + self._lifetime
        serial = next(self._serial)
        signature = self._signature(path, str(expires), str(serial))
        return f"{self._origin}{path}?exp={expires}&n={serial}&sig={signature}"

    def is_valid(self, request: Request) -> bool:
        """Tell whether the address is ours and has not expired."""
        query = request.query_params
        expires, serial = query.get("exp", ""), query.get("n", "")
        wanted = self._signature(request.url.path, expires, serial)
        if not hmac.compare_digest(wanted, query.get("sig", "")):
            return False
        return int(expires) >= self._clock()

    def _signature(self, path: str, expires: str, serial: str) -> str:
        text = f"{path} {expires} {serial}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:24]


class MediaOrigin:
    """Answers for pictures and films."""

    def __init__(self, book: AddressBook, shelf: PictureShelf, films: Path) -> None:
        self._book = book
        self._shelf = shelf
        self._films = films

    def application(self) -> Starlette:
        """Give the ASGI application."""
        return Starlette(
            routes=[
                Route("/bild/{picture}/{file}", self._picture),
                Route("/hamta/{picture}/{file}", self._redirect),
                Route("/film/{file}", self._film),
            ]
        )

    async def _picture(self, request: Request) -> Response:
        if not self._book.is_valid(request):
            return _refusal()
        names = request.path_params
        found = await run_in_threadpool(
            self._shelf.find, names["picture"], names["file"]
        )
        if found is None:
            return PlainTextResponse("Bilden finns inte", status_code=404)
        return Response(found.body, media_type=found.mime_type, headers=_open_headers())

    async def _redirect(self, request: Request) -> Response:
        """Send the browser on to the picture, as load balancers do."""
        if not self._book.is_valid(request):
            return _refusal()
        names = request.path_params
        target = self._book.sign(f"/bild/{names['picture']}/{names['file']}")
        return PlainTextResponse(
            "Found", status_code=302, headers=_open_headers() | {"location": target}
        )

    async def _film(self, request: Request) -> Response:
        if not self._book.is_valid(request):
            return _refusal()
        path = self._films / request.path_params["file"]
        if not path.is_file():
            return PlainTextResponse("Filmen finns inte", status_code=404)
        size = path.stat().st_size
        span = byte_span(request.headers.get("range"), size)
        if span is None:
            return Response(
                status_code=416, headers={"content-range": f"bytes */{size}"}
            )
        first, last = span
        headers = _open_headers() | {
            "accept-ranges": "bytes",
            "content-length": str(last - first + 1),
        }
        if "range" in request.headers:
            headers["content-range"] = f"bytes {first}-{last}/{size}"
        return StreamingResponse(
            _blocks(path, first, last),
            status_code=206 if "range" in request.headers else 200,
            media_type="video/webm",
            headers=headers,
        )


def byte_span(header: str | None, size: int) -> tuple[int, int] | None:
    """Read a Range header of one range; None when it cannot be satisfied."""
    if header is None:
        return 0, size - 1
    unit, _, spec = header.partition("=")
    start, dash, end = spec.partition("-")
    if unit.strip() != "bytes" or not dash or not (start + end).strip().isdecimal():
        return None
    if not start.strip():
        return max(0, size - int(end)), size - 1
    first, last = int(start), min(int(end) if end.strip() else size - 1, size - 1)
    return (first, last) if first <= last else None


async def _blocks(path: Path, first: int, last: int) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left:
            block = file.read(min(BLOCK, left))
            left -= len(block)
            yield block
            await asyncio.sleep(0)  # lets the news of a lost connection through


def _open_headers() -> dict[str, str]:
    return {
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": "private, max-age=600",
    }


def _refusal() -> Response:
    return PlainTextResponse("Adressen har slutat gälla", status_code=403)
