# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two doors to an Instagram account, and which of them a key opens.

Instagram Login gives keys that begin with IG, for graph.instagram.com; Facebook Login
gives keys that begin with EAA, for graph.facebook.com, where the account is found by
the page that it is connected to. What stands behind is the same.
https://developers.facebook.com/docs/instagram-platform/overview
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from archivers.api.client import RecordedClient
from archivers.api.graph import FieldList, Graph, GraphSpec, Row, graph_of, read_spec
from archivers.api.graph.rows import inside, words
from archivers.api.platform import Errand
from archivers.platforms.instagram.addresses import handle_in
from schemas.errors import PageNotUnderstood, PermissionMissing

PACKAGE, DATA = "archivers.platforms.instagram", "instagram.toml"
BY_PAGE = "EAA"
ME = "me"
OTHER = (
    "Åtkomstnyckeln öppnar inte det Instagramkonto som är registrerat. Skapa en nyckel "
    "för rätt konto, eller rätta adressen, och lägg in nyckeln med: "
    "avbild account token {account}"
)


@dataclass(frozen=True)
class Door:
    """An open door: the API behind it, and the account's id there."""

    graph: Graph
    node: str


def spec_for(token: str) -> GraphSpec:
    """Give what is asked at the door that a key opens."""
    return by_facebook() if token.startswith(BY_PAGE) else by_instagram()


@cache
def by_instagram() -> GraphSpec:
    """Give what is asked with Instagram Login."""
    return read_spec(PACKAGE, DATA)


@cache
def by_facebook() -> GraphSpec:
    """Give what is asked with Facebook Login: the same, by its own names."""
    told = tomllib.loads(files(PACKAGE).joinpath(DATA).read_text("utf-8"))
    other: Mapping[str, Any] = told["facebook_login"]
    spec = by_instagram()
    lists = {name: _renamed(row, other) for name, row in spec.lists.items()}
    return replace(
        spec,
        host=other["host"],
        token_prefixes=tuple(other["token_prefixes"]),
        lists={**lists, **dict(_own_lists(other["lists"]))},
    )


def open_door(client: RecordedClient, errand: Errand) -> Door:
    """Open the account by the key that there is.

    Raises:
        NoSource: there is no key.
        PermissionMissing: the key opens another account, or too little.
        NeedsPerson: the key is no longer good.
        Unavailable: the platform is down or asks us to wait.
    """
    access = errand.access
    token = access.token_of(errand.account.account_id)
    spec = spec_for(token)
    known = errand.known.platform_id if errand.known else None
    if spec is by_instagram():
        return Door(graph_of(client, errand, access.instagram_graph, spec), ME)
    graph = graph_of(client, errand, access.facebook_graph, spec)
    return Door(graph, known or _behind_page(graph, errand))


def demand_own(row: Row, errand: Errand) -> None:
    """See that what answered is the account that was asked for, not just any.

    Raises:
        PermissionMissing: it is another.
    """
    wanted = errand.known.platform_id if errand.known else None
    if wanted:
        is_own = wanted in {words(row, "user_id"), words(row, "id")}
    else:
        handle = handle_in(str(errand.account.url))
        is_own = words(row, "username").casefold() == handle.casefold()
    if not is_own:
        raise _other(errand)


def _behind_page(graph: Graph, errand: Errand) -> str:
    """Find the account among those that the key's pages are connected to.

    Raises:
        PermissionMissing: it is not among them.
    """
    handle = handle_in(str(errand.account.url)).casefold()
    for row in _pages(graph):
        found = inside(row, "instagram_business_account")
        if words(found, "username").casefold() == handle and words(found, "id"):
            return words(found, "id")
    raise _other(errand)


def _pages(graph: Graph) -> Iterator[Row]:
    """Give the page whose key it is; else those that the key's owner looks after."""
    try:
        yield graph.get(ME, graph.spec.of("page"))[0]
    except PageNotUnderstood:  # a person has no such field
        for page in graph.pages(ME, graph.spec.of("pages")):
            yield from page.rows


def _other(errand: Errand) -> PermissionMissing:
    return PermissionMissing(OTHER.format(account=errand.account.account_id))


def _renamed(row: FieldList, other: Mapping[str, Any]) -> FieldList:
    left_out = set(other["left_out"])
    named = other["permissions"]
    permissions = (each for one in row.permissions for each in named[one])
    fields = (one for one in row.fields.split(",") if one not in left_out)
    return replace(
        row, fields=",".join(fields), permissions=tuple(dict.fromkeys(permissions))
    )


def _own_lists(rows: Mapping[str, Any]) -> Iterator[tuple[str, FieldList]]:
    for name, row in rows.items():
        yield (
            name,
            FieldList(
                name=name,
                fields=",".join(row["fields"]),
                edge=row.get("edge", ""),
                permissions=tuple(row["permissions"]),
                limit=row.get("limit"),
            ),
        )
