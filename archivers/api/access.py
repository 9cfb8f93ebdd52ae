# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the open interfaces are, and what they are read with."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ApiAccess:
    """The servers of the Bluesky network, and keys to servers that ask for one.

    The addresses are those that the network itself uses; an operator names others to
    read a network of their own. `read_tokens` holds the key of each host that lets
    nobody read without one; they are secrets and never shown.
    """

    bluesky_appview: str = "https://public.api.bsky.app"
    bluesky_plc: str = "https://plc.directory"
    read_tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    def token_for(self, host: str) -> str:
        """Give the read key of a host, or nothing."""
        return self.read_tokens.get(host.lower(), "")
