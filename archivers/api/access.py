# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the open interfaces are, and what they are read with."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ApiAccess:
    """The servers of the networks, and keys to those that ask for one.

    The addresses are those that the network itself uses; an operator names others to
    read a network of their own. `read_tokens` holds the key of each host that lets
    nobody read without one, `account_tokens` the owner's key to each account that has
    one; they are secrets and never shown.
    """

    bluesky_appview: str = "https://public.api.bsky.app"
    bluesky_plc: str = "https://plc.directory"
    facebook_graph: str = "https://graph.facebook.com"
    instagram_graph: str = "https://graph.instagram.com"
    read_tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    account_tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that may stand nowhere in a capture."""
        return (*self.read_tokens.values(), *self.account_tokens.values())

    def token_of(self, account_id: str) -> str:
        """Give the owner's key to an account, or nothing."""
        return self.account_tokens.get(account_id, "")

    def token_for(self, host: str) -> str:
        """Give the read key of a host, or nothing."""
        return self.read_tokens.get(host.lower(), "")
