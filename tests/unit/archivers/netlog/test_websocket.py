# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The messages of a WebSocket are kept unmasked, unpacked and in order."""

import base64
import json
import zlib

import pytest

from tests.unit.archivers.netlog.made_log import Followed, MadeLog, follow

ASKED = (
    b"GET /ws HTTP/1.1\r\nHost: torget.example\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: x\r\n\r\n"
)
ANSWERED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n%s\r\n"
PACKED = b"Sec-WebSocket-Extensions: permessage-deflate%s\r\n"
TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9
FIN, RSV1 = 0x80, 0x40
KEY = b"\x11\x22\x33\x44"


def framed(opcode: int, payload: bytes, key: bytes = b"", flags: int = FIN) -> bytes:
    size = len(payload)
    mask = 0x80 if key else 0
    if size < 126:
        head = bytes([flags | opcode, mask | size])
    elif size < 65536:
        head = bytes([flags | opcode, mask | 126]) + size.to_bytes(2)
    else:
        head = bytes([flags | opcode, mask | 127]) + size.to_bytes(8)
    hidden = bytes(b ^ key[n % 4] for n, b in enumerate(payload)) if key else payload
    return head + key + hidden


def talk(tmp_path, sent: bytes, received: bytes, extension: bytes = b"") -> Followed:
    log = MadeLog()
    log.connect(5, "http/1.1")
    log.ask(1, "wss://torget.example/ws")
    log.sent(5, ASKED)
    log.received(5, ANSWERED % extension + received[:3])
    for start in range(0, len(sent), 11):
        log.sent(5, sent[start : start + 11])
    log.received(5, received[3:])
    log.close(5)
    return follow(tmp_path, log.data(), known=["hemligt-varde"])


def messages(followed: Followed) -> list[dict[str, str]]:
    (record,) = [r for r in followed.records("metadata") if r.target_uri]
    assert record.target_uri == "wss://torget.example/ws"
    assert record.fields["WARC-Refers-To"] == followed.records("response")[0].record_id
    return [json.loads(line) for line in record.raw().splitlines()]


def texts(followed: Followed, direction: str) -> list[str]:
    found = messages(followed)
    return [m["text"] for m in found if m["direction"] == direction and "text" in m]


@pytest.mark.parametrize("length", [0, 3, 125, 126, 65535, 65536])
def test_messages_of_every_length_form(tmp_path, length):
    text = "a" * length
    followed = talk(
        tmp_path, framed(TEXT, text.encode(), KEY), framed(TEXT, text.encode())
    )
    assert texts(followed, "sent") == texts(followed, "received") == [text]
    assert followed.writer.partial == ()


def test_fragments_are_joined_and_control_frames_pass_between(tmp_path):
    received = (
        framed(TEXT, b"en ", flags=0)
        + framed(PING, b"p")
        + framed(0, b"enda ", flags=0)
        + framed(0, b"text")
    )
    found = messages(talk(tmp_path, b"", received))
    assert [(m["kind"], m["text"]) for m in found] == [
        ("ping", "p"),
        ("text", "en enda text"),
    ]


def test_binary_messages_are_kept_as_base64(tmp_path):
    data = bytes([0, 255, 254, 1])
    (message,) = messages(talk(tmp_path, framed(BINARY, data, KEY), b""))
    assert base64.b64decode(message["base64"]) == data
    assert message["kind"] == "binary"


@pytest.mark.parametrize("resets", [False, True])
def test_packed_messages_are_unpacked(tmp_path, resets):
    """RFC 7692: without the parameter, the second leans on the first."""
    squeeze = zlib.compressobj(wbits=-15)
    received = b""
    for text in (b"samma text igen", b"samma text igen"):
        packed = squeeze.compress(text) + squeeze.flush(zlib.Z_SYNC_FLUSH)
        received += framed(TEXT, packed[:-4], flags=FIN | RSV1)
        if resets:
            squeeze = zlib.compressobj(wbits=-15)
    extension = PACKED % (b"; server_no_context_takeover" if resets else b"")
    followed = talk(tmp_path, b"", received, extension)
    assert texts(followed, "received") == ["samma text igen"] * 2


def test_a_message_cut_off_is_partial(tmp_path):
    followed = talk(
        tmp_path, framed(TEXT, b"hel", KEY) + framed(TEXT, b"half", KEY)[:-1], b""
    )
    assert texts(followed, "sent") == ["hel"]
    assert [fault.url for fault in followed.writer.partial] == [
        "wss://torget.example/ws"
    ]


@pytest.mark.parametrize(
    "received",
    [framed(5, b"x"), framed(TEXT, b"\xff\xff\xff", flags=FIN | RSV1)],
    ids=["unknown kind", "cannot be unpacked"],
)
def test_frames_that_make_no_sense_are_noticed(tmp_path, received):
    followed = talk(tmp_path, b"", received, PACKED % b"")
    assert followed.recording.books.broken == 1


def test_secrets_in_messages_are_replaced(tmp_path):
    said = b'{"token": "x", "text": "hemligt-varde i text"}'
    followed = talk(tmp_path, framed(TEXT, said, KEY), b"")
    (text,) = texts(followed, "sent")
    assert json.loads(text) == {
        "token": "avbild-scrubbed",
        "text": "avbild-scrubbed i text",
    }
    (record,) = [r for r in followed.records("metadata") if r.target_uri]
    assert record.fields["WARC-Scrubbed"] == "body-token=1; known-value=1"
