# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two addresses, as people write them, are of the same account."""

from urllib.parse import unquote, urlsplit

_FRONTS = ("www.", "m.", "mobile.")


def address_key(address: str) -> str:
    """Give a form in which two ways to write an address are one.

    http or https, "www." or not, a slash at the end and the case of the host say
    nothing of which account it is; the path and the query do.
    """
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return text
    front = next((front for front in _FRONTS if host.startswith(front)), "")
    plain = host.removeprefix(front) if host.count(".") > 1 else host
    place = f"{plain}:{port}" if port not in {None, 80, 443} else plain
    query = f"?{parts.query}" if parts.query else ""
    return f"{place}{unquote(parts.path).rstrip('/')}{query}"
