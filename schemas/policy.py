# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a board or the whole municipality has decided for the watch, as data.

Practice differs: Stockholm archives yearly, Malmö at least twice a year, Älmhult at
change and before closing. So what counts as a larger change, how long a closing is
announced and what of the register is public are settings with a history, not code.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, HttpUrl, StringConstraints

from schemas.profile import ProfileField
from schemas.record import Identifier, Instant, Labelled, NonEmpty, Record

_DAY = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"

YearSpan = Annotated[str, StringConstraints(pattern=rf"^{_DAY}/{_DAY}$")]
"""Days of every year, both included: "07-01/07-31", or over the turn of the year."""


class PolicyKind(Labelled):
    """What a policy is about."""

    CHANGE = "change", "Bevakning och större förändringar"
    CONFORMITY = "conformity", "Prövning mot riktlinjerna"
    PUBLICATION = "publication", "Kontoregistrets publika uppgifter"


class Policy(Record):
    """A version of a policy: a board's own, or with no board the municipality's.

    `content` is the policy as JSON has it: a `ChangePolicy`, a `ConformityRules` or a
    `PublicationRules`. A new version never replaces an older one.
    """

    kind: PolicyKind
    board_id: Identifier | None = None
    version: int = Field(ge=1)
    content: Mapping[str, object]
    set_at: Instant
    set_by: NonEmpty
    reason: NonEmpty


class ChangePolicy(Record):
    """What is a larger change, and how it is told from noise.

    The guideline, "Arkivering": profile picture, cover picture, name, about "och så
    vidare". A perceptual hash alone misses a recoloured logo, so pictures look the same
    only if both `same_phash` (bits of 64) and `same_tile` (steps of 256) hold; from
    `changed_phash` they differ; in between a person looks at both. Tiles that nowhere
    differ by more than a quarter of `same_tile` look the same whatever the hash says:
    in a plain or symmetrical mark it counts noise.
    `confirm_sights` good sights must show a change before it counts, and one that is
    gone again within `flap_hours` is only noted. `outage_sights` failed looks in a row
    are an outage. An account is probably closed after `gone_sights` looks over
    `gone_hours` in `gone_ways` ways, while the platform's control page is ok:
    `control_addresses`, by platform, are pages that are known to be there.
    Every number has an end: one too large would keep the watch from ever telling.
    In the spans of `quiet` no periodic archiving is ordered: an account at rest shows
    little of what it is used for (Malmö: not in summer, not at Christmas).
    """

    larger: tuple[ProfileField, ...] = tuple(ProfileField)
    same_phash: int = Field(default=4, ge=0, le=64)
    changed_phash: int = Field(default=14, ge=1, le=64)
    same_tile: int = Field(default=32, ge=0, le=255)
    confirm_sights: int = Field(default=2, ge=1, le=24)
    flap_hours: int = Field(default=24, ge=1, le=8784)
    interval_minutes: int = Field(default=60, ge=15, le=10080)
    outage_sights: int = Field(default=2, ge=1, le=100)
    gone_sights: int = Field(default=3, ge=3, le=1000)
    gone_hours: int = Field(default=48, ge=48, le=8784)
    gone_ways: int = Field(default=2, ge=2, le=3)
    control_addresses: Mapping[Identifier, HttpUrl] = Field(default_factory=dict)
    inactive_days: int = Field(default=183, ge=30, le=3660)
    announce_days: int = Field(default=14, ge=1, le=366)
    quiet: tuple[YearSpan, ...] = ("07-01/07-31", "12-20/01-07")


class PublicationRules(Record):
    """Which fields of the register are on the municipality's public list.

    OSL 4:2 asks for a description of the authority's documents; names of employees are
    not needed for it, so they are left out unless the municipality says otherwise.
    `fields` are names of fields in `schemas.account.Account`.
    """

    title: NonEmpty = "Våra konton i sociala medier"
    fields: tuple[Identifier, ...] = (
        "name",
        "platform",
        "url",
        "board_id",
        "activity",
        "purpose",
        "target_group",
        "opened_on",
    )
