# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a browser may visit the account now, where the terms ask for a person."""

import os

from archivers.api.platform import ApiPlatform
from archivers.platform import Attended
from archivers.tools import CaptureTools
from schemas.errors import NeedsPerson, NoSource

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
NO_DISPLAY = (
    "Den här datorn har ingen skärm att visa webbläsaren på. Arkivera kontot från en "
    "dator med skärm, med samma datamapp och nyckel."
)
NOBODY = (
    "Webbläsaren användes inte: {terms} Ingen person var med, och kontots ägare har "
    "inte beslutat att den får användas utan."
)


def may_browse(platform: object, tools: CaptureTools) -> bool:
    """Tell whether the browser may visit: elsewhere always, there with a person."""
    return tools.is_attended or not isinstance(platform, Attended)


def why_not(platform: object) -> str:
    """Say in Swedish why the browser may not visit; nothing where it always may."""
    terms = terms_of(platform)
    return NOBODY.format(terms=terms) if terms else ""


def terms_of(platform: object) -> str:
    """Give what a platform's terms say of browsers; nothing where they let them be."""
    return platform.terms if isinstance(platform, Attended) else ""


def demand_eyes(platform: object, tools: CaptureTools) -> None:
    """See that the account's pages may be looked at.

    Raises:
        NoSource: the terms ask for a person, and there is none.
    """
    if not may_browse(platform, tools):
        raise NoSource(why_not(platform))


def is_blind(platform: object) -> bool:
    """Whether no program may look at a platform's accounts: no API, and such terms."""
    return isinstance(platform, Attended) and not isinstance(platform, ApiPlatform)


def demand_display(sentence: str = NO_DISPLAY) -> None:
    """See that there is a display to show a browser on.

    Raises:
        NeedsPerson: there is none.
    """
    if not any(os.environ.get(name) for name in DISPLAYS):
        raise NeedsPerson(sentence)
