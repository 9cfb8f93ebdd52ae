# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""IP addresses; not the numbers of versions that look like them."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from rules.personal_data.passage import Passage, found
from schemas.personal_data import Certainty, DataKind, Finding

_FOUR = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)")
_SIX = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{2,39}+(?![\w:])")
_TELLS = re.compile(
    r"(?<!\w)(?:ip|ipv4|ipv6|ip-?(?:adress|nummer|nr)\w*|adress\w*)(?!\w)"
)
_VERSION = re.compile(
    r"(?<!\w)(?:v|ver|version\w*|build|release|firmware|upp(?:grad|dat)er\w*|app\w*|ios|"
    r"android|chrome|firefox|windows|linux|java|program\w*|kap|kapitel|avsnitt|punkt|"
    r"bilaga|rev|utgåva|drivrutin\w*|mjukvara\w*)[ .:]*(?:\w+ ){0,3}$"
)
_LOW = 20


def ip_addresses_in(passage: Passage) -> Iterator[Finding]:
    """Find addresses of the fourth and the sixth version."""
    text = passage.text
    if text.count(".") > 2:  # noqa: PLR2004 - an address has three dots
        for match in _FOUR.finditer(text):
            yield from _four(passage, match)
    if "::" in text or text.count(":") > 6:  # noqa: PLR2004 - or seven colons
        for match in _SIX.finditer(text):
            yield from _six(match)


def _four(passage: Passage, match: re.Match[str]) -> Iterator[Finding]:
    try:
        address = IPv4Address(match[0])
    except AddressValueError:
        return
    before = passage.before(match.start())
    is_told = bool(_TELLS.search(before))
    if _VERSION.search(before) or (not is_told and max(address.packed) <= _LOW):
        return
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return
    if address.is_reserved or address.packed[0] == 0:
        return
    certainty = Certainty.CERTAIN if is_told else Certainty.LIKELY
    reason = "byggt som en IP-adress"
    yield found(DataKind.IP_ADDRESS, match.span(), certainty, reason)


def _six(match: re.Match[str]) -> Iterator[Finding]:
    candidate = match[0].rstrip(":") if not match[0].endswith("::") else match[0]
    if sum(char.isalnum() for char in candidate) < 4:  # noqa: PLR2004 - "a::b" in code
        return
    try:
        address = IPv6Address(candidate)
    except AddressValueError:
        return
    if not address.is_loopback and not address.is_multicast:
        span = (match.start(), match.start() + len(candidate))
        reason = "byggt som en IP-adress"
        yield found(DataKind.IP_ADDRESS, span, Certainty.LIKELY, reason)
