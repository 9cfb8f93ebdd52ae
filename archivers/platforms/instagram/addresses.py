# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses on Instagram: of accounts, and the forms that a post's address has.

The same post is `/p/CODE/`, `/NAME/p/CODE/` and, a film, `/reel/CODE/`; a comment of it
is `/p/CODE/c/ID/`, and an answer to that `/p/CODE/c/ID/r/ID/`.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from archivers.platform import FoundItem
from archivers.text import address_parts
from schemas.errors import BadInput

WEB = "https://www.instagram.com"
NAME = re.compile(r"^/([A-Za-z0-9._]{1,30})/?(?:$|p/|reels?/|tagged/)")
CODE = re.compile(r"/(?:p|reel|reels|tv)/([A-Za-z0-9_-]+)")
NO_NAMES = frozenset({"p", "reel", "reels", "tv", "stories", "explore", "accounts"})


def handle_in(url: str) -> str:
    """Give the user name in the address of an account.

    Raises:
        BadInput: it is not the address of an account.
    """
    found = NAME.match(unquote(address_parts(url).path))
    if found is None or found.group(1).lower() in NO_NAMES:
        msg = (
            "Adressen är inte ett konto på Instagram. "
            "Den ska se ut som https://www.instagram.com/NAMN."
        )
        raise BadInput(msg)
    return found.group(1)


def code_in(url: str) -> str:
    """Give the short name of a post in an address; "" if there is none."""
    found = CODE.search(address_parts(url).path)
    return found.group(1) if found else ""


def account_address(handle: str) -> str:
    """Give the address by which an account signs."""
    return f"{WEB}/{handle}/"


def comment_address(post: str, comment: str, reply: str = "") -> str:
    """Give the address of a comment of a post, or of an answer to it."""
    below = f"r/{reply}/" if reply else ""
    return f"{post.rstrip('/')}/c/{comment}/{below}"


def forms(item: FoundItem, handle: str) -> Iterator[str]:
    """Give the addresses that a page may have for a post or a comment."""
    address = item.permalink or ""
    code = code_in(address)
    if not code:
        return
    _, _, below = address_parts(address).path.partition(code)
    for start in ("p", f"{handle}/p", "reel", f"{handle}/reel"):
        plain = f"{WEB}/{start}/{code}{below.rstrip('/')}"
        yield from (plain, f"{plain}/")
