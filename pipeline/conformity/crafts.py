# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The crafts of a check that need a browser, so that they can be exchanged in tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archivers.chromium import find_chromium
from archivers.conformity import Portrait, read_links, take_portrait, write_report
from archivers.tools import CaptureTools
from archivers.watch import Look, LookErrand, look_at
from schemas.account import Account
from schemas.conformity import ConformityReport

Links = tuple[str, ...]


@dataclass(frozen=True)
class ConformityCrafts:
    """How accounts and the municipality's page are seen, and the report written."""

    look: Callable[[Sequence[LookErrand], CaptureTools], Iterator[Look]] = look_at
    portrait: Callable[[Account, CaptureTools], Portrait] = take_portrait
    links: Callable[[str, CaptureTools, Callable[[Links], bool]], Links] = read_links
    report: Callable[
        [ConformityReport, Mapping[str, bytes], Path, Path, Path], tuple[Path, Path]
    ] = write_report
    chromium: Callable[[Path | None], Path] = find_chromium


REAL = ConformityCrafts()
