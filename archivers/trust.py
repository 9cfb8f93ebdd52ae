# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which certificates servers are believed by: the same for all, so read once."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Give what every connection of this process checks certificates with."""
    return httpx.create_ssl_context()
