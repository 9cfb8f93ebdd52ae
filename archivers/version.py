# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Avbild's own version, and the name that it gives itself to servers."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """Give Avbild's version, also when it runs from its source tree."""
    try:
        return version("avbild")
    except PackageNotFoundError:
        return "0.1.0"


AGENT = f"Avbild/{own_version()} (+arkivering av kommunala konton)"
"""Says honestly who asks, and what for."""
