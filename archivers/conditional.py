# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks a server only for what is new (RFC 9110 section 13).

What a server gave with an answer, its validators, is sent with the next question; then
it may answer 304, nothing has changed, with no body at all.
"""

from collections.abc import Callable, Mapping

_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


def validators_in(header: Callable[[str], str], of: str = "") -> dict[str, str]:
    """Take the validators out of an answer; `of` tells several answers apart."""
    found = {f"{of}{name}": header(name) for name in _CONDITIONS}
    return {name: value for name, value in found.items() if value}


def conditions_from(validators: Mapping[str, str], of: str = "") -> dict[str, str]:
    """Give the headers that ask for what is new."""
    return {
        condition: validators[f"{of}{name}"]
        for name, condition in _CONDITIONS.items()
        if validators.get(f"{of}{name}")
    }
