# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series of sights: one archiving for a change, one alarm for an outage, no more."""

from dataclasses import dataclass, field

import pytest

from schemas.policy import ChangePolicy
from schemas.profile import Observation, ObservedAs, PageState, Profile, ProfileField
from tests.contract import drawn_pictures as drawn
from tests.contract.observed_profiles import (
    NO_PICTURE,
    PROFILE,
    SHIELD,
    but,
    picture,
    seen,
)
from tests.contract.watched_account import WatchedAccount, hourly

ORDINARY = ChangePolicy()
PATIENT = ChangePolicy(confirm_sights=3)
ONLY_NAME = ChangePolicy(larger=(ProfileField.NAME,))

A = seen()
B = seen(profile=but(name="Torget"))
C = seen(profile=but(name="Nya Torget"))
B_AND_ABOUT = seen(profile=but(name="Torget", about="Ny text."))
ABOUT = seen(profile=but(about="Ny text."))
HIDDEN = seen(profile=but(name=None))
OTHER_CATEGORY = seen(profile=but(category="Museum"))
RENAMED = seen(profile=but(handle="torget"))
GREY = but(avatar=picture(drawn.as_png(drawn.mark("shield", drawn.RED)), "ny_2_n"))
RED = seen(profile=GREY)
RED_AND_NAME = seen(profile=GREY.model_copy(update={"name": "Torget"}))
AGAIN = seen(profile=but(avatar=picture(drawn.as_jpeg(SHIELD, 70), "ny_2_n")))
NO_AVATAR = seen(profile=but(avatar=NO_PICTURE))


def failed(state: PageState, **changes: object) -> Observation:
    return seen(profile=Profile(), page_state=state, **changes)


WALL, CONSENT = failed(PageState.LOGIN_WALL), failed(PageState.CONSENT_WALL)
BUSY, DOWN = failed(PageState.RATE_LIMITED), failed(PageState.UNAVAILABLE)
UNREAD = failed(PageState.NOT_UNDERSTOOD)
REFUSED = failed(PageState.ACCESS_REFUSED, observed_as=ObservedAs.API)
OUR_WALL = failed(PageState.LOGIN_WALL, observed_as=ObservedAs.LOGGED_IN)
GONE = failed(PageState.GONE, control_ok=True)
GONE_BY_API = failed(
    PageState.GONE,
    control_ok=True,
    observed_as=ObservedAs.API,
    extractor="torget-api/1.0",
)
OFF = failed(PageState.DEACTIVATED, control_ok=True, extractor="torget-api/1.0")
GONE_ALONE = failed(PageState.GONE)
GONE_TOO = failed(PageState.GONE, control_ok=False)
GONE_TOO_BY_API = GONE_BY_API.model_copy(update={"control_ok": False})


def under(version: str, sight: Observation) -> Observation:
    return sight.model_copy(update={"extractor": f"torget-http/{version}"})


@dataclass(frozen=True)
class Series:
    """Sights with hours between them, and the events that they are to give."""

    name: str
    sights: list[Observation]
    events: list[str] = field(default_factory=list)
    policy: ChangePolicy = ORDINARY
    hours: float = 1


CHANGES = [
    Series("inget händer", [A] * 30),
    Series("ändrat och sett igen", [A, B, B, B, B], ["waiting name", "confirmed name"]),
    Series("A B A", [A, B, A, A], ["waiting name", "reverted name"]),
    Series(
        "A B A om och om igen",
        [A, B, A, B, A, B, A],
        ["waiting name", "reverted name"] * 3,
    ),
    Series(
        "A A B B A A B B",
        [A, A, B, B, A, A, B, B, A, A, B, B],
        ["waiting name", "confirmed name", *["fram och tillbaka"] * 4],
    ),
    Series(
        "tillbaka efter fönstret",
        [A, B, B, *[B] * 30, A, A],
        ["waiting name", "confirmed name"] * 2,
    ),
    Series("sett en gång, sedan inte funnet", [A, B, HIDDEN, HIDDEN], ["waiting name"]),
    Series(
        "inte funnet mellan två sikter",
        [A, B, HIDDEN, B],
        ["waiting name", "confirmed name"],
    ),
    Series(
        "gömt när det ändrades",
        [A, HIDDEN, HIDDEN, B, B],
        ["waiting name", "confirmed name"],
    ),
    Series(
        "ett fält till under väntan",
        [A, B, B_AND_ABOUT, B_AND_ABOUT, B_AND_ABOUT],
        ["waiting name", "confirmed name,about"],
    ),
    Series(
        "ett fält byter av ett annat",
        [A, B, ABOUT, ABOUT],
        ["waiting name", "confirmed about"],
    ),
    Series(
        "ett tredje värde under väntan",
        [A, B, C, C, C],
        ["waiting name", "confirmed name"],
    ),
    Series(
        "nytt värde varje gång",
        [A, B, C, B, C, B, C, A],
        ["waiting name", "reverted name"],
    ),
    Series(
        "nytt värde varje gång i mer än ett dygn",
        [A, *[B, C] * 13],
        ["waiting name", "confirmed name"],
    ),
    Series(
        "tre sikter krävs", [A, B, B, A], ["waiting name", "reverted name"], PATIENT
    ),
    Series(
        "tre sikter ges",
        [A, B, B, B, B],
        ["waiting name", "confirmed name"],
        PATIENT,
    ),
    Series(
        "tre sikter och två fält",
        [A, B, B_AND_ABOUT, ABOUT, ABOUT, ABOUT],
        ["waiting name", "confirmed about"],
        PATIENT,
    ),
    Series(
        "användarnamnet ändrat",
        [A, RENAMED, RENAMED, RENAMED],
        ["waiting handle", "confirmed handle"],
    ),
    Series(
        "bilden borttagen",
        [A, NO_AVATAR, NO_AVATAR],
        ["waiting avatar", "confirmed avatar"],
    ),
    Series(
        "bild som är svår att bedöma",
        [A, RED, RED, RED, RED],
        ["waiting avatar", "to_judge avatar"],
    ),
    Series(
        "svår bild som går tillbaka", [A, RED, A], ["waiting avatar", "reverted avatar"]
    ),
    Series(
        "svår bild som går tillbaka innan någon svarat",
        [A, RED, RED, A, A],
        ["waiting avatar", "to_judge avatar", "reverted avatar"],
    ),
    Series(
        "svår bild som stod länge bedöms ändå",
        [A, *[RED] * 27, A, A],
        ["waiting avatar", "to_judge avatar"],
    ),
    Series(
        "svår bild och nytt namn",
        [A, RED_AND_NAME, RED_AND_NAME],
        ["waiting name,avatar", "confirmed name,avatar"],
    ),
    Series(
        "svår bild, sedan nytt namn",
        [A, RED, RED, RED_AND_NAME, RED_AND_NAME],
        ["waiting avatar", "to_judge avatar", "confirmed name,avatar"],
    ),
    Series(
        "svår bild, sedan nytt namn, tre sikter",
        [A, *[RED] * 3, *[RED_AND_NAME] * 3],
        ["waiting avatar", "to_judge avatar", "confirmed name,avatar"],
        PATIENT,
    ),
    Series("bild inlagd på nytt", [A, AGAIN, AGAIN, AGAIN], ["minor avatar"]),
    Series(
        "inte en större förändring",
        [A, OTHER_CATEGORY, OTHER_CATEGORY],
        ["minor category"],
        ONLY_NAME,
    ),
    Series(
        "mindre förändring, sedan större",
        [A, OTHER_CATEGORY, B, B],
        ["minor category", "waiting name,category", "confirmed name,category"],
        ONLY_NAME,
    ),
    Series(
        "ny huvudversion av läsaren",
        [A, under("2.0", B), under("2.0", B), under("2.1", C), under("2.1", C)],
        ["ny utgångspunkt", "waiting name", "confirmed name"],
    ),
    Series("två språk om varandra", [A, seen(profile=but(name="X"), locale="en")] * 4),
    Series(
        "inloggad om varannan gång",
        [A, seen(profile=but(name="X"), observed_as=ObservedAs.LOGGED_IN)] * 4,
    ),
]

OUTAGES = [
    Series("en enda felsida", [A, WALL, A, DOWN, A]),
    Series(
        "avbrott och åter",
        [A, DOWN, DOWN, DOWN, DOWN, A, A],
        ["outage unavailable", "recovered ok"],
    ),
    Series(
        "alla slags fel",
        [A, WALL, WALL, BUSY, BUSY, CONSENT, CONSENT, DOWN, DOWN, UNREAD, A],
        [
            "outage login_wall",
            "outage rate_limited",
            "outage consent_wall",
            "outage unavailable",
            "outage not_understood",
            "recovered ok",
        ],
    ),
    Series(
        "ändrat under ett avbrott",
        [A, DOWN, DOWN, DOWN, B, B],
        ["outage unavailable", "recovered ok", "waiting name", "confirmed name"],
    ),
    Series(
        "avbrott medan en förändring väntar",
        [A, B, DOWN, DOWN, B],
        ["waiting name", "outage unavailable", "recovered ok", "confirmed name"],
    ),
    Series(
        "vår inloggning gäller inte",
        [A, *[OUR_WALL] * 60, A],
        ["access login_wall", "recovered ok"],
    ),
]

CLOSINGS = [
    Series("borta en gång", [A, GONE, A, A]),
    Series(
        "borta tre dygn, två sätt, kontroll",
        [A, GONE, GONE_BY_API, GONE, GONE_BY_API],
        ["troligen stängt"],
        hours=24,
    ),
    Series("borta på ett sätt", [A, *[GONE] * 9], hours=24),
    Series("borta i två dagar av tre", [A, GONE, GONE_BY_API], hours=24),
    Series("borta ofta men kort", [A, *[GONE, GONE_BY_API] * 12]),
    Series("sedd emellan", [A, GONE, GONE_BY_API, A, GONE, GONE_BY_API], hours=24),
    Series(
        "kontrollsidan visas inte",
        [A, GONE_TOO, GONE_TOO_BY_API, GONE_TOO, GONE_TOO_BY_API],
        ["kontrollsidan visas inte"],
        hours=24,
    ),
    Series("ingen kontrollsida", [A, *[GONE_ALONE] * 9], hours=24),
    Series(
        "nyckeln gäller inte", [A, *[REFUSED] * 9], ["access access_refused"], hours=24
    ),
    Series(
        "nyckeln gäller inte, sidan är borta",
        [A, *[REFUSED, GONE] * 5],
        ["access access_refused"],
        hours=24,
    ),
    Series(
        "inaktiverat konto",
        [A, OFF, GONE, OFF],
        ["troligen stängt"],
        hours=24,
    ),
    Series(
        "avbrott räknas inte",
        [A, DOWN, GONE, DOWN, GONE_BY_API],
        ["outage unavailable"],
        hours=24,
    ),
]

ALL = [*CHANGES, *OUTAGES, *CLOSINGS]


@pytest.mark.parametrize("series", ALL, ids=lambda series: series.name)
def test_a_series_of_sights_gives_its_events_and_no_more(series):
    account = WatchedAccount(series.policy)
    assert account.watch(hourly(series.sights, series.hours)) == series.events


def test_the_series_have_names_of_their_own():
    assert len({series.name for series in ALL}) == len(ALL) >= 45
    assert PROFILE.core_fields() == 4
