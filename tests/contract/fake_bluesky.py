# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small server that answers as the Bluesky network does, repository and all."""

import base64
import hashlib
import json
from typing import Any

import libipld

from tests.contract.fake_platforms import (
    AVATAR,
    CITIZEN,
    DEEP,
    OWN,
    PICTURE,
    POSTS,
    Fake,
    told,
)

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
            "getProfiles": self._profiles,
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
        if self.state == "deactivated":
            return told({"error": "AccountDeactivated", "message": "Closed"}, 400)
        is_own = asked["actor"] in {self.handle, DIDS[OWN]}
        if self.state == "gone" or not is_own:
            fault = {"error": "InvalidRequest", "message": "Profile not found"}
            return told(fault, 400)
        return told({**self._author(OWN), "postsCount": POSTS + 2})

    def _profiles(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Show those that are shown; of the others nothing is said."""
        status, headers, body = self._profile({"actor": asked["actors"]})
        shown = [json.loads(body)] if status == 200 else []
        return (
            told({"profiles": shown})
            if self.state != "walled"
            else (
                status,
                headers,
                body,
            )
        )

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
        if account != DIDS[OWN] or is_hidden or key not in self._written():
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
