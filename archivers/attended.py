# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a browser may visit an account's pages now, where the terms ask for a person."""

from archivers.platform import Attended
from archivers.tools import CaptureTools

NOBODY = (
    "Webbläsaren användes inte: {terms} Ingen person var med, och kontots ägare har "
    "inte beslutat att den får användas utan."
)


def may_browse(platform: object, tools: CaptureTools) -> bool:
    """Tell whether the browser may visit: elsewhere always, there with a person."""
    return tools.is_attended or not isinstance(platform, Attended)


def why_not(platform: object) -> str:
    """Say in Swedish why the browser may not visit; nothing where it always may."""
    if not isinstance(platform, Attended):
        return ""
    return NOBODY.format(terms=platform.terms)
