# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The site itself: an almost empty page that fetches all its content by script."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from torget.answers import Answers
from torget.coding import encode, pick

STATIC = Path(__file__).parent / "static"
STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
JSON = "application/json; charset=utf-8"
Pause = Callable[[float], Awaitable[None]]

CHUNK = 4096
SLOW_SECONDS = 1.2


class Site:
    """Answers for pages, programming interface and live counters."""

    def __init__(
        self, answers: Answers, media_origin: str, delay: float, pause: Pause
    ) -> None:
        self._answers = answers
        self._media_origin = media_origin
        self._delay = delay
        self._pause = pause
        self._readers = 0

    def application(self) -> Starlette:
        """Give the ASGI application."""
        return Starlette(
            routes=[
                Route("/", self._to_account),
                Route("/almhult", self._to_account),
                Route("/konto/{handle}", self._page),
                Route("/konto/{handle}/inlagg/{post}", self._page),
                Route("/sw.js", self._service_worker),
                Route("/static/{file}", self._static),
                Route("/api/start", self._start),
                Route("/api/graphql", self._graphql, methods=["POST"]),
                Route("/api/amnen", self._topics),
                Route("/api/forslag", self._suggestions),
                Route("/api/vader", self._weather),
                Route("/api/vader/{place}", self._weather_at),
                Route("/api/besok", self._beacon, methods=["POST"]),
                Route("/api/handelser", self._events),
                WebSocketRoute("/ws", self._live),
            ]
        )

    async def _to_account(self, request: Request) -> Response:
        """Redirect from the short address, and leave a cookie on the way."""
        answer = RedirectResponse("/konto/almhult", status_code=302)
        answer.body = b"Found"
        answer.headers["content-length"] = "5"
        if "torget_besokare" not in request.cookies:
            answer.set_cookie(
                "torget_besokare",
                self._answers.visitor(),
                httponly=True,
                samesite="lax",
            )
        return answer

    async def _page(self, request: Request) -> Response:
        """Give the shell: the same for every address, also when nothing is there."""
        policy = (
            f"default-src 'self'; script-src 'self'; style-src 'self'; "
            f"img-src 'self' data: {self._media_origin}; "
            f"media-src {self._media_origin}; connect-src 'self' ws: wss:"
        )
        body = (STATIC / "shell.html").read_bytes()
        return _packed(
            request, body, STATIC_TYPES[".html"], {"content-security-policy": policy}
        )

    async def _service_worker(self, request: Request) -> Response:
        body = (STATIC / "sw.js").read_bytes()
        return _packed(
            request, body, STATIC_TYPES[".js"], {"cache-control": "no-cache"}
        )

    async def _static(self, request: Request) -> Response:
        path = STATIC / request.path_params["file"]
        if not path.is_file() or path.suffix not in STATIC_TYPES:
            return PlainTextResponse("Filen finns inte", status_code=404)
        headers = {"cache-control": "public, max-age=3600"}
        return _packed(request, path.read_bytes(), STATIC_TYPES[path.suffix], headers)

    async def _start(self, request: Request) -> Response:
        return _json(request, self._answers.start())

    async def _graphql(self, request: Request) -> Response:
        """Answer one operation; the last page of a feed takes its time."""
        try:
            asked = json.loads(await request.body())
            status, data = self._answers.answer(
                asked["operationName"], asked.get("variables", {})
            )
        except (ValueError, KeyError, TypeError):
            return _json(request, {"errors": [{"code": "BAD_REQUEST"}]}, 400)
        is_last = "Feed" in data and not data["Feed"]["page_info"]["has_next_page"]
        await self._pause(SLOW_SECONDS if is_last else self._delay)
        body = {"errors": [data]} if status != 200 else {"data": data}  # noqa: PLR2004
        return _json(request, body, status)

    async def _topics(self, request: Request) -> Response:
        """Give the worker its input, in zstd where the browser takes it."""
        body = json.dumps(self._answers.topics(), ensure_ascii=False).encode()
        accepted = request.headers.get("accept-encoding", "")
        coding = "zstd" if "zstd" in accepted else pick(accepted, 0)
        return _coded(body, JSON, coding, {})

    async def _suggestions(self, request: Request) -> Response:  # noqa: ARG002
        """Fail, as some part of a large site always does."""
        return PlainTextResponse("Internal Server Error", status_code=500)

    async def _weather(self, request: Request) -> Response:
        """Redirect once with 307 and, from there, once with 303."""
        place = request.path_params.get("place")
        target = "/static/vader.json" if place else "/api/vader/almhult"
        answer = RedirectResponse(target, status_code=303 if place else 307)
        answer.body = b"See " + target.encode()
        answer.headers["content-length"] = str(len(answer.body))
        return answer

    _weather_at = _weather

    async def _beacon(self, request: Request) -> Response:
        await request.body()
        return Response(status_code=204)

    async def _events(self, request: Request) -> Response:  # noqa: ARG002
        return StreamingResponse(_event_stream(), media_type="text/event-stream")

    async def _live(self, socket: WebSocket) -> None:
        """Tell how many read the page; each frame from the browser is answered."""
        await socket.accept()
        self._readers += 1
        try:
            while True:
                asked = json.loads(await socket.receive_text())
                await socket.send_text(
                    json.dumps(
                        {
                            "typ": "antal",
                            "antal": self._readers + 2,
                            "sida": asked["sida"],
                        }
                    )
                )
        except (WebSocketDisconnect, ValueError, KeyError):
            pass
        finally:
            self._readers -= 1


async def _event_stream() -> AsyncIterator[bytes]:
    for number, text in enumerate(("Välkommen", "Nytt inlägg i dag", "Hejdå"), start=1):
        await asyncio.sleep(0.05)
        yield f"id: {number}\ndata: {text}\n\n".encode()


def _json(request: Request, data: dict[str, Any], status: int = 200) -> Response:
    body = json.dumps(data, ensure_ascii=False).encode()
    return _packed(request, body, JSON, {"cache-control": "no-store"}, status)


def _packed(
    request: Request,
    body: bytes,
    media_type: str,
    headers: dict[str, str],
    status: int = 200,
) -> Response:
    """Send with gzip or br, by turns, and every other time without a length."""
    turn = zlib.crc32(body)
    coding = pick(request.headers.get("accept-encoding", ""), turn)
    answer = _coded(body, media_type, coding, headers, status)
    if turn & 2:
        return _chunked(answer)
    return answer


def _coded(
    body: bytes,
    media_type: str,
    coding: str | None,
    headers: dict[str, str],
    status: int = 200,
) -> Response:
    headers = headers | {"vary": "Accept-Encoding"}
    if coding is not None:
        headers["content-encoding"] = coding
    return Response(encode(body, coding), status, headers, media_type)


def _chunked(answer: Response) -> Response:
    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(answer.body), CHUNK):
            yield bytes(answer.body[start : start + CHUNK])
            await asyncio.sleep(0)  # lets the news of a lost connection through

    headers = {n: v for n, v in answer.headers.items() if n != "content-length"}
    return StreamingResponse(parts(), answer.status_code, headers)
