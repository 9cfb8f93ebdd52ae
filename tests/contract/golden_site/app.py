# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the golden site answers. Plain ASGI, so that every byte is chosen here."""

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path

import brotlicffi
import zstandard

HERE = Path(__file__).parent
TEXT = ("Välkommen till Älmhults kommun. " * 400).encode()
PICTURE = b"\x89PNG\r\n\x1a\n" + hashlib.sha256(b"bild").digest() * 300
FILM = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(800))


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


CODED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "br": ("br", brotlicffi.compress),
    "deflate": ("deflate", zlib.compress),
    "raw-deflate": ("deflate", raw_deflate),
    "zstd": ("zstd", zstandard.compress),
    "gzip-br": ("gzip, br", lambda data: brotlicffi.compress(gzip.compress(data))),
}
ZSTD = zstandard.compress(TEXT)

Answer = tuple[int, dict[str, str], bytes]


def page(name: str, kind: str) -> Answer:
    return 200, {"content-type": kind}, (HERE / name).read_bytes()


def script(text: str, kind: str = "text/javascript") -> Answer:
    return 200, {"content-type": kind}, text.encode()


def moved(status: int, to: str, **headers: str) -> Answer:
    return status, {"location": to, **headers}, f"flyttad till {to}".encode()


WORKER = "fetch('/from-worker').then(r => r.text()).then(() => postMessage('klart'))"
SERVICE_WORKER = """
oninstall = e => e.waitUntil(fetch('/from-service-worker').then(() => skipWaiting()));
onactivate = e => e.waitUntil(clients.claim());
onfetch = e => { if (e.request.url.endsWith('/made-by-service-worker'))
  e.respondWith(new Response('gjord här')); };
"""
FRAME = """<!doctype html><meta charset="utf-8"><script>
fetch('/from-frame').then(r => r.text()).then(() => parent.postMessage('klart', '*'))
</script>"""

FIXED: dict[str, Answer] = {
    "/start": moved(301, "/second"),
    "/second": moved(302, "/page", **{"set-cookie": "prov=hemligt-kakvarde-1; Path=/"}),
    "/page": page("page.html", "text/html; charset=utf-8"),
    "/script.js": page("script.js", "text/javascript; charset=utf-8"),
    "/style.css": script("h1 { color: #123 }", "text/css"),
    "/moved-picture": moved(307, "/picture.png"),
    "/picture.png": (200, {"content-type": "image/png"}, PICTURE),
    "/icon.png": (200, {"content-type": "image/png"}, PICTURE),
    "/temporary": moved(307, "/echo"),
    "/worker.js": script(WORKER),
    "/service-worker.js": script(SERVICE_WORKER),
    "/frame.html": script(FRAME, "text/html"),
    "/missing": (404, {"content-type": "text/plain"}, b"finns inte"),
    "/broken": (500, {"content-type": "text/plain"}, b"trasig"),
    "/empty": (204, {}, b""),
    "/large-head": (200, {"x-large": "å".encode().decode("latin-1") * 20_000}, b"stor"),
    "/beacon": (204, {}, b""),
    "/truncated-zstd": (
        200,
        {"content-encoding": "zstd"},
        zstandard.compress(FILM)[:9000],
    ),
}


async def respond(scope, send, body: bytes) -> None:
    """Answer one request; `body` is what it carried."""
    path = scope["path"]
    special = SPECIAL.get(path)
    if special:
        await special(scope, send)
        return
    status, headers, content = answer(path, scope, body)
    await reply(send, status, headers, content)


def answer(path: str, scope, body: bytes) -> Answer:
    if path in FIXED:
        return FIXED[path]
    if path in SLICED:
        return sliced(scope, *SLICED[path])
    if path == "/cached":
        return cached(scope)
    if path.startswith("/coded/"):
        coding, code = CODED[path.removeprefix("/coded/")]
        headers = {"content-encoding": coding, "content-type": "text/plain"}
        return 200, headers, code(TEXT)
    headers = {
        "content-type": "application/json",
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "PUT",
        "access-control-allow-headers": "content-type",
    }
    return 200, headers, b'{"bytes": %d}' % len(body)


SLICED = {
    "/film.mp4": (FILM, {"content-type": "video/mp4"}),
    "/slices.zst": (ZSTD, {"content-encoding": "zstd"}),
}


def header(scope, name: bytes) -> str:
    return dict(scope["headers"]).get(name, b"").decode("latin-1")


def sliced(scope, data: bytes, headers: dict[str, str]) -> Answer:
    stated = header(scope, b"range").removeprefix("bytes=")
    if not stated:
        return 200, headers, data
    start, _, end = stated.partition("-")
    last = min(int(end or len(data) - 1), len(data) - 1)
    piece = data[int(start) : last + 1]
    place = {"content-range": f"bytes {start}-{last}/{len(data)}"}
    return 206, headers | place, piece


def cached(scope) -> Answer:
    headers = {"etag": '"ett"', "cache-control": "max-age=60"}
    if header(scope, b"if-none-match"):
        return 304, headers, b""
    return 200, headers, TEXT


async def start(send, status: int, headers: dict[str, str], **more: object) -> None:
    encoded = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    message = {"type": "http.response.start", "status": status, "headers": encoded}
    await send(message | more)


async def reply(send, status: int, headers: dict[str, str], content: bytes) -> None:
    if status != 304:
        headers = {**headers, "content-length": str(len(content))}
    await start(send, status, headers)
    await send({"type": "http.response.body", "body": content})


async def chunked(scope, send) -> None:
    """Content in several pieces and without a length: chunked in HTTP/1.1."""
    await start(send, 200, {"content-type": "text/plain"})
    if scope["method"] != "HEAD":
        for n in range(5):
            piece = f"bit {n} ".encode() * 500
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0.01)
    await send({"type": "http.response.body", "body": b""})


async def events(scope, send) -> None:
    """Server-sent events: three, and then the end."""
    del scope
    await start(send, 200, {"content-type": "text/event-stream"})
    for n in range(3):
        piece = f"data: händelse {n}\n\n".encode()
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0.02)
    await send({"type": "http.response.body", "body": b""})


async def hints(scope, send) -> None:
    """A 103 before the answer."""
    if "http.response.early_hint" in scope["extensions"]:
        links = [b"</style.css>; rel=preload; as=style"]
        await send({"type": "http.response.early_hint", "links": links})
    await reply(send, 200, {"content-type": "text/plain"}, b"efter tipset")


async def trailers(scope, send) -> None:
    """Fields after the content."""
    has_trailers = "http.response.trailers" in scope["extensions"]
    await start(send, 200, {"trailer": "x-sum"}, trailers=has_trailers)
    await send({"type": "http.response.body", "body": b"innan", "more_body": False})
    if has_trailers:
        after = [(b"x-sum", b"42")]
        await send({"type": "http.response.trailers", "headers": after})


async def endless(scope, send) -> None:
    """A body that never ends by itself."""
    del scope
    await start(send, 200, {"content-type": "text/plain"})
    while True:
        await send(
            {"type": "http.response.body", "body": b"mer " * 500, "more_body": True}
        )
        await asyncio.sleep(0.02)


SPECIAL = {
    "/chunked": chunked,
    "/events": events,
    "/hints": hints,
    "/trailers": trailers,
    "/endless": endless,
}


async def websocket(receive, send) -> None:
    """Send back what comes, until the page closes."""
    await receive()
    await send({"type": "websocket.accept"})
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        key = "text" if message.get("text") is not None else "bytes"
        await send({"type": "websocket.send", key: message[key]})
