# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Objects of the graph, their fields and edges, and how an answer is made of them."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlencode

from graph.faults import GraphError, no_field
from graph.query import Field
from graph.tokens import Token
from graph.world import World

Json = dict[str, Any]
DEFAULT_PAGE = 25
MOST = 100
IN_PAGING = ("filter", "order", "summary", "type", "locale")
"""What of a question goes on into the addresses of its next pages."""


@dataclass(frozen=True)
class Asked:
    """A question: the world it is put to, its key, and where the answers' pages lie."""

    world: World
    token: Token
    origin: str
    version: str
    query: Mapping[str, str]

    @property
    def is_in_swedish(self) -> bool:
        """Whether the words of the platform are wanted in Swedish."""
        return self.query.get("locale", "").startswith("sv")


@runtime_checkable
class Node(Protocol):
    """An object: its id, its kind, what it shows unasked, and what it can show."""

    @property
    def node_id(self) -> str:
        """Its id."""
        ...

    @property
    def kind(self) -> str:
        """Its kind, as error messages name it."""
        ...

    @property
    def default(self) -> tuple[str, ...]:
        """The fields that are shown when none are asked for."""
        ...

    def fields(self) -> Mapping[str, Callable[[Field], Any]]:
        """Give what makes each field; None is a field that is not shown."""
        ...


@dataclass(frozen=True)
class Edge:
    """A list of objects below another: keys in their order, and what makes each.

    A key whose object is None is left out after the page has been cut, as the real API
    does with what was removed: pages are then shorter than was asked for.
    """

    owner: str
    name: str
    keys: Sequence[int]
    make: Callable[[int], Node | None]
    is_falling: bool = True
    is_paged: bool = True
    most: int = MOST
    is_strict: bool = False
    summary: Json = field(default_factory=dict)


def shape(node: Node, fields: Sequence[Field], asked: Asked) -> Json:
    """Make the answer for an object.

    Raises:
        GraphError: it has no such field, or the key does not open it.
    """
    able = node.fields()
    wanted = fields or [Field(name) for name in node.default]
    found: Json = {}
    for one in wanted:
        if one.name == "id":
            continue
        if one.name not in able:
            raise no_field(one.name, node.kind)
        value = _value(able[one.name](one), one, asked)
        if value is not None:
            found[one.alias] = value
    if node.node_id:
        found["id"] = node.node_id
    return found


def _value(value: object, asked_for: Field, asked: Asked) -> object:
    if isinstance(value, Edge):
        return page(value, asked_for.modifiers, asked_for, asked)
    if isinstance(value, Node):
        return shape(value, asked_for.within, asked)
    return _picked(value, asked_for)


def _picked(value: object, asked_for: Field) -> object:
    """Give of a plain object what was asked for; its id comes along."""
    if not isinstance(value, dict) or not asked_for.within:
        return value
    inside = value.get("data", value)
    names = {one.name for one in asked_for.within} | {"id"}
    picked = {name: each for name, each in inside.items() if name in names}
    return {"data": picked} if "data" in value else picked


def page(edge: Edge, params: Mapping[str, str], asked_for: Field, asked: Asked) -> Json:
    """Make a page of an edge: its objects, its cursors, and where it goes on.

    Raises:
        GraphError: too much is asked for, a cursor is not ours, or a field is unknown.
    """
    limit = _limit(params, edge, asked)
    keys = _after(edge, params)
    is_back = "before" in params and "after" not in params
    chosen = keys[-limit:] if is_back and limit else keys[:limit]
    made = [node for node in map(edge.make, chosen) if node is not None]
    found: Json = {"data": [shape(node, asked_for.within, asked) for node in made]}
    if edge.is_paged and chosen:
        found["paging"] = _paging(edge, chosen, params, asked_for, asked)
    if params.get("summary", "false") not in {"false", "0"} and edge.summary:
        found["summary"] = edge.summary
    return found


def _limit(params: Mapping[str, str], edge: Edge, asked: Asked) -> int:
    try:
        limit = int(params.get("limit", DEFAULT_PAGE))
    except ValueError:
        message = "(#100) Param limit must be an integer"
        raise GraphError(100, message) from None
    if edge.is_strict and limit > edge.most:
        message = f"(#100) Param limit must be at most {edge.most}"
        raise GraphError(100, message)
    most = asked.world.needs_reduction_over
    if most and limit > most and params is asked.query:
        message = "Please reduce the amount of data you're asking for, then retry your "
        raise GraphError(1, f"{message}request")
    return max(0, min(limit, edge.most)) if edge.is_paged else len(edge.keys)


def _after(edge: Edge, params: Mapping[str, str]) -> Sequence[int]:
    """Give the keys that stand after a cursor, or before one; what it names may go."""
    cursor = params.get("after") or params.get("before")
    if not cursor:
        return edge.keys
    at = read_cursor(cursor)
    is_on = "after" in params
    if edge.is_falling == is_on:
        return [key for key in edge.keys if key < at]
    return [key for key in edge.keys if key > at]


def _paging(
    edge: Edge,
    chosen: Sequence[int],
    params: Mapping[str, str],
    asked_for: Field,
    asked: Asked,
) -> Json:
    first, last = cursor_of(chosen[0]), cursor_of(chosen[-1])
    paging: Json = {"cursors": {"before": first, "after": last}}
    address = _address(edge, params, asked_for, asked)
    if chosen[-1] != edge.keys[-1]:
        paging["next"] = f"{address}&{urlencode({'after': last})}"
    if chosen[0] != edge.keys[0]:
        paging["previous"] = f"{address}&{urlencode({'before': first})}"
    return paging


def _address(
    edge: Edge, params: Mapping[str, str], asked_for: Field, asked: Asked
) -> str:
    """Give the address of an edge; the key stands in it, however it came."""
    kept = {name: params[name] for name in IN_PAGING if name in params}
    if "locale" in asked.query:
        kept["locale"] = asked.query["locale"]
    query = {
        "access_token": asked.token.value,
        "pretty": "0",
        **({"fields": asked_for.text} if asked_for.text else {}),
        **kept,
        "limit": params.get("limit", str(DEFAULT_PAGE)),
    }
    return f"{asked.origin}/{asked.version}/{edge.owner}/{edge.name}?{urlencode(query)}"


def cursor_of(key: int) -> str:
    """Give the cursor of a place in a list; it tells a reader nothing."""
    return base64.urlsafe_b64encode(f"plats:{key}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int:
    """Read a cursor.

    Raises:
        GraphError: it is not one of ours.
    """
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        name, _, key = base64.urlsafe_b64decode(padded).decode().partition(":")
        if name == "plats":
            return int(key)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    message = "(#100) Invalid cursors values"
    raise GraphError(100, message)


def instant(moment: datetime) -> str:
    """Write a time as both platforms do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def plain(
    values: Mapping[str, Any],
) -> Iterator[tuple[str, Callable[[Field], Any]]]:
    """Give fields that only hold a value; an empty one is not shown."""
    for name, value in values.items():
        if value not in ("", (), [], None):
            yield name, lambda _, kept=value: kept  # type: ignore[misc]
        else:
            yield name, lambda _: None
