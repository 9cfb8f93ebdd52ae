# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An invented account as it is seen, and pairs of sights to be judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from archivers.watch.looks import looks_of
from schemas.profile import (
    FieldVerdict,
    Observation,
    PageState,
    Picture,
    Profile,
    ProfileField,
)
from tests.contract import drawn_pictures as drawn

SAME, CHANGED, UNKNOWN = FieldVerdict.SAME, FieldVerdict.CHANGED, FieldVerdict.UNKNOWN
REPLACED, UNSURE = FieldVerdict.REPLACED, FieldVerdict.UNSURE
NAME, ABOUT, LINKS = ProfileField.NAME, ProfileField.ABOUT, ProfileField.LINKS
AVATAR, COVER, HANDLE = ProfileField.AVATAR, ProfileField.COVER, ProfileField.HANDLE
CONTACT, CATEGORY = ProfileField.CONTACT, ProfileField.CATEGORY

FIRST = datetime(2026, 5, 4, 8, 17, tzinfo=UTC)
CDN = "https://scontent-arn2-1.cdn.example/v/t39.30808-1"


@dataclass(frozen=True)
class Pair:
    """Two sights, and the verdict of every field that is not `SAME`.

    A pair that `may_compare` is False gives no comparison at all.
    """

    name: str
    before: Observation
    after: Observation
    expected: Mapping[ProfileField, FieldVerdict] = field(default_factory=dict)
    may_compare: bool = True


def picture(
    content: bytes, key: str | None = None, url: str = f"{CDN}/1_2_3_n.jpg?oh=a&oe=b"
) -> Picture:
    """Give a picture as the watch keeps it."""
    looks = _looks(content)
    return Picture(
        url=url,
        key=key,
        sha256=sha256(content).hexdigest(),
        phash=looks.phash if looks else None,
        tiles=looks.tiles if looks else None,
    )


_looks = cache(looks_of)
NO_PICTURE = Picture(url="")
SHIELD, HILLS = drawn.mark("shield"), drawn.landscape(1)
SHIELD_PNG, HILLS_PNG = drawn.as_png(SHIELD), drawn.as_png(HILLS)
SHIELD_JPEG, HILLS_JPEG = drawn.as_jpeg(SHIELD, 92), drawn.as_jpeg(HILLS, 92)

PROFILE = Profile(
    name="Torgets kommun",
    about="Här svarar vi på frågor om Torget. Akuta fel anmäler du på webben.",
    avatar=picture(SHIELD_JPEG, "100_200_300_n"),
    cover=picture(HILLS_JPEG, "100_200_301_n"),
    links=("https://torget.example/", "https://torget.example/socialamedier"),
    contact=("08-123 456 00", "kommun@torget.example"),
    category="Statlig organisation",
    handle="torgetskommun",
    platform_id="1000200300",
    revision="3n2wlvscn7c2n",
)


def seen(number: int = 1, profile: Profile = PROFILE, **changes: object) -> Observation:
    """Give a good sight by a guest."""
    fields = {
        "observation_id": f"sight-{number}",
        "account_id": "torget",
        "seen_at": FIRST.replace(hour=7 + number),
        "page_state": PageState.OK,
        "extractor": "torget-http/1.4",
        "locale": "sv-SE",
        "profile": profile,
    }
    return Observation.model_validate(fields | changes)


def but(**changes: object) -> Profile:
    """Give the profile with some fields otherwise."""
    return PROFILE.model_copy(update=changes)


def pair_of(
    name: str,
    what: ProfileField,
    readings: tuple[object, object],
    verdict: FieldVerdict,
) -> Pair:
    """Pair two readings of one field, of an account that is otherwise the same."""
    old, new = (but(**{what.value: value}) for value in readings)
    expected = {} if verdict is SAME else {what: verdict}
    return Pair(name, seen(1, old), seen(2, new), expected)


def pairs_of(
    what: ProfileField,
    verdict: FieldVerdict,
    rows: Mapping[str, tuple[object, object]],
) -> tuple[Pair, ...]:
    """Pair the readings of a table in which all are judged alike."""
    return tuple(
        pair_of(name, what, readings, verdict) for name, readings in rows.items()
    )
