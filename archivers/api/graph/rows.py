# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads single fields of an object that a Graph API gave, whatever stands in them."""

from collections.abc import Mapping
from typing import Any

from archivers.api.graph.client import Row


def words(row: Mapping[str, Any], name: str) -> str:
    """Give a field that is text; "" if it is not there."""
    found = row.get(name)
    return found if isinstance(found, str) else ""


def number(row: Mapping[str, Any], name: str) -> int | None:
    """Give a field that is a number; None if it is not there."""
    found = row.get(name)
    is_number = isinstance(found, int) and not isinstance(found, bool)
    return found if is_number else None


def inside(row: Mapping[str, Any], name: str) -> Row:
    """Give a field that is an object; an empty one if it is not there."""
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def listed(row: Mapping[str, Any], name: str) -> list[Row]:
    """Give the rows of a list that stands within an object."""
    rows = inside(row, name).get("data")
    return [r for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []
