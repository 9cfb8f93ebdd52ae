# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pairs of sights that were had in different ways, or differ beside their words."""

from schemas.profile import ObservedAs, PageState
from tests.contract.observed_profiles import (
    ABOUT,
    CATEGORY,
    CHANGED,
    CONTACT,
    COVER,
    FIRST,
    HANDLE,
    LINKS,
    NAME,
    NO_PICTURE,
    UNKNOWN,
    Pair,
    but,
    seen,
)


def view(name: str, before: dict[str, object], after: dict[str, object]) -> Pair:
    """Pair two sights that must not be compared, though their texts differ."""
    other = but(name="Logga in", about="Ny", avatar=NO_PICTURE)
    return Pair(name, seen(1, **before), seen(2, other, **after), may_compare=False)


VIEWS = (
    Pair(
        "bara räknare och tider",
        seen(1, counters={"posts": 49}),
        seen(2, counters={"posts": 54, "followers": 7}, last_active_at=FIRST),
    ),
    view("gäst och inloggad", {}, {"observed_as": ObservedAs.LOGGED_IN}),
    view(
        "inloggad och ägarens API",
        {"observed_as": ObservedAs.LOGGED_IN},
        {"observed_as": ObservedAs.API},
    ),
    view("ny huvudversion av läsaren", {}, {"extractor": "torget-http/2.0"}),
    view("en annan läsare", {}, {"extractor": "torget-browser/1.4"}),
    Pair("ny delversion av läsaren", seen(1), seen(2, extractor="torget-http/1.9")),
    Pair(
        "ny delversion och nytt namn",
        seen(1),
        seen(2, but(name="Torget"), extractor="torget-http/1.9"),
        {NAME: CHANGED},
    ),
    view("svenska och engelska", {}, {"locale": "en-US"}),
    Pair("samma språk, skrivet annorlunda", seen(1), seen(2, locale="sv_se")),
    Pair(
        "kategori på okänt språk",
        seen(1),
        seen(2, but(category="Government organization"), locale=""),
        {CATEGORY: UNKNOWN},
    ),
    Pair(
        "namn på okänt språk",
        seen(1),
        seen(2, but(name="Torget"), locale=""),
        {NAME: CHANGED},
    ),
    Pair(
        "om-text ur en annan del av sidan",
        seen(1, sources={"about": "json-ld"}),
        seen(2, but(about="Kort om Torget"), sources={"about": "open-graph"}),
        {ABOUT: UNKNOWN},
    ),
    Pair(
        "samma om-text ur en annan del",
        seen(1, sources={"about": "json-ld"}),
        seen(2, sources={"about": "open-graph"}),
    ),
    Pair(
        "ny om-text ur samma del",
        seen(1, sources={"about": "json-ld"}),
        seen(2, but(about="Ny text"), sources={"about": "json-ld"}),
        {ABOUT: CHANGED},
    ),
    Pair(
        "layout utan omslag och länkar",
        seen(1),
        seen(2, but(cover=None, links=None, contact=None)),
        {COVER: UNKNOWN, LINKS: UNKNOWN, CONTACT: UNKNOWN},
    ),
    view("ett annat konto", {}, {"account_id": "biblioteket"}),
    *(
        view(f"felsida: {state.value}", {}, {"page_state": state})
        for state in PageState
        if state is not PageState.OK
    ),
    view("efter en felsida", {"page_state": PageState.LOGIN_WALL}, {}),
    Pair(
        "nytt användarnamn, samma revision",
        seen(1),
        seen(2, but(handle="torget.example")),
        {HANDLE: CHANGED},
    ),
    Pair(
        "ny revision men inget annat", seen(1), seen(2, but(revision="3n2wmjkfjx22n"))
    ),
    Pair(
        "någon annan har tagit namnet",
        seen(1),
        seen(2, but(platform_id="999")),
        {HANDLE: CHANGED},
    ),
    Pair(
        "flera fält på en gång",
        seen(1),
        seen(2, but(name="Torget", about="Nytt", links=())),
        {NAME: CHANGED, ABOUT: CHANGED, LINKS: CHANGED},
    ),
)
