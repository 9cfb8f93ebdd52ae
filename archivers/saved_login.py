# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A saved login: what a browser remembered when a person had logged in.

It is a credential. It is never printed, and every value in it that could let someone in
is kept out of recordings and looked for in the finished package. What it also holds,
such as a choice of language, is no secret: to take that away wherever it stands would
falsify the capture.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from archivers.secret_forms import is_secret_name, looks_random
from archivers.secrets import SHORTEST_KNOWN

TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.+/=~%|:\-]{20,}", re.ASCII)
PUBLIC = re.compile(r"https?:|did:|\d{4}-\d\d-\d\dT")
"""Addresses, public names of accounts and moments look random and are no secrets."""

DEEPEST = 40


@dataclass(frozen=True)
class Crumb:
    """A cookie by its name and host, without its value; `expires_at` if it says."""

    name: str
    domain: str
    expires_at: datetime | None
    is_secret: bool


@dataclass(frozen=True)
class Login:
    """The storage state of a browser, as its driver gives it."""

    state: Mapping[str, Any] = field(repr=False)

    def secrets(self) -> tuple[str, ...]:
        """Give the values that could let someone in, the same each time."""
        cookies = (cookie["value"] for cookie in self._cookies if _is_secret(cookie))
        kept = (s for one in self.state.get("origins", ()) for s in _leaves(one, ""))
        found = {*cookies, *kept}
        found |= {unquote(value) for value in found}
        return tuple(sorted(value for value in found if len(value) >= SHORTEST_KNOWN))

    def crumbs(self) -> tuple[Crumb, ...]:
        """Give the cookies, with nothing of what they hold."""
        return tuple(
            Crumb(
                cookie["name"],
                cookie["domain"],
                _moment(cookie.get("expires", -1)),
                _is_secret(cookie),
            )
            for cookie in self._cookies
        )

    def expires_at(self) -> datetime | None:
        """Give when the last of the secret cookies ends; None if none says."""
        moments = [one.expires_at for one in self.crumbs() if one.is_secret]
        return max((m for m in moments if m is not None), default=None)

    def has_expired(self, now: datetime) -> bool:
        """Whether every secret cookie has ended by its own word."""
        moments = [one.expires_at for one in self.crumbs() if one.is_secret]
        return bool(moments) and all(m is not None and m <= now for m in moments)

    def is_left_in(self, cookies: Iterable[Mapping[str, Any]]) -> bool:
        """Whether a browser still has any of the secret cookies it was given."""
        given = {(c.name, c.domain) for c in self.crumbs() if c.is_secret}
        return not given or any((c["name"], c["domain"]) in given for c in cookies)

    @property
    def _cookies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.state.get("cookies", [])
        return found


def _is_secret(cookie: Mapping[str, Any]) -> bool:
    value = str(cookie["value"])
    return is_secret_name(cookie["name"]) or looks_random(value.encode())


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None


def _leaves(value: object, name: str, depth: int = 0) -> Iterator[str]:
    """Give the secret texts in what a site has stored, whatever form it has."""
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        named = value.get("name", value.get("k"))
        for key, part in value.items():
            # Stored as pairs: {"name": "token", "value": …}, or "k" and "v".
            is_value = key in {"value", "v"} and isinstance(named, str)
            yield from _leaves(part, str(named) if is_value else str(key), depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part, name, depth + 1)
    elif isinstance(value, str):
        yield from _of_text(value, name, depth)


def _of_text(text: str, name: str, depth: int) -> Iterator[str]:
    """Give a text if it is secret, or what is secret in the JSON that it holds."""
    if text[:1] in {"{", "["}:
        try:
            inside = json.loads(text)
        except ValueError:
            inside = None
        if inside is not None:
            yield from _leaves(inside, name, depth + 1)
            return
    is_token = bool(TOKEN.fullmatch(text)) and not PUBLIC.match(text)
    if is_secret_name(name) or is_token:
        yield text
