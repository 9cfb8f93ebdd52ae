# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Draw Torget's short film anew: `python demo/make_film.py`.

Chromium draws and encodes the frames (WebCodecs, VP8), this script writes the WebM
file around them. The segment's length is left unknown and there is no index, so that
the benchmark can stretch the film with void elements between its clusters.
"""

import base64
import struct
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

TARGET = Path(__file__).parent / "torget" / "film" / "plogbilen.webm"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 15, 12
UNKNOWN_SIZE = b"\x01" + b"\xff" * 7

DRAW = """
async ([width, height, rate, seconds]) => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  const chunks = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      chunks.push([chunk.type === "key", chunk.timestamp, btoa(String.fromCharCode(...bytes))]);
    },
    error: (error) => { throw error; },
  });
  encoder.configure({ codec: "vp8", width, height, bitrate: 110000, framerate: rate });
  const spruce = (x, y, size) => {
    pen.fillStyle = "#42605f";
    for (let tier = 0; tier < 3; tier++) {
      const top = y - size * (1 - tier * 0.26), half = size * (0.2 + tier * 0.1);
      pen.beginPath(); pen.moveTo(x, top); pen.lineTo(x - half, top + size * 0.46);
      pen.lineTo(x + half, top + size * 0.46); pen.fill();
    }
  };
  const plough = (x, y) => {
    pen.fillStyle = "#e8862a"; pen.fillRect(x, y - 62, 120, 44);
    pen.fillStyle = "#f4a13f"; pen.fillRect(x + 84, y - 94, 44, 76);
    pen.fillStyle = "#cfe6f2"; pen.fillRect(x + 94, y - 86, 28, 30);
    pen.fillStyle = "#ffd25e"; pen.fillRect(x + 100, y - 104, 12, 10);
    pen.fillStyle = "#5b6b78"; pen.beginPath(); pen.moveTo(x + 136, y - 52);
    pen.lineTo(x + 170, y - 4); pen.lineTo(x + 128, y - 4); pen.fill();
    for (const wheel of [24, 66, 106]) {
      pen.fillStyle = "#26323c"; pen.beginPath(); pen.arc(x + wheel, y - 10, 17, 0, 7); pen.fill();
      pen.fillStyle = "#9fb0bc"; pen.beginPath(); pen.arc(x + wheel, y - 10, 7, 0, 7); pen.fill();
    }
  };
  const flakes = Array.from({ length: 60 }, (_, i) => [(i * 97) % width, (i * 61) % height]);
  for (let frame = 0; frame < rate * seconds; frame++) {
    const share = frame / (rate * seconds);
    const sky = pen.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, "#7d9abf"); sky.addColorStop(1, "#f3e2d8");
    pen.fillStyle = sky; pen.fillRect(0, 0, width, height);
    for (let i = 0; i < 14; i++) {
      spruce(((i * 71 - share * 500) % 900 + 900) % 900 - 100, 236, 90 + (i % 4) * 22);
    }
    pen.fillStyle = "#f6f9fb"; pen.fillRect(0, 232, width, 130);
    pen.fillStyle = "#cdd7df"; pen.fillRect(0, 276, width, 46);
    plough(-180 + share * 860, 306);
    pen.fillStyle = "#ffffff";
    for (const [x, y] of flakes) pen.fillRect(x, (y + frame * 3) % height, 3, 3);
    const picture = new VideoFrame(canvas, { timestamp: (frame * 1e6) / rate });
    encoder.encode(picture, { keyFrame: frame % (rate * 2) === 0 });
    picture.close();
  }
  await encoder.flush();
  return chunks;
}
"""


def main() -> None:
    """Draw, encode and write the film."""
    chunks = _encoded()
    clusters = [_cluster(group) for group in _groups(chunks)]
    segment = bytes.fromhex("18538067") + UNKNOWN_SIZE + _info() + _tracks()
    TARGET.write_bytes(_head() + segment + b"".join(clusters))
    print(f"{TARGET}: {TARGET.stat().st_size} bytes, {len(clusters)} clusters")  # noqa: T201


def _encoded() -> list[tuple[bool, int, bytes]]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.route("**/*", _empty_page)
        page.goto("https://film.test/")  # WebCodecs wants a secure origin
        chunks = page.evaluate(DRAW, [WIDTH, HEIGHT, RATE, SECONDS])
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
    return _element(
        "1a45dfa3",
        _number("4286", 1) + _number("42f7", 1) + _number("42f2", 4) + _number("42f3", 8)
        + _element("4282", b"webm") + _number("4287", 2) + _number("4285", 2),
    )  # fmt: skip


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
        _element("a3", b"\x81" + struct.pack(">hB", time - start, 0x80 if key else 0) + data)
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
