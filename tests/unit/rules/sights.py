# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An invented profile, and sights of it to compare."""

from datetime import UTC, datetime, timedelta

from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    Picture,
    Profile,
    ProfileChange,
    ProfileField,
)

RED, BLUE = "a" * 64, "b" * 64
FIRST = datetime(2026, 5, 1, 8, tzinfo=UTC)
PROFILE = Profile(
    name="Älmhults kommun",
    about="Här svarar vi på frågor.",
    avatar=Picture(url="https://cdn.example/1?oe=1", sha256=RED),
    cover=Picture(url="https://cdn.example/2", sha256=RED),
    links=("https://www.almhult.se/",),
)


def seen(number: int = 1, profile: Profile = PROFILE, **changes: object) -> Observation:
    """Give a good sight, an hour after the one before."""
    fields = {
        "observation_id": f"obs-{number}",
        "account_id": "almhult",
        "seen_at": FIRST + timedelta(hours=number),
        "page_state": PageState.OK,
        "extractor": "torget/1.0",
        "profile": profile,
    }
    return Observation.model_validate(fields | changes)


def but(**changes: object) -> Profile:
    """Give the profile with some fields otherwise."""
    return PROFILE.model_copy(update=changes)


def judged(**verdicts: str) -> tuple[FieldComparison, ...]:
    """Give a comparison of every field; those that are not named are the same."""
    return tuple(
        FieldComparison(
            field=field, verdict=FieldVerdict(verdicts.get(field.value, "same"))
        )
        for field in ProfileField
    )


def change(state: ChangeState = ChangeState.WAITING, **fields: int) -> ProfileChange:
    """Give an open change in which each field has been seen changed so many times."""
    return ProfileChange(
        change_id="c-1",
        account_id="almhult",
        before_id="obs-1",
        after_id="obs-2",
        comparisons=tuple(
            FieldComparison(
                field=ProfileField(name), verdict=FieldVerdict.CHANGED, sights=sights
            )
            for name, sights in fields.items()
        ),
        state=state,
        found_at=FIRST,
    )
