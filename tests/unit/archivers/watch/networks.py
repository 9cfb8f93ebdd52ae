# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up Bluesky network without a network, with accounts by number."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.unit.archivers.watch.sites import Site, picture

REVISION = "3n2wmjkfjx22n"


def cid_of(content):
    """Name a content as the network does."""
    raw = bytes((1, 0x55, 0x12, 0x20)) + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def told(value, status=200, **headers):
    """Make an answer of JSON."""
    body = json.dumps(value).encode()
    head = {"content-type": "application/json", **headers}
    return httpx.Response(status, headers=head, stream=httpx.ByteStream(body))


class Network(Site):
    """Bluesky's views, directory and data servers, with accounts by number."""

    def __init__(self, accounts=3):
        super().__init__()
        self.owners = {f"did:plc:k{n}": self._owner(n) for n in range(1, accounts + 1)}
        self.faults = {}
        self.hidden = set()
        self.down = None
        for name in ("Profile", "Profiles"):
            address = f"views.se/xrpc/app.bsky.actor.get{name}"
            self.answers[address] = getattr(self, f"_{name.lower()}")
        for did in self.owners:
            self.answers[f"data.se/{did}"] = self._entry
        self.answers["data.se/xrpc/com.atproto.sync.getRepoStatus"] = self._status
        self.answers["data.se/xrpc/com.atproto.repo.getRecord"] = self._record
        self.answers["data.se/xrpc/com.atproto.sync.getBlob"] = self._blob

    def _owner(self, number):
        return {
            "handle": f"kommun{number}.se",
            "name": f"Kommun {number}",
            "about": "Officiellt konto.",
            "avatar": picture(),
            "website": "",
            "revision": REVISION,
            "status": "",
        }

    def asked_for(self, question):
        """Give the requests for one question."""
        return [r for r in self.asked if r.url.path.endswith(question)]

    def _view(self, did):
        owner = self.owners[did]
        return {
            "did": did,
            "handle": owner["handle"],
            "displayName": owner["name"],
            "description": owner["about"],
            "avatar": f"https://cdn.se/img/avatar/plain/{did}/{cid_of(owner['avatar'])}",
            "postsCount": owner.get("posts", 7),
            "followersCount": 11,
        }

    def _profile(self, request):
        if self.down:
            return self.down()
        (actor,) = parse_qs(urlsplit(str(request.url)).query)["actor"]
        did = next((d for d, o in self.owners.items() if o["handle"] == actor), actor)
        if did in self.faults:
            return told({"error": self.faults[did], "message": "Stängt"}, 400)
        if did not in self.owners:
            fault = {"error": "InvalidRequest", "message": "Profile not found"}
            return told(fault, 400)
        return told(self._view(did))

    def _profiles(self, request):
        if self.down:
            return self.down()
        actors = parse_qs(urlsplit(str(request.url)).query)["actors"]
        unseen = {*self.faults, *self.hidden}
        shown = [did for did in actors if did in self.owners and did not in unseen]
        return told({"profiles": [self._view(did) for did in shown]})

    def _entry(self, request):
        service = {"id": "#atproto_pds", "serviceEndpoint": "https://data.se"}
        return told({"id": request.url.path.removeprefix("/"), "service": [service]})

    def _status(self, request):
        owner = self.owners[request.url.params["did"]]
        state = {"active": not owner["status"], "status": owner["status"]}
        return told({**state, "rev": owner["revision"]})

    def _record(self, request):
        owner = self.owners[request.url.params["repo"]]
        if owner.get("fault"):
            return told({"error": owner["fault"], "message": "Nej"}, 400)
        avatar = {"$type": "blob", "ref": {"$link": cid_of(owner["avatar"])}}
        value = {
            "displayName": owner["name"],
            "description": owner["about"],
            "website": owner["website"],
            "avatar": {**avatar, "mimeType": "image/png"},
        }
        return told({"uri": "at://x/y/self", "value": value})

    def _blob(self, request):
        owner = self.owners[request.url.params["did"]]
        is_there = request.url.params["cid"] == cid_of(owner["avatar"])
        body = owner["avatar"] if is_there and not owner.get("lost") else b""
        head = {"content-type": "image/png"}
        status = 200 if body else 400
        return httpx.Response(status, headers=head, stream=httpx.ByteStream(body))
