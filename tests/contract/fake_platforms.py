# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small servers that answer as Mastodon and the Bluesky network do, on loopback.

Both have the same account: two pages of posts, one of them with a thread that is deeper
than one view shows, a share of somebody else's post, pictures, and an answer that is
counted but shown to nobody.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import libipld

POSTS = 45
OWN, CITIZEN = "kommun", "karin"
DEEP = ("Fråga på djup 1", "Svar på djup 2", "Fråga på djup 3", "Svar på djup 4")
PICTURE = b"\x89PNG\r\n\x1a\n en bild"
AVATAR = b"\x89PNG\r\n\x1a\n ett vapen"


@dataclass
class Fake:
    """A server's memory: its state, and the paths that were asked for."""

    origin: str = ""
    state: str = "ok"
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question, as the state has it."""
        if self.state == "down":
            return 503, {}, b""
        if self.state == "limited":
            return 429, {"Retry-After": "900"}, b""
        return self.content(path, asked)

    def content(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question of an account that is open or closed."""
        raise NotImplementedError


def told(value: Any, status: int = 200, **headers: str) -> tuple[int, dict, bytes]:
    """Make an answer of JSON."""
    return status, {"Content-Type": "application/json", **headers}, _json(value)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@contextmanager
def serving(fake: Fake) -> Iterator[Fake]:
    """Serve on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            fake.asked.append(self.path)
            fake.keys.append(self.headers.get("Authorization", ""))
            status, headers, body = fake.answer(
                parts.path, dict(parse_qsl(parts.query))
            )
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    fake.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FakeMastodon(Fake):
    """Answers as Mastodon does; `walled` lets nobody read without the key "nyckel"."""

    def content(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question."""
        if path.startswith("/media/"):
            return self._file(path)
        if not path.startswith("/api/"):
            return self._site(path)
        if path == "/api/v1/accounts/lookup":
            return self._look_up(asked)
        if self.state == "walled" and self.keys[-1] != "Bearer nyckel":
            return told({"error": "This method requires an authenticated user"}, 401)
        if path.endswith("/statuses"):
            return self._page(asked)
        below = {"ancestors": [], "descendants": self._below(path.split("/")[4])}
        return told(below if path.endswith("/context") else [])

    def _look_up(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        if self.state == "gone" or asked["acct"] != OWN:
            return told({"error": "Record not found"}, 404)
        return told(self._account())

    def _site(self, path: str) -> tuple[int, dict, bytes]:
        """Give the account's page, as far as it is needed; `page` lacks it."""
        if path != f"/@{OWN}" or "page" in self.lacks:
            return 404, {}, b""
        posts = "".join(
            f'<div class="x{n}"><p>Inlägg {n}</p>'
            f'<a href="/@{OWN}/{100 + n}"><time>1 feb.</time></a></div>'
            for n in range(POSTS, 0, -1)
        )
        page = f"<!doctype html><h1>Älmhults kommun</h1><main>{posts}</main>"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def _file(self, path: str) -> tuple[int, dict, bytes]:
        if "media" in self.lacks:
            return 404, {}, b""
        return 200, {"Content-Type": "image/png"}, _bytes(path)

    def _account(self) -> dict[str, Any]:
        return {
            **self._writer(OWN, "1"),
            "note": "<p>Officiellt konto.<br>Frågor: info@almhult.se</p>",
            "avatar": f"{self.origin}/media/avatar.png",
            "header": "",
            "fields": [
                {"name": "Webb", "value": '<a href="https://almhult.se">almhult.se</a>'}
            ],
            "statuses_count": POSTS + 1,
        }

    def _writer(self, name: str, number: str) -> dict[str, Any]:
        return {
            "id": number,
            "acct": name,
            "url": f"{self.origin}/@{name}",
            "display_name": "Älmhults kommun",  # the citizen has taken the name too
        }

    def _page(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        everything = [self._shared(), *map(self._post, range(POSTS, 0, -1))]
        after = asked.get("max_id")
        ids = [row["id"] for row in everything]
        start = ids.index(after) + 1 if after else 0
        page = everything[start : start + int(asked["limit"])]
        path = f"{self.origin}/api/v1/accounts/1/statuses?limit={asked['limit']}"
        link = f'<{path}&max_id={page[-1]["id"]}>; rel="next"' if page else ""
        is_told = link and "link" not in self.lacks
        return told(page, **({"Link": link} if is_told else {}))

    def _post(self, number: int) -> dict[str, Any]:
        return {
            **self._status(str(100 + number), f"<p>Inlägg {number}</p>", OWN, "1"),
            "replies_count": 2 if number == POSTS else 0,
            "media_attachments": [self._picture(number)] if number == 1 else [],
            "edited_at": "2026-02-02T08:00:00.000Z" if number == 2 else None,
        }

    def _picture(self, number: int) -> dict[str, Any]:
        return {
            "type": "image",
            "url": f"{self.origin}/media/{number}.png",
            "description": "En bild",
        }

    def _status(
        self, number: str, content: str, name: str, account: str
    ) -> dict[str, Any]:
        return {
            "id": number,
            "uri": f"{self.origin}/users/{name}/statuses/{number}",
            "url": f"{self.origin}/@{name}/{number}",
            "created_at": "2026-02-01T08:00:00.000Z",
            "content": content,
            "account": self._writer(name, account),
        }

    def _shared(self) -> dict[str, Any]:
        shared = self._status("900", "<p>Simhallen är öppen</p>", CITIZEN, "2")
        return {**self._status("901", "", OWN, "1"), "reblog": shared}

    def _below(self, number: str) -> list[dict[str, Any]]:
        """Give two levels below a post, as a server does to whoever has no key."""
        chain = [str(100 + POSTS), *(str(1000 + i) for i in range(1, len(DEEP) + 1))]
        if number not in chain:
            return []
        start = chain.index(number) + 1
        return [
            {
                **self._status(chain[i], f"<p>{DEEP[i - 1]}</p>", *_who(i)),
                "in_reply_to_id": chain[i - 1],
                "replies_count": 1 if i < len(DEEP) else 0,
            }
            for i in range(start, min(start + 2, len(chain)))
        ]


def _who(depth: int) -> tuple[str, str]:
    return (CITIZEN, "2") if depth % 2 else (OWN, "1")


def _bytes(path: str) -> bytes:
    return AVATAR if "avatar" in path else PICTURE


DIDS = {OWN: "did:plc:kommun", CITIZEN: "did:plc:karin"}
SCHEME = "app.bsky.feed.post"


def cid_of(content: bytes, codec: int = 0x55) -> str:
    """Name a content as the network does: CID version 1, SHA-256."""
    raw = bytes((1, codec, 0x12, 0x20)) + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


class FakeBluesky(Fake):
    """Answers as directory, view server and data server at once."""

    handle = f"{OWN}.test"

    def content(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question."""
        if path.startswith("/did:"):
            return told(self._identity(path.removeprefix("/")))
        question = path.removeprefix("/xrpc/").rpartition(".")[2]
        answers = {
            "getProfile": self._profile,
            "getRepoStatus": self._status,
            "getRecord": self._record,
            "getRepo": self._repo,
            "getBlob": self._blob,
            "getAuthorFeed": self._feed,
            "getPostThread": self._thread,
        }
        return answers[question](asked)

    def _identity(self, did: str) -> dict[str, Any]:
        service = {"id": "#atproto_pds", "serviceEndpoint": self.origin}
        return {"id": did, "service": [service]}

    def _profile(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        if self.state == "walled":
            return told({"error": "AuthMissing", "message": "Log in"}, 401)
        if self.state == "gone":
            return told({"error": "AccountDeactivated", "message": "Closed"}, 400)
        if asked["actor"] not in {self.handle, DIDS[OWN]}:
            fault = {"error": "InvalidRequest", "message": "Profile not found"}
            return told(fault, 400)
        return told({**self._author(OWN), "postsCount": POSTS + 2})

    def _author(self, name: str) -> dict[str, Any]:
        handle = self.handle if name == OWN else f"{name}.test"
        return {"did": DIDS[name], "handle": handle, "displayName": "Älmhults kommun"}

    def _status(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        return told({"did": asked["did"], "active": True, "rev": "3abc"})

    def _record(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        if asked["collection"] == SCHEME:
            uri = _uri(OWN, asked["rkey"])
            return told({"uri": uri, "value": self._written()[asked["rkey"]]})
        avatar = _blob(AVATAR)
        value = {"displayName": "Älmhults kommun", "description": "Officiellt konto."}
        return told({"uri": "at://x/y/self", "value": {**value, "avatar": avatar}})

    def _blob(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        if "media" in self.lacks:
            return told({"error": "BlobNotFound", "message": "Blob not found"}, 400)
        found = {cid_of(content): content for content in (AVATAR, PICTURE)}
        altered = b"!" if "truth" in self.lacks else b""
        return 200, {"Content-Type": "image/png"}, found[asked["cid"]] + altered

    def _repo(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        del asked
        written = {f"{SCHEME}/{key}": value for key, value in self._written().items()}
        data = car(DIDS[OWN], "3abc", written)
        return 200, {"Content-Type": "application/vnd.ipld.car"}, data

    def _written(self) -> dict[str, dict[str, Any]]:
        """Give what the account wrote: posts, and answers in the deep thread."""
        posts = {_key(n): self._text(f"Inlägg {n}") for n in range(1, POSTS + 1)}
        posts[_key(1)]["embed"] = {
            "$type": "app.bsky.embed.images",
            "images": [{"alt": "En bild", "image": _blob(PICTURE)}],
        }
        own = {
            f"d{i}": self._answer(i) for i in range(1, len(DEEP) + 1) if _name(i) == OWN
        }
        return {**posts, **own}

    def _text(self, text: str) -> dict[str, Any]:
        return {"$type": SCHEME, "text": text, "createdAt": "2026-02-01T08:00:00.000Z"}

    def _answer(self, depth: int) -> dict[str, Any]:
        above = _uri(_name(depth - 1), f"d{depth - 1}") if depth > 1 else _last()
        reply = {"root": {"uri": _last()}, "parent": {"uri": above}}
        return {**self._text(DEEP[depth - 1]), "reply": reply}

    def _feed(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        written = self._written()
        hidden = {_key(3)} if "view" in self.lacks else set()
        keys = [key for key in sorted(written, reverse=True) if key not in hidden]
        start = int(asked.get("cursor", "0"))
        page = keys[start : start + 30]
        feed = [{"post": self._view(OWN, key, written[key])} for key in page]
        if not start:
            shared = self._view(CITIZEN, "s1", self._text("Simhallen är öppen"))
            reason = {"$type": "app.bsky.feed.defs#reasonRepost"}
            feed.insert(0, {"post": shared, "reason": reason})
        more = {"cursor": str(start + 30)} if start + 30 < len(keys) else {}
        return told({"feed": feed, **more})

    def _view(
        self, name: str, key: str, record: dict[str, Any], replies: int = 0
    ) -> dict[str, Any]:
        return {
            "uri": _uri(name, key),
            "author": self._author(name),
            "record": record,
            "replyCount": replies,
            "indexedAt": record["createdAt"],
        }

    def _thread(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        uri = asked["uri"]
        account, _, key = uri.removeprefix("at://").split("/")
        if key.startswith("d"):
            return told({"thread": self._node(int(key[1:]), 2)})
        is_hidden = key == _key(3) and "view" in self.lacks
        if account != DIDS[OWN] or is_hidden:
            return told({"error": "NotFound", "message": "Post not found"}, 400)
        is_deep = uri == _last()
        post = self._view(OWN, key, self._written()[key], 2 if is_deep else 0)
        replies = [self._node(1, 1)] if is_deep else []
        return told({"thread": {"post": post, "replies": replies}})

    def _node(self, depth: int, levels: int) -> dict[str, Any]:
        """Give an answer and some levels below it, as a view does."""
        is_last = depth == len(DEEP)
        record, replies = self._answer(depth), 0 if is_last else 1
        node = {"post": self._view(_name(depth), f"d{depth}", record, replies)}
        if is_last:
            return {**node, "replies": []}
        return (
            {**node, "replies": [self._node(depth + 1, levels - 1)]} if levels else node
        )


def _name(depth: int) -> str:
    return CITIZEN if depth % 2 else OWN


def _key(number: int) -> str:
    return f"p{number:03}"


def _uri(name: str, key: str) -> str:
    return f"at://{DIDS[name]}/{SCHEME}/{key}"


def _last() -> str:
    return _uri(OWN, _key(POSTS))


def _blob(content: bytes) -> dict[str, Any]:
    link = {"$link": cid_of(content)}
    return {"$type": "blob", "ref": link, "mimeType": "image/png", "size": 1}


def car(did: str, revision: str, records: dict[str, dict[str, Any]]) -> bytes:
    """Write a repository: the commit, a tree of one node, and the records."""
    blocks: dict[bytes, bytes] = {}

    def put(value: Any) -> bytes:
        content = libipld.encode_dag_cbor(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(content).digest()
        blocks[cid] = content
        return cid

    entries, before = [], b""
    for path in sorted(records):
        key = path.encode()
        shared = _shared_start(before, key)
        leaf = {"p": shared, "k": key[shared:], "v": put(records[path]), "t": None}
        entries.append(leaf)
        before = key
    tree = put({"l": None, "e": entries})
    root = put({"did": did, "rev": revision, "data": tree, "version": 3})
    header = libipld.encode_dag_cbor({"version": 1, "roots": [root]})
    parts = [_varint(len(header)), header]
    for cid, content in blocks.items():
        parts += [_varint(len(cid) + len(content)), cid, content]
    return b"".join(parts)


def _shared_start(one: bytes, other: bytes) -> int:
    pairs = zip(one, other, strict=False)
    return next(
        (i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other))
    )


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value >= 0x80:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])
