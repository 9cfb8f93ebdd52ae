# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a Graph API: with the owner's key, page by page, and no faster than it allows.

The key goes in a header and never in an address, where logs would keep it. The API
itself writes it into the addresses of the next page; those are taken apart, and only
what they say of the place in the list is asked for, of our own server.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from archivers.api.client import Answer, RecordedClient
from archivers.api.graph.faults import (
    UNKNOWN_ACCOUNT,
    error_of,
    fault_in,
    limited,
    may_pass,
)
from archivers.api.graph.spec import FieldList, GraphSpec
from archivers.api.graph.usage import Usage, usage_in
from archivers.api.platform import Errand
from archivers.secret_forms import is_secret_name
from schemas.errors import AccountGone, NoSource, PageNotUnderstood

Row = dict[str, Any]

SMALLEST_PAGE = 5
MOST_IDS = 50
"""How many objects one question may name."""
ON_SERVER = re.compile(r"/[^\\\s]{0,2000}")
"""What may stand after the name of a server: a path from its root."""
NO_ADDRESS = "En lista från plattformen leder vidare till något som inte är en adress."
NEVER_ENDS = "En lista från {platform} tar aldrig slut. Försök igen senare."


class Page(NamedTuple):
    """A page of a list, and the answer that it stands in."""

    rows: list[Row]
    answer: Answer


class Place(NamedTuple):
    """A place in a list, or an object: the path and the question that lead there."""

    path: str
    params: Mapping[str, str]


@dataclass
class Graph:
    """A Graph API, and the owner's key that it is read with."""

    client: RecordedClient
    origin: str
    token: str = field(repr=False)
    spec: GraphSpec
    account_id: str = UNKNOWN_ACCOUNT
    _usage: Usage = field(default_factory=Usage, init=False)

    def get(self, path: str, fields: FieldList) -> tuple[Row, Answer]:
        """Ask for an object, or for the edge of it that the field list names.

        Raises:
            NeedsPerson: the key is too old or too narrow; the object is not there.
            Unavailable: the platform is down or asks us to wait.
        """
        answer = self.ask(self._start(path, fields))
        self.raise_for(answer, fields)
        return self.read(answer), answer

    def many(self, ids: Sequence[str], fields: FieldList) -> dict[str, Row]:
        """Ask for several objects at once; what is not there is left out.

        When one of them is not there, or is of another kind, the API gives none, so
        each is then asked for by itself.

        Raises:
            NeedsPerson: the key is too old or too narrow.
            Unavailable: the platform is down or asks us to wait.
        """
        found: dict[str, Row] = {}
        for start in range(0, len(ids), MOST_IDS):
            some = ids[start : start + MOST_IDS]
            try:
                found |= self._at_once(some, fields)
            except (AccountGone, PageNotUnderstood):
                found |= self._one_by_one(some, fields)
        return found

    def pages(self, path: str, fields: FieldList) -> Iterator[Page]:
        """Give a list to its end: the page that leads to no other.

        A page may be short, or empty, without being the last. When an object that the
        place in the list rests on is removed while we read, the list is read anew from
        its start: the caller knows what it has seen.

        Raises:
            NeedsPerson: the key is too old or too narrow; the list never ends.
            Unavailable: the platform is down or asks us to wait.
        """
        start = self._start(path, fields)
        yield from _Walk(self, fields, start).pages(start)

    def rest(self, found: Mapping[str, Any], fields: FieldList) -> Iterator[Page]:
        """Give the pages after the first of a list that stands within an object.

        Raises:
            NeedsPerson: the key is too old or too narrow; the list never ends.
            Unavailable: the platform is down or asks us to wait.
        """
        place = following(found)
        if place is not None:
            yield from _Walk(self, fields, place).pages(place)

    def raise_for(self, answer: Answer, asked: FieldList) -> None:
        """Let an answer that is an error be one.

        Raises:
            NeedsPerson: the key is too old or too narrow; the object is not there.
            Unavailable: the platform is down or asks us to wait.
        """
        if not answer.is_ok:
            raise error_of(answer, asked, self.spec, self.account_id)

    def ask(self, place: Place) -> Answer:
        """Ask, at the pace that the last answer leaves room for.

        Raises:
            RateLimited: one more question would come too near the limit.
            PlatformDown: there was no answer.
        """
        if self._usage.is_at_end:
            raise limited(self.spec, self._usage.wait)
        if self._usage.pause:
            self.client.pause(self._usage.pause)
        answer = self.client.ask(
            f"{self.origin}{place.path}",
            {**place.params, "locale": self.spec.locale},
            token=self.token,
            may_pass=may_pass,
        )
        if not answer.is_kept:
            self._usage = usage_in(answer.head)
        return answer

    def read(self, answer: Answer) -> Row:
        """Read the body of an answer.

        Raises:
            PageNotUnderstood: it is not a JSON object.
        """
        try:
            found = json.loads(answer.content)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self.not_understood()
        return found

    def rows(self, found: Mapping[str, Any]) -> list[Row]:
        """Give the rows of a list.

        Raises:
            PageNotUnderstood: it holds no list.
        """
        rows = found.get("data")
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise self.not_understood()
        return rows

    def not_understood(self) -> PageNotUnderstood:
        """Give the error for an answer of another form; it shows nothing of it."""
        return PageNotUnderstood(
            f"Svaret från {self.spec.platform} gick inte att tolka."
        )

    def _start(self, path: str, fields: FieldList) -> Place:
        whole = "/".join(part for part in (path, fields.edge) if part)
        return Place(f"/{self.spec.version}/{whole}", fields.question())

    def _at_once(self, ids: Sequence[str], fields: FieldList) -> dict[str, Row]:
        question = {**fields.question(), "ids": ",".join(ids)}
        answer = self.ask(Place(f"/{self.spec.version}/", question))
        self.raise_for(answer, fields)
        found = self.read(answer)
        return {key: row for key, row in found.items() if isinstance(row, dict)}

    def _one_by_one(self, ids: Sequence[str], fields: FieldList) -> dict[str, Row]:
        found = {}
        for one in ids:
            try:
                found[one] = self.get(one, fields)[0]
            except (AccountGone, PageNotUnderstood):
                continue
        return found


@dataclass
class _Walk:
    """A walk through one list, from page to page."""

    graph: Graph
    fields: FieldList
    start: Place
    size: int | None = None
    has_begun_anew: bool = False

    def pages(self, start: Place) -> Iterator[Page]:
        place: Place | None = start
        seen: set[str] = set()
        while place is not None:
            answer = self._answer(place)
            if self._has_lost_its_place(answer, place):
                self.has_begun_anew = True
                place, seen = start, set()
                continue
            self.graph.raise_for(answer, self.fields)
            found = self.graph.read(answer)
            yield Page(self.graph.rows(found), answer)
            place = following(found)
            self._demand_new(place, seen)

    def _answer(self, place: Place) -> Answer:
        """Ask for a page; if it is more than the API can put together, for less."""
        while True:
            answer = self.graph.ask(self._sized(place))
            fault = fault_in(answer)
            size = self.size or self.fields.limit or 0
            if fault is None or not fault.asks_for_less or size <= SMALLEST_PAGE:
                return answer
            self.size = size // 2

    def _sized(self, place: Place) -> Place:
        if self.size is None:
            return place
        return Place(place.path, {**place.params, "limit": str(self.size)})

    def _has_lost_its_place(self, answer: Answer, place: Place) -> bool:
        """Whether the place is refused, though the question was understood before."""
        fault = fault_in(answer)
        if fault is None or place == self.start or self.has_begun_anew:
            return False
        return fault.is_misfit

    def _demand_new(self, place: Place | None, seen: set[str]) -> None:
        """Refuse to go round in circles.

        Raises:
            PageNotUnderstood: the list has been here before.
        """
        mark = repr(place)
        if place is not None and mark in seen:
            platform = self.graph.spec.platform
            raise PageNotUnderstood(NEVER_ENDS.format(platform=platform))
        seen.add(mark)


def following(found: Mapping[str, Any]) -> Place | None:
    """Give the place of the next page, without the key that its address holds.

    Its path is put after the name of our own server, and must not make another name of
    it: the key goes there.

    Raises:
        PageNotUnderstood: what should be an address is none.
    """
    paging = found.get("paging")
    address = paging.get("next") if isinstance(paging, dict) else None
    if not isinstance(address, str):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        raise PageNotUnderstood(NO_ADDRESS) from None
    if not ON_SERVER.fullmatch(parts.path):
        raise PageNotUnderstood(NO_ADDRESS)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return Place(parts.path, {k: v for k, v in pairs if not is_secret_name(k)})


def graph_of(
    client: RecordedClient, errand: Errand, origin: str, spec: GraphSpec
) -> Graph:
    """Give the Graph API for an account, with its owner's key.

    Raises:
        NoSource: there is no key to the account.
    """
    account_id = errand.account.account_id
    token = errand.access.token_of(account_id)
    if not token:
        msg = (
            f"Det finns ingen åtkomstnyckel till kontot på {spec.platform}. "
            "Skapa en nyckel där och lägg in den med "
            f"avbild account token {account_id}."
        )
        raise NoSource(msg)
    return Graph(client, origin.rstrip("/"), token, spec, account_id)
