# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers questions as graph.facebook.com and graph.instagram.com do; no transport."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from graph import facebook, ids, instagram
from graph.faults import GraphError, missing, no_field, throttled
from graph.nodes import Asked, Edge, Json, Node, page, shape
from graph.query import Field, read_fields
from graph.tokens import PAGE_PERMISSIONS, Token, TokenKind
from graph.world import Question, World

VERSION = re.compile(r"^v\d+\.\d+$")
VERSIONS = tuple(f"v{number}.0" for number in range(19, 26))
NEWEST = VERSIONS[-1]
REGAIN_MINUTES = 15
MOST_IDS = 50
OK = 200
ME = "me"
FACEBOOK, INSTAGRAM = "facebook", "instagram"
JSON_TYPE = "application/json; charset=UTF-8"
NO_TOKEN = "An access token is required to request this resource."  # noqa: S105


@dataclass(frozen=True)
class Reply:
    """What a server answers; `status` 0 breaks the connection without a word."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False


@dataclass(frozen=True)
class GraphApi:
    """The API at one of the two hosts."""

    world: World
    host: str
    origin: str

    def answer(self, target: str, headers: Mapping[str, str]) -> Reply:
        """Answer a question by its target and headers, faults as they are ordered."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        value, came_in = _key_in(query, headers)
        self.world.asked.append(Question(self.host, "GET", _bare(target), came_in))
        if self.world.down:
            return _plain(503)
        fault = self.world.fault_for(parts.path)
        if fault is not None and not fault.is_cut:
            if not fault.code:
                return _plain(fault.status)
            return self._error(fault.error(), target, value)
        reply = self._answered(parts.path, query, value)
        return Reply(reply.status, reply.headers, reply.body, is_cut=fault is not None)

    def _answered(self, path: str, query: Mapping[str, str], value: str) -> Reply:
        try:
            found = self._found(path, query, value)
        except GraphError as error:
            return self._error(error, path, value)
        return Reply(OK, self._headers(value, _version(path)[0]), _json(found))

    def _found(self, path: str, query: Mapping[str, str], value: str) -> Json:
        version, rest = _version(path)
        if self.host == FACEBOOK and rest == ["debug_token"]:
            return self._debugged(query, value)
        token = self._token(value)
        if code := self.world.spend_call():
            raise throttled(code)
        asked = Asked(self.world, token, self.origin, version, query)
        fields = read_fields(query["fields"]) if query.get("fields") else ()
        if not rest and query.get("ids"):
            return self._several(asked, query["ids"].split(","), fields)
        if not rest or len(rest) > 2:  # noqa: PLR2004 - an object and its edge
            message = f"Unknown path components: /{'/'.join(rest[1:])}"
            raise GraphError(2500, message)
        if rest == [ME, "permissions"] and token.kind is TokenKind.USER:
            return _permissions(token)
        node = self._node(asked, rest[0])
        if len(rest) == 1:
            return shape(node, fields, asked)
        return self._edge(asked, node, rest[1])

    def _edge(self, asked: Asked, node: Node, name: str) -> Json:
        """Give an edge of an object by its path."""
        text = asked.query.get("fields", "")
        within = read_fields(text) if text else ()
        wanted = Field(name, asked.query, within, text)
        able = node.fields()
        if name not in able:
            raise no_field(name, node.kind)
        found = able[name](wanted)
        if found is None:
            return {"data": []}
        if not isinstance(found, Edge):
            raise no_field(name, node.kind)
        return page(found, asked.query, wanted, asked)

    def _several(
        self, asked: Asked, names: list[str], fields: tuple[Field, ...]
    ) -> Json:
        """Give several objects at once; one that is not there fails them all."""
        if len(names) > MOST_IDS:
            message = f"(#100) Param ids must have no more than {MOST_IDS} items"
            raise GraphError(100, message)
        return {name: shape(self._node(asked, name), fields, asked) for name in names}

    def _node(self, asked: Asked, name: str) -> Node:
        if name == ME:
            return self._own(asked)
        found = facebook.find(asked, name) if self.host == FACEBOOK else None
        found = found or instagram.find(asked, name)
        if found is None:
            raise missing(name)
        return found

    def _own(self, asked: Asked) -> Node:
        """Give whom a key belongs to."""
        if asked.token.kind is TokenKind.USER:
            return facebook.UserNode(asked)
        found: Node | None
        if asked.token.kind is TokenKind.PAGE:
            found = facebook.find(asked, ids.PAGE_ID)
        else:
            found = instagram.find(asked, ids.IG_SCOPED_ID)
        if found is None:
            raise missing(ME)
        return found

    def _token(self, value: str) -> Token:
        """Give the key that a question came with.

        Raises:
            GraphError: there is none, it is not ours, or it has stopped working.
        """
        if not value:
            raise GraphError(104, NO_TOKEN)
        token = self.world.tokens.get(value)
        is_elsewhere = token is not None and (
            (token.kind is TokenKind.INSTAGRAM) != (self.host == INSTAGRAM)
        )
        if token is None or is_elsewhere:
            if not value.startswith(("EAA", "IG")):
                message = f"Malformed access token {value}"
                raise GraphError(190, message)
            message = "Invalid OAuth access token - Cannot parse access token"
            raise GraphError(190, message)
        token.demand_valid(self.world.clock())
        return token

    def _debugged(self, query: Mapping[str, str], value: str) -> Json:
        """Tell of a key; to its own app, or to the one who holds it."""
        if value not in self.world.app_tokens:
            self._token(value)
        inspected = self.world.tokens.get(query.get("input_token", ""))
        if inspected is None:
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return {"data": {"error": error, "is_valid": False, "scopes": []}}
        return {"data": inspected.described(self.world.clock())}

    def _error(self, error: GraphError, asked: str, value: str) -> Reply:
        headers = self._headers(value, _version(urlsplit(asked).path)[0])
        if error.code == 190:  # noqa: PLR2004 - the code of keys
            words = f'OAuth "Facebook Platform" "invalid_token" "{error.message}"'
            headers["www-authenticate"] = words
        return Reply(error.status, headers, _json(error.as_json(_bare(asked))))

    def _headers(self, value: str, version: str) -> dict[str, str]:
        """Give the headers; those of use come as long as the key is known."""
        headers = {
            "content-type": JSON_TYPE,
            "facebook-api-version": version,
            "cache-control": "private, no-cache, no-store, must-revalidate",
            "vary": "Origin, Accept-Encoding",
        }
        token = self.world.tokens.get(value)
        return headers | _usage(self.world, token) if token else headers


def _usage(world: World, token: Token) -> dict[str, str]:
    is_stopped = bool(world.throttle) or world.calls_left == -1
    used = 100 if is_stopped else world.used
    counts = {"call_count": used, "total_cputime": used // 2, "total_time": used // 2}
    kind = "pages" if token.kind is TokenKind.PAGE else "instagram"
    case = {
        token.subject: [
            {
                "type": kind,
                **counts,
                "estimated_time_to_regain_access": REGAIN_MINUTES if is_stopped else 0,
            }
        ]
    }
    headers = {"x-app-usage": json.dumps(counts)}
    if token.kind is TokenKind.PAGE:
        headers["x-page-usage"] = json.dumps(counts)
    if token.kind is not TokenKind.USER:
        headers["x-business-use-case-usage"] = json.dumps(case)
    return headers


def _permissions(token: Token) -> Json:
    """Tell what a person has let the app do, and what not."""
    return {
        "data": [
            {
                "permission": name,
                "status": "granted" if name in token.permissions else "declined",
            }
            for name in PAGE_PERMISSIONS
        ]
    }


def _key_in(query: Mapping[str, str], headers: Mapping[str, str]) -> tuple[str, str]:
    """Give the key of a question, and where it stood."""
    if query.get("access_token"):
        return query["access_token"], "address"
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() in {"bearer", "oauth"} and value:
        return value.strip(), "header"
    return "", ""


def _bare(target: str) -> str:
    """Give a target without its key."""
    parts = urlsplit(target)
    pairs = [(k, v) for k, v in parse_qsl(parts.query) if k != "access_token"]
    return f"{parts.path}?{urlencode(pairs)}" if pairs else parts.path


def _version(path: str) -> tuple[str, list[str]]:
    """Take the version from a path; an older one than is left is the oldest left."""
    segments = [segment for segment in path.split("/") if segment]
    if segments and VERSION.match(segments[0]):
        number = float(segments[0][1:])
        if number > float(NEWEST[1:]):
            return NEWEST, segments
        asked = segments[0] if segments[0] in VERSIONS else VERSIONS[0]
        return asked, segments[1:]
    return VERSIONS[0], segments


def _json(value: Json) -> bytes:
    """Write JSON as the API does: with escapes for all but ASCII, and for slashes."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def _plain(status: int) -> Reply:
    body = b"<html><body>Sorry, something went wrong.</body></html>"
    return Reply(status, {"content-type": "text/html; charset=utf-8"}, body)
