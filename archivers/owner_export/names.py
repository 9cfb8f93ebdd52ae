# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The names of files within an export: which may stand there, and how one is shown.

Nothing is ever written by such a name. But an export with a name that leads out of it
was made to hurt whoever opens it, and it is to be opened again for a very long time.
"""

import re
import unicodedata
from collections.abc import Callable

LONGEST = 1024
"""Bytes of a name, and of no platform's export the half of that."""

SHOWN = 80
"""Characters of a name that an error shows."""

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_MISLEADING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DRIVE = re.compile(r"[A-Za-z]:")
_NO_STEPS = frozenset({"", ".", ".."})


def shown_name(name: str) -> str:
    """Give a name as it may stand in a sentence: on one line, in its order, and cut."""
    plain = _MISLEADING.sub("\ufffd", _UNFIT.sub("\ufffd", name))
    if len(plain) > SHOWN:
        half = SHOWN // 2
        plain = f"{plain[: half - 1]}…{plain[-half:]}"
    return f"”{plain}”"


def fault_of_name(name: str) -> str:
    """Say what is wrong with the name of a file or folder; empty when nothing is."""
    if not name.strip("/"):
        return "en fil utan namn"
    for is_wrong, what in _FAULTS:
        if is_wrong(name):
            return f"{what}: {shown_name(name)}"
    return ""


def _leads_out(name: str) -> bool:
    return not _NO_STEPS.isdisjoint(name.removesuffix("/").split("/"))


def _leads_to_disk(name: str) -> bool:
    return name.startswith("/") or _DRIVE.match(name) is not None


_FAULTS: tuple[tuple[Callable[[str], object], str], ...] = (
    (_UNFIT.search, "ett filnamn med styrtecken"),
    (
        lambda name: len(name.encode()) > LONGEST,
        f"ett filnamn längre än {LONGEST} byte",
    ),
    (lambda name: "\\" in name, "ett filnamn med bakstreck"),
    (_leads_to_disk, "ett filnamn som pekar på en plats på disken"),
    (_leads_out, "ett filnamn som pekar ut ur exporten"),
)


def likeness_of(name: str) -> str:
    """Give what two names share that some file systems take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
