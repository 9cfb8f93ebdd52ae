# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys to platforms' open interfaces: read from a file that nobody else may read.

Some servers let nobody read without a key of their own, although what it opens is open
to everybody. The file has a line for each server: its name, a space, the key.
"""

import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from archivers.api.access import ApiAccess
from pipeline.settings import Settings
from schemas.errors import BadInput

OTHERS = stat.S_IRWXG | stat.S_IRWXO
WORDS = 2
NO_TOKENS: Mapping[str, str] = MappingProxyType({})


def api_access(
    settings: Settings, account_tokens: Mapping[str, str] = NO_TOKENS
) -> ApiAccess:
    """Say where platforms' interfaces are, and what they are read with.

    `account_tokens` are the owners' keys to the accounts that are at hand, by account.

    Raises:
        BadInput: the file of keys cannot be used; its content is never shown.
    """
    usual = ApiAccess()
    path = settings.read_tokens
    return ApiAccess(
        bluesky_appview=settings.bluesky_appview or usual.bluesky_appview,
        bluesky_plc=settings.bluesky_plc or usual.bluesky_plc,
        facebook_graph=settings.facebook_graph or usual.facebook_graph,
        instagram_graph=settings.instagram_graph or usual.instagram_graph,
        read_tokens={} if path is None else read_tokens(path.expanduser()),
        account_tokens=account_tokens,
    )


def read_tokens(path: Path) -> Mapping[str, str]:
    """Read the key of each server.

    Raises:
        BadInput: the file is missing, open to others, or not of the right form.
    """
    try:
        if path.stat().st_mode & OTHERS:
            message = f"Filen {path} får bara kunna läsas av sin ägare (chmod 600)."
            raise BadInput(message)
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"Filen med läsnycklar, {path}, går inte att läsa."
        raise BadInput(message) from error
    tokens: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != WORDS:
            message = f"Filen med läsnycklar, {path}, har fel form."
            raise BadInput(message, [f"Rad {number}: ska vara server och nyckel."])
        tokens[words[0].lower()] = words[1]
    return tokens
