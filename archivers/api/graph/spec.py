# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a Graph API: one data file for each platform.

Meta raises the version every few months and moves fields with it. So what is asked for
stands in data, where it can be read beside the documentation, and not in code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class FieldList:
    """The fields of one kind of object, and what it takes to be given them.

    `edge` is what stands after the object's id in the address, empty for the object
    itself. `permissions` are those that the documentation asks for, as Meta names them.
    `params` is the rest of the question, such as an order; `limit` the size of a page.
    """

    name: str
    fields: str
    edge: str = ""
    permissions: tuple[str, ...] = ()
    limit: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    def sized(self, limit: int) -> "FieldList":
        """Give the same question with pages of another size."""
        return replace(self, limit=limit)

    def question(self) -> dict[str, str]:
        """Give the question part of an address."""
        size = {} if self.limit is None else {"limit": str(self.limit)}
        return {"fields": self.fields, **size, **self.params}


@dataclass(frozen=True)
class GraphSpec:
    """A platform's Graph API: its version, its host, and the field lists.

    `locale` fixes the language of categories and generated texts, so that two sights
    are alike. `token_prefixes` are how its access tokens begin.
    """

    platform: str
    version: str
    host: str
    locale: str
    token_prefixes: tuple[str, ...]
    lists: Mapping[str, FieldList]

    def of(self, name: str) -> FieldList:
        """Give a field list by its name in the data file."""
        return self.lists[name]

    @property
    def permissions(self) -> tuple[str, ...]:
        """Every permission that some field list needs, each once."""
        needed = (one for row in self.lists.values() for one in row.permissions)
        return tuple(dict.fromkeys(needed))


@cache
def read_spec(package: str, name: str) -> GraphSpec:
    """Read a platform's data file out of its package."""
    text = files(package).joinpath(name).read_text("utf-8")
    found = tomllib.loads(text)
    rows = found["lists"]
    return GraphSpec(
        platform=found["platform"],
        version=found["version"],
        host=found["host"],
        locale=found["locale"],
        token_prefixes=tuple(found["token_prefixes"]),
        lists={key: _field_list(key, rows) for key in rows},
    )


def _field_list(name: str, rows: Mapping[str, Mapping[str, object]]) -> FieldList:
    known = dict(rows[name])
    names, permissions = known.pop("fields"), known.pop("permissions", ())
    if isinstance(names, str):
        names = rows[names]["fields"]
    edge, limit = known.pop("edge", ""), known.pop("limit", None)
    return FieldList(
        name=name,
        fields=",".join(_words(names)),
        edge=str(edge),
        permissions=_words(permissions),
        limit=limit if isinstance(limit, int) else None,
        params={key: str(value) for key, value in known.items()},
    )


def _words(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()
