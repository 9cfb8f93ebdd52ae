# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Draw Torget's short film anew: `python demo/make_film.py`.

Chromium draws and encodes the frames (make_film.js: WebCodecs, VP8), this script
writes the WebM file around them. The segment's length is left unknown and there is no
index, so that the benchmark can stretch the film with void elements between clusters.
"""

import base64
import struct
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

TARGET = Path(__file__).parent / "torget" / "film" / "plogbilen.webm"
DRAWING = Path(__file__).with_suffix(".js")
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 15, 12
UNKNOWN_SIZE = b"\x01" + b"\xff" * 7


def main() -> None:
    """Draw, encode and write the film."""
    chunks = _encoded()
    clusters = [_cluster(group) for group in _groups(chunks)]
    segment = bytes.fromhex("18538067") + UNKNOWN_SIZE + _info() + _tracks()
    TARGET.write_bytes(_head() + segment + b"".join(clusters))
    print(f"{TARGET}: {TARGET.stat().st_size} bytes, {len(clusters)} clusters")  # noqa: T201


def _encoded() -> list[tuple[bool, int, bytes]]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", _empty_page)
        page.goto("https://film.test/")  # WebCodecs wants a secure origin
        chunks = page.evaluate(DRAWING.read_text(), [WIDTH, HEIGHT, RATE, SECONDS])
        browser.close()
    return [
        (key, round(time / 1000), base64.b64decode(data)) for key, time, data in chunks
    ]


def _empty_page(route: Route) -> None:
    route.fulfill(body="<!DOCTYPE html>", content_type="text/html")


def _groups(
    chunks: list[tuple[bool, int, bytes]],
) -> list[list[tuple[bool, int, bytes]]]:
    groups: list[list[tuple[bool, int, bytes]]] = []
    for chunk in chunks:
        if chunk[0]:
            groups.append([])
        groups[-1].append(chunk)
    return groups


def _head() -> bytes:
    versions = (("4286", 1), ("42f7", 1), ("42f2", 4), ("42f3", 8))
    numbers = b"".join(_number(name, value) for name, value in versions)
    kind = _element("4282", b"webm") + _number("4287", 2) + _number("4285", 2)
    return _element("1a45dfa3", numbers + kind)


def _info() -> bytes:
    return _element(
        "1549a966",
        _number("2ad7b1", 1_000_000)
        + _element("4489", struct.pack(">d", SECONDS * 1000))
        + _element("4d80", b"Torget")
        + _element("5741", b"Torget"),
    )


def _tracks() -> bytes:
    video = _element("e0", _number("b0", WIDTH) + _number("ba", HEIGHT))
    entry = (
        _number("d7", 1) + _number("73c5", 1) + _number("83", 1)
        + _element("86", b"V_VP8") + video
    )  # fmt: skip
    return _element("1654ae6b", _element("ae", entry))


def _cluster(group: list[tuple[bool, int, bytes]]) -> bytes:
    start = group[0][1]
    blocks = [
        _element(
            "a3", b"\x81" + struct.pack(">hB", time - start, 0x80 if key else 0) + data
        )
        for key, time, data in group
    ]
    return _element("1f43b675", _number("e7", start) + b"".join(blocks))


def _number(name: str, value: int) -> bytes:
    return _element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _element(name: str, body: bytes) -> bytes:
    size = (0x1000_0000 | len(body)).to_bytes(4, "big")
    return bytes.fromhex(name) + size + body


if __name__ == "__main__":
    main()
