# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a Graph API about the key itself: what it opens, and for how long.

A key tells of itself by `debug_token`, a person's by `me/permissions`; not every key
may, and not at every door. So each kind of question that a capture asks is also tried,
once and with a page of one: what is refused is missing, whatever the key says.
https://developers.facebook.com/docs/graph-api/reference/debug_token
https://developers.facebook.com/docs/graph-api/reference/user/permissions
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from archivers.api.graph.client import Graph, Place, Row
from archivers.api.graph.spec import FieldList
from schemas.errors import AccountGone, PageNotUnderstood, PermissionMissing

SUBJECT = "input_token"
"""The one question in whose address a key must stand; no log gets such an address."""

GRANTED = "granted"
HOST = "graph.facebook.com"
"""The door at which keys tell of themselves; Instagram's own has no such question."""


@dataclass(frozen=True)
class KeyTold:
    """What a key tells of itself.

    `scopes` are the permissions that it has, None when it does not say. `expires_at` is
    when it stops working and `data_until` when it stops giving data; None is never, or
    not said.
    """

    scopes: frozenset[str] | None = None
    expires_at: datetime | None = None
    data_until: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When it is of no more use."""
        ends = [one for one in (self.expires_at, self.data_until) if one is not None]
        return min(ends, default=None)


@dataclass(frozen=True)
class KeyReport:
    """What a key opens: the permissions it lacks, and the lists that it does not give.

    `untried` are lists that nothing could be asked of, since there was nothing above
    them; `misunderstood` are those that the platform did not understand.
    """

    told: KeyTold
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()
    misunderstood: tuple[str, ...] = ()


def told_by(graph: Graph) -> KeyTold:
    """Ask a key about itself; what it does not tell is not known.

    Raises:
        LoginExpired: the platform says that it is no longer good.
        Unavailable: the platform is down or asks us to wait.
    """
    if graph.spec.host != HOST:
        return KeyTold()
    told = _inspected(graph)
    if told.scopes is not None:
        return told
    return KeyTold(_granted(graph), told.expires_at, told.data_until)


def inspect_key(graph: Graph, node: str, trials: Mapping[str, str]) -> KeyReport:
    """Try each kind of question once, about an account or what was found below it.

    `trials` says, by the name of a list, below which list its objects stand; "" is the
    account. A list comes after the one that it stands below.

    Raises:
        LoginExpired: the key is no longer good.
        AccountGone: the account is not there, or the key does not open it.
        Unavailable: the platform is down or asks us to wait.
    """
    told = told_by(graph)
    found: dict[str, str | None] = {"": node}
    refused, misunderstood = [], []
    for name, above in trials.items():
        place = found.get(above)
        found[name] = None
        if place is None:
            continue
        try:
            found[name] = _first(graph, place, graph.spec.of(name))
        except PermissionMissing:
            refused.append(name)
        except (AccountGone, PageNotUnderstood):
            if not above and not graph.spec.of(name).edge:
                raise
            misunderstood.append(name)
    untried = [name for name, above in trials.items() if found.get(above) is None]
    return KeyReport(
        told=told,
        missing=_missing(graph, told, refused, trials),
        refused=tuple(refused),
        untried=tuple(untried),
        misunderstood=tuple(misunderstood),
    )


def _first(graph: Graph, place: str, fields: FieldList) -> str | None:
    """Ask for one object, and give its id; None for a list with nothing in it."""
    asked = fields.sized(1) if fields.edge else fields
    row, _ = graph.get(place, asked)
    rows = graph.rows(row) if fields.edge else [row]
    found = rows[0].get("id") if rows else None
    return found if isinstance(found, str) else None


def _missing(
    graph: Graph, told: KeyTold, refused: Iterable[str], trials: Mapping[str, str]
) -> tuple[str, ...]:
    """Name the permissions that a key lacks, in the order of the data file.

    By its own word where it gives one; else those of what was refused, but for such
    that something which was given needs too.
    """
    named = list(refused)
    needed = list(
        dict.fromkeys(
            chain.from_iterable(graph.spec.of(name).permissions for name in trials)
        )
    )
    if told.scopes is not None:
        lacking = [one for one in needed if one not in told.scopes]
        if lacking or not named:
            return tuple(lacking)
    given = {
        one
        for name in trials
        if name not in named
        for one in graph.spec.of(name).permissions
    }
    asked = chain.from_iterable(graph.spec.of(name).permissions for name in named)
    suspects = set(asked)
    return tuple(one for one in needed if one in (suspects - given or suspects))


def _inspected(graph: Graph) -> KeyTold:
    answer = graph.ask(_place(graph, "debug_token", {SUBJECT: graph.token}))
    if not answer.is_ok:
        return KeyTold()
    data = graph.read(answer).get("data")
    row: Row = data if isinstance(data, dict) else {}
    scopes = row.get("scopes")
    is_told = row.get("is_valid") is True and isinstance(scopes, list)
    return KeyTold(
        scopes=frozenset(map(str, scopes)) if is_told and scopes else None,
        expires_at=_moment(row.get("expires_at")),
        data_until=_moment(row.get("data_access_expires_at")),
    )


def _granted(graph: Graph) -> frozenset[str] | None:
    answer = graph.ask(_place(graph, "me/permissions", {}))
    if not answer.is_ok:
        return None
    rows = graph.rows(graph.read(answer))
    return frozenset(
        str(r.get("permission")) for r in rows if r.get("status") == GRANTED
    )


def _place(graph: Graph, path: str, params: Mapping[str, str]) -> Place:
    return Place(f"/{graph.spec.version}/{path}", params)


def _moment(value: object) -> datetime | None:
    """Read a moment as the API gives it; 0 is never."""
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):  # no such year
        return None
