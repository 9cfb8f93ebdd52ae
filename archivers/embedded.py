# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads an account's profile from the data that a page carries in its scripts.

Such a page also carries the profile of whoever is logged in, often first, and those of
accounts that are only mentioned. So nothing is read but what stands in an object that
names the account itself: by its number, its username or its address. What platforms
call things drifts, and therefore stands in data files and not in code.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

Node = Mapping[str, Any]

LINKED_DATA = "application/ld+json"
EMBEDDED, BY_LINKED_DATA = "embedded", "json-ld"
STARTS = re.compile(r"[=(,]\s*(?=[{\[])")
"""Where data may begin in a script that is a program."""

MOST_STARTS = 200
LINKED_WORDS: Mapping[str, tuple[str, ...]] = {
    "number": ("identifier.value", "identifier"),
    "username": ("additionalName", "alternateName", "identifier.value", "identifier"),
    "address": ("url", "@id", "mainEntityOfPage", "sameAs"),
}
LINKED_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "about": ("description",),
    "avatar": ("image.contentUrl", "image.url", "image", "logo.url", "logo"),
    "links": ("sameAs",),
}


@dataclass(frozen=True)
class PageScript:
    """A script of a page: what it says of its kind, and what stands in it."""

    kind: str
    text: str


@dataclass(frozen=True)
class PageWords:
    """What the pages of one platform call things.

    `numbers` and `usernames` find the account in an address; `reserved` are names in
    addresses that are no account's. `keys` and `fields` are paths in the data, and
    `kinds` what an object is called that an address alone may name. `posts` are the
    addresses of posts, with `{who}` for the account, `own_posts` those that say nothing
    of whose they are and count only on the account's own page. `login_cookies` are the
    names of cookies that a logged-in visitor has; `title` takes the name out of what a
    page calls itself to guests. `places` are selectors of where the account's own page
    shows its profile, the last thing that is believed.
    """

    hosts: tuple[str, ...]
    numbers: tuple[str, ...]
    usernames: tuple[str, ...]
    reserved: frozenset[str]
    keys: Mapping[str, tuple[str, ...]]
    kinds: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    posts: tuple[str, ...]
    own_posts: tuple[str, ...]
    login_cookies: frozenset[str]
    title: str
    places: Mapping[str, tuple[str, ...]]


@cache
def read_words(package: str, name: str = "pages.toml") -> PageWords:
    """Read a platform's data file out of its package."""
    found = tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
    return PageWords(
        hosts=tuple(found["hosts"]),
        numbers=tuple(found["numbers"]),
        usernames=tuple(found["usernames"]),
        reserved=frozenset(found["reserved"]),
        keys={name: tuple(paths) for name, paths in found["keys"].items()},
        kinds=frozenset(found["kinds"]),
        fields={name: tuple(paths) for name, paths in found["fields"].items()},
        posts=tuple(found["posts"]),
        own_posts=tuple(found["own_posts"]),
        login_cookies=frozenset(found["login_cookies"]),
        title=found["title"],
        places={name: tuple(there) for name, there in found["places"].items()},
    )


@dataclass(frozen=True)
class AccountKey:
    """What names an account in its own pages: its number, its username, or both.

    `host` is where the address that named it leads.
    """

    number: str = ""
    username: str = ""
    host: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which addresses of its posts begin."""
        return tuple(name for name in (self.username, self.number) if name)

    def __bool__(self) -> bool:
        return bool(self.names)

    def shares(self, other: "AccountKey") -> bool:
        """Whether both name the same account, as far as they say anything."""
        same_number = bool(self.number) and self.number == other.number
        return same_number or (
            bool(self.username)
            and self.username.casefold() == other.username.casefold()
        )


def key_in(words: PageWords, address: str) -> AccountKey:
    """Read which account an address names; an empty key if it names none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return AccountKey()
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    for pattern in words.numbers:
        found = re.search(pattern, place)
        if found:
            return AccountKey(number=found.group(1), host=parts.hostname or "")
    for pattern in words.usernames:
        found = re.search(pattern, parts.path)
        if found and found.group(1).casefold() not in words.reserved:
            return AccountKey(username=found.group(1), host=parts.hostname or "")
    return AccountKey()


def account_rows(
    scripts: Iterable[PageScript], words: PageWords, key: AccountKey
) -> tuple[AccountKey, list[dict[str, Any]]]:
    """Read what a page's data says of an account, a row for each kind of source.

    The key comes back with what the data adds to it, such as the account's number.
    """
    own: list[Node] = []
    linked: list[Node] = []
    for script in scripts:
        nodes = list(_objects(_data_in(script)))
        (linked if script.kind == LINKED_DATA else own).extend(nodes)
    named = [node for node in own if _is_of(node, words, key)]
    number = key.number or _first_text(named, words.keys["number"])
    username = key.username or _first_text(named, words.keys["username"])
    key = replace(key, number=number, username=username)
    if number:
        named += [node for node in own if _has(node, words.keys["number"], number)]
    about = [node for node in linked if _is_linked(node, words, key)]
    rows = [_row(EMBEDDED, named, words.fields)] if named else []
    rows += [_row(BY_LINKED_DATA, about, LINKED_FIELDS)] if about else []
    return key, rows


def at(node: object, path: str) -> object:
    """Give what stands at a path such as "legacy.screen_name"; None if nothing does."""
    for name in path.split("."):
        if isinstance(node, list):
            node = next(iter(node), None)
        if not isinstance(node, dict):
            return None
        node = node.get(name)
    return node


# --- whose an object is ----------------------------------------------------


def _is_of(node: Node, words: PageWords, key: AccountKey) -> bool:
    if key.number and _has(node, words.keys["number"], key.number):
        return True
    if key.username and _has(node, words.keys["username"], key.username):
        return True
    is_kind = str(node.get("__typename")) in words.kinds
    return is_kind and _has_address(node, words.keys["address"], words, key)


def _is_linked(node: Node, words: PageWords, key: AccountKey) -> bool:
    if key.username and _has(node, LINKED_WORDS["username"], key.username):
        return True
    if key.number and _has(node, LINKED_WORDS["number"], key.number):
        return True
    return _has_address(node, LINKED_WORDS["address"], words, key)


def _has(node: Node, paths: Iterable[str], wanted: str) -> bool:
    found = (_text(at(node, path)) for path in paths)
    return any(one.lstrip("@").casefold() == wanted.casefold() for one in found if one)


def _has_address(
    node: Node, paths: Iterable[str], words: PageWords, key: AccountKey
) -> bool:
    found = (one for path in paths for one in _texts(at(node, path)))
    named = (key_in(words, one) for one in found)
    hosts = {"", key.host, *words.hosts}
    return any(one.host in hosts and one.shares(key) for one in named)


# --- what it says -----------------------------------------------------------------


def _row(
    source: str, nodes: list[Node], fields: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Give each field by the best path that any of the account's objects has."""
    row: dict[str, Any] = {"source": source, "links": []}
    for name in ("name", "about", "avatar", "cover", "category"):
        row[name] = _first_text(nodes, fields.get(name, ())) or None
    found = (_texts(at(n, path)) for path in fields.get("links", ()) for n in nodes)
    row["links"] = next((links for links in found if links), [])
    return row


def _first_text(nodes: Iterable[Node], paths: Iterable[str]) -> str:
    known = list(nodes)
    found = (_text(at(node, path)) for path in paths for node in known)
    return next((one for one in found if one), "")


def _text(value: object) -> str:
    """Give a text or a number as text; a list gives its first."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, bool):
        return ""
    return str(value).strip() if isinstance(value, str | int) else ""


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [text for one in listed if (text := _text(one))]


# --- finding the data ----------------------------------------------------


def _data_in(script: PageScript) -> Iterator[object]:
    if "json" in script.kind:
        yield from _decoded(script.text)
        return
    decoder = json.JSONDecoder()
    end = 0
    for number, start in enumerate(STARTS.finditer(script.text)):
        if number >= MOST_STARTS:
            return
        if start.end() < end:
            continue  # within what was read already
        try:
            value, end = decoder.raw_decode(script.text, start.end())
        except (ValueError, RecursionError):
            continue
        yield value


def _decoded(text: str) -> Iterator[object]:
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        return


def _objects(values: Iterable[object]) -> Iterator[Node]:
    """Give every object in some data, in the order in which it stands there."""
    waiting = list(values)[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
