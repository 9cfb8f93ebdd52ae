# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A local network of accounts to measure the watch on, in a process of its own.

One server answers as Bluesky's views, directory and data servers do, and as a Mastodon
server does, with ETag and 304. It reads nothing and waits for nothing, so that it is
not the limit; how fast it answers is measured too (`ceiling`).
"""

import asyncio
import base64
import contextlib
import hashlib
import io
import json
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
REVISION = "3n2wmjkfjx22n"
SIDE = 400
"""Pixels of a profile picture, as platforms show it."""

END = b"\r\n\r\n"
PIPELINED = 64


class Answer(NamedTuple):
    """An answer of the server."""

    body: bytes
    media_type: str = "application/json"
    status: str = "200 OK"
    etag: str = ""


class Owner(NamedTuple):
    """An account's own words; `version` grows when its name changes."""

    number: int
    version: int = 0

    @property
    def did(self) -> str:
        """The account's identity on the network."""
        return f"did:plc:k{self.number}"

    @property
    def handle(self) -> str:
        """The account's name on either platform."""
        return f"kommun{self.number}"

    @property
    def name(self) -> str:
        """What the account calls itself."""
        again = f", utgåva {self.version}" if self.version else ""
        return f"Kommun {self.number}{again}"

    @property
    def about(self) -> str:
        """What the account says of itself."""
        return (
            f"Officiellt konto för kommun {self.number}. Vi svarar vardagar 8-16 och "
            "har samma regler för inlägg som på vår webbplats."
        )


@dataclass
class Network:
    """The accounts, what they show, and how often was asked for what."""

    accounts: int
    origin: str = ""
    owners: dict[int, Owner] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        numbers = range(1, self.accounts + 1)
        self.owners = {number: Owner(number) for number in numbers}
        self._pictures = [_picture(shade) for shade in range(0, 256, 8)]
        self._names = [_cid_of(picture) for picture in self._pictures]

    def answer(self, target: str, known: str) -> Answer:
        """Answer a question; `known` is the ETag that the asker has."""
        parts = urlsplit(target)
        asked = parse_qs(parts.query)
        name = parts.path.rpartition("/")[2].rpartition(".")[2]
        if parts.path.startswith("/bench/"):
            return self._for_the_bench(name, asked)
        if parts.path.startswith("/did:"):
            self.asked["directory"] += 1
            return _told(self._entry(parts.path.removeprefix("/")))
        if name == "png":
            self.asked["picture"] += 1
            number = int("".join(parts.path.split("/")[3:5]))
            return Answer(self._picture(number), "image/png")
        self.asked[name] += 1
        if name == "lookup":
            return _if_new(_told(self._looked_up(asked["acct"][0])), known)
        if name == "getBlob":
            return Answer(self._picture(_number(asked["did"][0])), "image/png")
        return _told(self._xrpc(name, asked))

    def _xrpc(self, name: str, asked: Mapping[str, list[str]]) -> object:
        if name == "getProfiles":
            return {"profiles": [self._view(actor) for actor in asked["actors"]]}
        if name == "getProfile":
            return self._view(asked["actor"][0])
        if name == "getRepoStatus":
            owner = self._owner(asked["did"][0])
            return {"did": owner.did, "active": True, "rev": _revision(owner)}
        owner = self._owner(asked["repo"][0])
        avatar = {"$link": self._cid(owner.number)}
        blob = {"$type": "blob", "ref": avatar, "mimeType": "image/png", "size": 1}
        value = {"displayName": owner.name, "description": owner.about, "avatar": blob}
        return {"uri": f"at://{owner.did}/app.bsky.actor.profile/self", "value": value}

    def _for_the_bench(self, name: str, asked: Mapping[str, list[str]]) -> Answer:
        """Let some accounts change their names, or tell what was asked for."""
        if name == "change":
            for text in asked["number"]:
                owner = self.owners[int(text)]
                self.owners[owner.number] = owner._replace(version=owner.version + 1)
        counts, self.asked = dict(self.asked), Counter()
        return _told(counts)

    def _owner(self, actor: str) -> Owner:
        return self.owners[_number(actor)]

    def _view(self, actor: str) -> object:
        owner = self._owner(actor)
        cid = self._cid(owner.number)
        return {
            "did": owner.did,
            "handle": f"{owner.handle}.se",
            "displayName": owner.name,
            "description": owner.about,
            "avatar": f"https://cdn.example/img/avatar/plain/{owner.did}/{cid}",
            "postsCount": 7,
            "followersCount": 11,
            "followsCount": 3,
            "indexedAt": "2026-11-02T12:00:00.000Z",
        }

    def _entry(self, did: str) -> object:
        service = {"id": "#atproto_pds", "serviceEndpoint": self.origin}
        return {"id": did, "alsoKnownAs": [], "service": [service]}

    def _looked_up(self, handle: str) -> object:
        owner = self._owner(handle)
        return {
            "id": str(owner.number),
            "acct": owner.handle,
            "url": f"{self.origin}/@{owner.handle}",
            "display_name": owner.name,
            "note": f"<p>{owner.about}</p>",
            "avatar": self._address("avatars", owner),
            "header": self._address("headers", owner),
            "fields": [{"name": "Webb", "value": "almhult.example"}],
            "statuses_count": 7,
            "followers_count": 11,
            "last_status_at": "2026-11-01",
        }

    def _address(self, kind: str, owner: Owner) -> str:
        """Give the address of a picture, which names the upload as Mastodon's does."""
        upload = f"{owner.number:06}"
        name = hashlib.sha256(f"{kind}{owner.number}".encode()).hexdigest()[:16]
        folder = f"{self.origin}/accounts/{kind}/{upload[:3]}/{upload[3:]}"
        return f"{folder}/original/{name}.png"

    def _picture(self, number: int) -> bytes:
        return self._pictures[number % len(self._pictures)]

    def _cid(self, number: int) -> str:
        return self._names[number % len(self._names)]


def _number(name: str) -> int:
    """Take the account's number out of its DID, handle or name."""
    return int(name.removeprefix("did:plc:k").removeprefix("kommun").split(".")[0])


def _revision(owner: Owner) -> str:
    return REVISION[:-1] + "abcdefgh"[owner.version % 8]


def _told(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode())


def _if_new(answer: Answer, known: str) -> Answer:
    """Give the answer with its mark, or say that it is as it was (RFC 9110, 304)."""
    etag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    if known == etag:
        return Answer(b"", status="304 Not Modified", etag=etag)
    return answer._replace(etag=etag)


def _cid_of(content: bytes) -> str:
    """Name a content as the network does: CID version 1, SHA-256."""
    raw = bytes((1, 0x55, 0x12, 0x20)) + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def _picture(shade: int) -> bytes:
    written = io.BytesIO()
    image = Image.radial_gradient("L").resize((SIDE, SIDE)).convert("RGB")
    image.paste((shade, 64, 255 - shade), (80, 80, 240, 300))
    image.save(written, "PNG")
    return written.getvalue()


# --- the process of its own -----------------------------------------------------------


class _Wire(asyncio.Protocol):
    """HTTP/1.1 as far as questions without a body need it: kept open, pipelined."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._unread = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection, without waiting to fill packets."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 -- for mypy
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every question that has come whole."""
        *heads, self._unread = (self._unread + data).split(END)
        answers = b"".join(map(self._answered, heads))
        if answers and self._transport is not None:
            self._transport.write(answers)

    def _answered(self, head: bytes) -> bytes:
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = (line.partition(":") for line in lines)
        known = [v.strip() for name, _, v in fields if name.lower() == "if-none-match"]
        answer = self._network.answer(first.split(" ")[1], "".join(known))
        etag = f"ETag: {answer.etag}\r\n" if answer.etag else ""
        return (
            f"HTTP/1.1 {answer.status}\r\nContent-Type: {answer.media_type}\r\n{etag}"
            f"Content-Length: {len(answer.body)}\r\n\r\n"
        ).encode() + answer.body


async def _serve(accounts: int) -> None:
    network = Network(accounts)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Wire(network), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    network.origin = f"http://127.0.0.1:{port}"
    print(network.origin, flush=True)
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


@dataclass(frozen=True)
class Served:
    """The network in its own process."""

    origin: str

    @property
    def host(self) -> str:
        """The server's host and port."""
        return urlsplit(self.origin).netloc

    def asked(self) -> Counter[str]:
        """Tell how often each question was asked since this was asked last."""
        return Counter(httpx.get(f"{self.origin}/bench/asked").json())

    def change(self, numbers: list[int]) -> None:
        """Let some accounts change their names."""
        address = f"{self.origin}/bench/change"
        httpx.get(address, params={"number": numbers}).raise_for_status()

    def ceiling(self, path: str, rounds: int = 20) -> float:
        """Measure how many questions a second the server answers at most.

        Many are sent at once on one connection and nothing is read out of the answers:
        the server is what takes the time.
        """
        name, _, port = self.host.partition(":")
        with socket.create_connection((name, int(port))) as connection:
            question = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode()
            connection.sendall(question)
            size = _size_of_answer(connection)
            began = time.perf_counter()
            for _ in range(rounds):
                connection.sendall(question * PIPELINED)
                _read(connection, size * PIPELINED)
            return rounds * PIPELINED / (time.perf_counter() - began)


def _size_of_answer(connection: socket.socket) -> int:
    taken = b""
    while END not in taken:
        taken += connection.recv(65536)
    head, _, body = taken.partition(END)
    length = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.startswith(b"Content-Length")
    )
    _read(connection, length - len(body))
    return len(head) + len(END) + length


def _read(connection: socket.socket, size: int) -> None:
    while size > 0:
        size -= len(connection.recv(min(size, 1 << 20)))


@contextmanager
def serving(accounts: int) -> Iterator[Served]:
    """Serve the network in a process that ends with the block."""
    command = [sys.executable, "-m", "tools.bench_network", str(accounts)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as process:
        try:
            stream = process.stdout
            origin = stream.readline().decode().strip() if stream else ""
            if not origin:
                msg = "the network did not start"
                raise RuntimeError(msg)
            yield Served(origin)
        finally:
            process.terminate()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(int(sys.argv[1])))
