# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The site's record of what it sent, compared with what a client received."""

import hashlib
import json
import socket
import struct
from collections import Counter

import pytest


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("accepted", ["gzip", "br", "zstd, gzip", "identity"])
def test_the_log_holds_the_bytes_that_the_client_received(torget, accepted):
    origin = torget.facts["origin"]
    received = []
    body = json.dumps({"operationName": "Feed", "variables": {"handle": "almhult"}})
    for method, path, content in [
        ("GET", "/almhult", None),
        ("GET", "/konto/almhult", None),
        ("GET", "/static/torget.css", None),
        ("GET", "/static/app.js", None),
        ("GET", "/api/amnen", None),
        ("GET", "/api/forslag", None),
        ("POST", "/api/besok", "å"),
        ("POST", "/api/graphql", body),
        ("POST", "/api/graphql", "inte json"),
        ("GET", "/finns/inte", None),
    ]:
        with torget.client.stream(
            method,
            origin + path,
            content=content,
            headers={"accept-encoding": accepted},
        ) as answer:
            raw = b"".join(answer.iter_raw())
        received.append((answer, raw, (content or "").encode()))
    entries = torget.log()
    assert len(entries) == len(received)
    for entry, (answer, raw, content) in zip(entries, received, strict=True):
        assert entry["url"] == str(answer.url)
        assert entry["status"] == answer.status_code
        assert entry["content_encoding"] == answer.headers.get("content-encoding")
        assert (entry["wire_bytes"], entry["wire_sha256"]) == (len(raw), digest(raw))
        assert entry["request_sha256"] == digest(content)
        assert entry["outcome"] == "finished"
    codings = {entry["content_encoding"] for entry in entries} - {None}
    assert codings == set(accepted.split(", ")) - {"identity"}


def test_the_log_holds_the_decoded_body(torget):
    url = f"{torget.facts['origin']}/static/torget.css"
    for coding in ("gzip", "br", "identity"):
        torget.client.get(url, headers={"accept-encoding": coding})
    decoded = {entry["decoded_sha256"] for entry in torget.log()}
    assert decoded == {digest(torget.client.get(url).content)}


def test_a_head_has_no_body(torget):
    torget.client.head(f"{torget.facts['origin']}/konto/almhult")
    assert torget.log()[0]["wire_bytes"] == 0


def test_some_answers_are_chunked_and_some_have_a_length(torget):
    kinds = Counter()
    for name in ("app.js", "api.js", "dom.js", "post.js", "torget.css", "sidebar.js"):
        answer = torget.client.get(f"{torget.facts['origin']}/static/{name}")
        kinds[answer.headers.get("transfer-encoding", "length")] += 1
    assert set(kinds) == {"chunked", "length"}


def test_an_answer_that_the_client_leaves_is_logged_as_aborted(start):
    """A short film fits in the socket buffers; a long one does not."""
    site = start("--bench", "--posts", "1")
    url = site.data("Feed")["edges"][0]["video"]["url"]
    origin = site.facts["media_origin"]
    host, port = origin.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        path = url.removeprefix(origin)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        connection.recv(1000)
        # Closing with a lingering time of zero resets the connection.
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    film = site.logged("/film/")
    assert film["outcome"] == "aborted"
    assert film["wire_bytes"] < 20_000_000


def test_the_file_holds_what_the_control_port_gives(torget):
    torget.data("Profile")
    lines = (torget.folder / "responses.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in lines.splitlines()] == torget.log()
    torget.reset()
    assert torget.log() == []
