# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeps captures out of the municipality's own network.

An address in the register, or a page that redirects, must not make Avbild fetch what
only its server can reach: a printer, a router, the cloud's metadata service. What it
fetched would lie in an archive that anyone may ask to see. The guard works in four
places, since no single one sees everything and the recording must not be intercepted:

1. The account's host is resolved before anything is fetched, and every redirect of the
   page itself is checked as it happens; so is the address that in fact answered.
2. `browser_arguments` lets Chromium resolve no private address written as a number and
   no name under localhost, whoever asks: page, frame, picture or script.
3. Chromium itself lets no public page reach the local network by name (its local
   network access check is on, and headless nobody can grant it).
4. When the recording is closed, the address each response came from is checked; one
   that should not have been reached makes the capture refused, and nothing is kept.

Where the recorder is a proxy, Chromium resolves no names, so 2 and 3 say nothing: the
proxy itself checks each address that it has reached before it sends a request.
"""

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from archivers.private_address import is_private
from schemas.errors import NotAllowed, PlatformDown

PRIVATE_PATTERNS = (
    "localhost",
    "*.localhost",
    "0.*.*.*",
    "10.*.*.*",
    "127.*.*.*",
    "169.254.*.*",
    "192.168.*.*",
    *(f"172.{second}.*.*" for second in range(16, 32)),
    *(f"100.{second}.*.*" for second in range(64, 128)),
    "::",
    "::1",
    "::ffff:*",
    "64:ff9b:*",
    "fc??:*",
    "fd??:*",
    *(f"fe{digit}?:*" for digit in "89ab"),
)
"""Private, loopback, link-local and shared addresses as they stand in an address."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system which addresses a host has.

    Raises:
        PlatformDown: the name does not exist or the name service does not answer.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        msg = f"Adressen {host} finns inte eller svarar inte. Försök igen senare."
        raise PlatformDown(msg) from error
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class AddressGuard:
    """Says which addresses may be captured.

    `allowed` holds `host` or `host:port` that the operator has opened although they are
    private, such as the demo's own server or an intranet site of the municipality.
    """

    allowed: frozenset[str] = frozenset()
    resolve: Callable[[str, int], Sequence[str]] = resolve_host

    def check(self, url: str) -> None:
        """Refuse an address that leads into the server's own network.

        Raises:
            NotAllowed: the address is private and the settings do not allow it.
            PlatformDown: the host's name cannot be resolved.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            msg = f"Adressen {url} är inte en webbadress. Den ska börja med https://."
            raise NotAllowed(msg)
        if self.is_opened(url):
            return
        if any(is_private(ip) for ip in self.resolve(parts.hostname, _port(parts))):
            raise _refusal(parts.hostname)

    def check_answer(self, url: str, address: str) -> None:
        """Refuse an answer that came from inside the server's own network.

        Raises:
            NotAllowed: the address is private and the settings do not allow it.
        """
        if is_private(address) and not self.is_opened(url):
            raise _refusal(urlsplit(url).hostname or url)

    def is_opened(self, url: str) -> bool:
        """Whether the operator has opened this host, or this host and port."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        literal = f"[{host}]" if ":" in host else host
        return not self.allowed.isdisjoint(
            {host, literal, f"{host}:{_port(parts)}", f"{literal}:{_port(parts)}"}
        )

    def browser_arguments(self) -> tuple[str, ...]:
        """Give the arguments that keep Chromium from private addresses."""
        rules = [*(f"MAP {host} {host}" for host in sorted(self.allowed))]
        rules += [f"MAP {name} ~NOTFOUND" for name in _both_forms(PRIVATE_PATTERNS)]
        return (f"--host-resolver-rules={','.join(rules)}",)


def _both_forms(patterns: Iterable[str]) -> Iterable[str]:
    for pattern in patterns:
        yield pattern
        if ":" in pattern:
            yield f"[{pattern}]"


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme in {"https", "wss"} else 80)


def _refusal(host: str) -> NotAllowed:
    return NotAllowed(
        f"Adressen {host} ligger i ett privat nät och får inte hämtas. "
        "Den som sköter driften kan tillåta den med AVBILD_ALLOWED_PRIVATE_HOSTS."
    )
