# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a server that speaks as Mastodon does, and says what its errors mean.

"Compatible" does not mean open: some servers let nobody read posts without a key,
though everybody may see them in a browser.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from archivers.api.client import Answer, RecordedClient, Shape
from schemas.errors import (
    AccountGone,
    ArchiveError,
    BadInput,
    LoginExpired,
    LoginWall,
    PageNotUnderstood,
)

ACCOUNT_PATH = re.compile(r"^/(?:@|users/)([^/@]+)(?:@([^/]+))?")
CLOSED = (401, 403)
NOT_THERE = (404, 410)


@dataclass(frozen=True)
class Server:
    """A server, and the key it is read with, if it has one."""

    client: RecordedClient
    origin: str
    token: str = ""

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.origin).hostname or ""

    def ask(self, path: str, **params: str) -> Answer:
        """Ask for something below `/api/v1`; an error is an answer too.

        Raises:
            Unavailable: the server is down or asks us to wait.
        """
        return self.client.get(f"{self.origin}/api/v1/{path}", params, token=self.token)

    def ask_anew(
        self, path: str, conditions: Mapping[str, str], **params: str
    ) -> Answer:
        """Ask for something, if it has changed since the conditions were given.

        Raises:
            Unavailable: the server is down or asks us to wait.
        """
        address = f"{self.origin}/api/v1/{path}"
        return self.client.get(address, params, token=self.token, conditions=conditions)

    def demand(
        self, shape: type[Shape], path: str, **params: str
    ) -> tuple[Answer, Shape]:
        """Ask for what must be there.

        Raises:
            NeedsPerson: the account is gone, a key is needed, or nothing is understood.
            Unavailable: the server is down or asks us to wait.
        """
        return self.understood(shape, self.ask(path, **params))

    def follow(self, shape: type[Shape], address: str) -> tuple[Answer, Shape]:
        """Ask for an address that the server gave, as the next page of a list.

        The key goes to the server itself and to nobody else.
        """
        parts = urlsplit(address)
        is_own = f"{parts.scheme}://{parts.netloc}" == self.origin
        token = self.token if is_own else ""
        return self.understood(shape, self.client.get(address, token=token))

    def understood(self, shape: type[Shape], answer: Answer) -> tuple[Answer, Shape]:
        """Read an answer.

        Raises:
            NeedsPerson: it is an error, or not of the right shape.
        """
        if not answer.is_ok:
            raise self.error_of(answer)
        return answer, answer.read_as(shape)

    def error_of(self, answer: Answer) -> ArchiveError:
        """Say what an error of the server means for the account."""
        return self._meaning(answer).named(f"HTTP {answer.status}")

    def _meaning(self, answer: Answer) -> ArchiveError:
        if answer.status in NOT_THERE:
            return AccountGone(
                f"Kontot finns inte på {self.host}. Någon måste kontrollera det."
            )
        if answer.status in CLOSED and self.token:
            return LoginExpired(f"Läsnyckeln till {self.host} gäller inte längre.")
        if answer.status in CLOSED:
            return LoginWall(
                f"{self.host} visar inte kontots inlägg utan en läsnyckel. Den som "
                "sköter driften kan lägga in en med AVBILD_READ_TOKENS."
            )
        return PageNotUnderstood(f"{self.host} svarade på ett sätt som inte är känt.")


def account_name(url: str) -> str:
    """Give the name of the account that an address leads to, as its server knows it.

    Raises:
        BadInput: it is not the address of an account.
    """
    found = ACCOUNT_PATH.match(urlsplit(url).path)
    if found is None:
        msg = (
            "Adressen är inte ett konto på en Mastodon-server. "
            "Den ska se ut som https://server.se/@namn."
        )
        raise BadInput(msg)
    name, host = found.groups()
    return f"{name}@{host}" if host else name


def next_page(answer: Answer) -> str | None:
    """Give the address of the page after this one (RFC 8288, `rel="next"`)."""
    fields = [("link", value) for value in answer.head.values("link")]
    links = httpx.Response(answer.status, headers=fields).links
    return links.get("next", {}).get("url")
