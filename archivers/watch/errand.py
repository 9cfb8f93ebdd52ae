# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a look at an account is given, what it found, and what it gives back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archivers.saved_login import Login
from archivers.tools import CaptureTools
from schemas.account import Account
from schemas.errors import ArchiveError
from schemas.profile import (
    Evidence,
    Observation,
    ObservedAs,
    PageState,
    Picture,
    Profile,
)

EXTRACTOR = "extractor"
"""The validator that says whose the others are: they mean nothing to another reader."""

NO_SOURCE = "no-source"
"""The code of a sight that nobody could have: no key, and pages for people alone."""

SIGHT = "sight"
"""The validator that says of which sight the others are: "nothing new" is as in it."""


@dataclass(frozen=True)
class LookErrand:
    """An account to look at.

    `last` is the last good sight of it and `others` the last good ones through other
    eyes: the one that can be compared with what is seen now is of use. `validators` are
    what the last look handed back. With a `login` the account's pages are seen as the
    person who saved it sees them.
    """

    account: Account
    last: Observation | None = None
    validators: Mapping[str, str] = field(default_factory=dict)
    login: Login | None = None
    others: tuple[Observation, ...] = ()

    def good(self, extractor: str, observed_as: ObservedAs) -> Observation | None:
        """Give the last sight if it can be compared with one by this extractor."""
        known = (self.last, *self.others) if self.last else self.others
        like = (
            one
            for one in known
            if one.page_state is PageState.OK
            and (one.extractor, one.observed_as) == (extractor, observed_as)
        )
        return next(like, None)

    def given_to(self, extractor: str, observed_as: ObservedAs) -> Mapping[str, str]:
        """Give the validators if they belong to the last sight by this extractor."""
        last = self.good(extractor, observed_as)
        if last is None or self.validators.get(EXTRACTOR) != extractor:
            return {}
        is_of_last = self.validators.get(SIGHT) == mark_of(last.profile)
        return self.validators if is_of_last else {}


@dataclass(frozen=True)
class Look:
    """What a look at one account gave.

    `observation` is a sight of its own each time, also when it shows the same as the
    last: whoever keeps it decides whether the last one is extended. Its `evidence` are
    the digests of everything that shows it, and `evidence` here what is new among that.
    `validators` are for the next look. With a `failure` nothing was seen.
    """

    account_id: str
    observation: Observation | None = None
    evidence: tuple[Evidence, ...] = ()
    validators: Mapping[str, str] = field(default_factory=dict)
    failure: ArchiveError | None = None


@dataclass(frozen=True)
class Seen:
    """What a way of looking found, before it is an observation.

    `evidence` is what was fetched, `kept` the digests of everything that shows it.
    """

    state: PageState
    extractor: str
    observed_as: ObservedAs
    profile: Profile = field(default_factory=Profile)
    code: str = ""
    locale: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    counters: Mapping[str, int] = field(default_factory=dict)
    last_active_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    kept: tuple[str, ...] = ()
    validators: Mapping[str, str] = field(default_factory=dict)


def look_of(errand: LookErrand, seen: Seen, tools: CaptureTools) -> Look:
    """Make what was found an observation.

    Validators outlive an error: they still belong to the last good sight.
    """
    observation = Observation(
        observation_id=tools.new_id(),
        account_id=errand.account.account_id,
        seen_at=tools.clock(),
        page_state=seen.state,
        observed_as=seen.observed_as,
        extractor=seen.extractor,
        profile=seen.profile,
        locale=seen.locale,
        code=seen.code,
        sources=seen.sources,
        counters=seen.counters,
        last_active_at=seen.last_active_at,
        evidence=seen.kept,
    )
    mark = mark_of(seen.profile)
    validators = {**seen.validators, EXTRACTOR: seen.extractor, SIGHT: mark}
    return Look(
        account_id=errand.account.account_id,
        observation=observation,
        evidence=seen.evidence,
        validators=validators if seen.state is PageState.OK else errand.validators,
    )


def shows_the_same(profile: Profile, last: Profile) -> bool:
    """Whether two sights show the same, as far as both show anything.

    It decides what is worth keeping as evidence, not what is a change.
    """
    pairs = (
        (_shown(getattr(profile, name)), _shown(getattr(last, name)))
        for name in Profile.model_fields
        if name != "revision"
    )
    return all(one is None or other is None or one == other for one, other in pairs)


def mark_of(profile: Profile) -> str:
    """Give a digest of what a profile shows, the same for every sight of the same."""
    fields = (name for name in Profile.model_fields if name != "revision")
    shown = [_shown(getattr(profile, name)) for name in fields]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _shown(value: object) -> object:
    """Give what tells a value from another: a picture's address does not."""
    if not isinstance(value, Picture):
        return value
    return value.key or value.sha256 or value.url
