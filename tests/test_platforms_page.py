# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every platform is told of in docs/platforms.md: how it is read and what it lacks."""

from pathlib import Path

import pytest

from archivers import PLATFORMS

PAGE = (Path(__file__).parent.parent / "docs/platforms.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_every_platform_has_its_row(name):
    (row,) = (line for line in PAGE.splitlines() if f"| `{name}` |" in line)
    assert all(cell.strip() for cell in row.strip("|").split("|"))


def test_no_row_names_a_platform_that_is_gone():
    table = [
        line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line
    ]
    named = {line.split("|")[2].strip().strip("`") for line in table}
    assert named == set(PLATFORMS)


def test_every_platform_says_what_it_does_not_capture():
    assert PAGE.count("**Not captured:**") == len(PLATFORMS)
