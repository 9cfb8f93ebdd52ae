# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at accounts by the API of their platform: many at a glance, or one with care.

A glance says only that nothing has changed; what is stored always comes from a look
with care. Once a day an account is looked at with care whatever the glances say: they
do not show everything, such as that an account is deactivated.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from archivers import PLATFORMS
from archivers.api.client import Answer
from archivers.api.platform import (
    ApiPlatform,
    BatchPlatform,
    Errand,
    Glance,
    ProfileSight,
)
from archivers.assembly import clean_url
from archivers.by_api import SOURCE, STATES
from archivers.secrets import Scrubber
from archivers.watch.errand import (
    NO_SOURCE,
    Look,
    LookErrand,
    Seen,
    look_of,
    shows_the_same,
)
from archivers.watch.eyes import Eyes, host_of
from archivers.watch.pictures import PictureKeeper
from schemas.errors import ArchiveError, NeedsPerson, NoSource, Unavailable
from schemas.profile import Evidence, Observation, ObservedAs, PageState, Profile

CARE = "careful-at"
SHORTEST_REST = timedelta(hours=18)
LONGEST_REST = timedelta(hours=30)
"""A day on average, and not the same hour for all."""


class Glances(NamedTuple):
    """What a glance gave: the looks that it settled, and who needs one with care."""

    looks: tuple[Look, ...]
    others: tuple[LookErrand, ...]


def extractor_of(platform: ApiPlatform) -> str:
    """Name the eyes with which an API is looked through."""
    return f"{platform.name}-{SOURCE}/{platform.version}"


def look_with_care(errand: LookErrand, platform: ApiPlatform, eyes: Eyes) -> Look:
    """Look at one account by its platform's API; what is wrong with it is a state.

    Raises:
        ArchiveError: the look could not be made.
    """
    extractor = extractor_of(platform)
    try:
        sight = platform.see_profile(
            eyes.client(platform), _errand(errand, extractor, eyes)
        )
    except tuple(STATES) as error:
        state = STATES[type(error)]
        eyes.health.note(host_of(errand.account), state)
        code = NO_SOURCE if isinstance(error, NoSource) else error.code
        seen = Seen(state, extractor, ObservedAs.API, code=code)
        return look_of(errand, seen, eyes.tools)
    eyes.health.note(host_of(errand.account), PageState.OK)
    return look_of(errand, _seen(errand, sight, extractor, eyes), eyes.tools)


def _errand(errand: LookErrand, extractor: str, eyes: Eyes) -> Errand:
    """Say what is known of the account; from another extractor only its name is."""
    tools = eyes.tools
    known = errand.last.profile if errand.last else None
    if known is not None and errand.good(extractor, ObservedAs.API) is None:
        known = Profile(platform_id=known.platform_id, handle=known.handle)
    given = errand.given_to(extractor, ObservedAs.API)
    return Errand(
        errand.account, tools.access, tools.progress, known=known, validators=given
    )


def _seen(errand: LookErrand, sight: ProfileSight, extractor: str, eyes: Eyes) -> Seen:
    last = errand.good(extractor, ObservedAs.API)
    given = errand.given_to(extractor, ObservedAs.API)
    clock = eyes.tools.clock
    keeper = PictureKeeper(eyes.fetcher(errand.account), clock, last, given)
    profile = keeper.keep(sight.profile)
    answers = _answers(profile, last, sight.answers, eyes)
    kept = keeper.digests_of(profile)
    if answers or last is None:
        kept = (*kept, *(one.sha256 for one in answers))
    else:
        kept = tuple(dict.fromkeys((*last.evidence, *kept)))
    return Seen(
        state=PageState.OK,
        extractor=extractor,
        observed_as=ObservedAs.API,
        profile=profile,
        sources=sight.sources,
        counters=sight.counters or (last.counters if last else {}),
        last_active_at=sight.last_active_at or (last.last_active_at if last else None),
        evidence=(*keeper.evidence, *answers),
        kept=kept,
        validators={
            **sight.validators,
            **keeper.validators,
            CARE: clock().isoformat(),
        },
    )


def _answers(
    profile: Profile,
    last: Observation | None,
    answers: Sequence[Answer],
    eyes: Eyes,
) -> tuple[Evidence, ...]:
    """Keep the answers that a new sight was read from, without anything secret."""
    if last is not None and shows_the_same(profile, last.profile):
        return ()
    scrubber = Scrubber(eyes.tools.access.secrets)
    return tuple(_kept(answer, scrubber, eyes.tools.clock()) for answer in answers)


def _kept(answer: Answer, scrubber: Scrubber, now: datetime) -> Evidence:
    content = scrubber.response_text(answer.content, Counter())
    return Evidence(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=answer.mime_type or "application/json",
        taken_at=now,
        source=clean_url(answer.url),
        content=content,
    )


# --- at a glance ----------------------------------------------------------------------


def may_be_glanced_at(errand: LookErrand, now: datetime) -> bool:
    """Whether a glance can say that an account is as it was last seen with care."""
    platform = PLATFORMS.get(errand.account.platform)
    if not isinstance(platform, BatchPlatform):
        return False
    extractor = extractor_of(platform)
    last = errand.good(extractor, ObservedAs.API)
    given = errand.given_to(extractor, ObservedAs.API)
    if last is None or not last.profile.platform_id or CARE not in given:
        return False
    rested = now - datetime.fromisoformat(given[CARE])
    return timedelta(0) <= rested < _rest_of(errand.account.account_id)


def _rest_of(account_id: str) -> timedelta:
    """Give each account a rest of its own, so that they do not all end at once."""
    spread = hashlib.sha256(account_id.encode()).digest()[0] / 255
    return SHORTEST_REST + (LONGEST_REST - SHORTEST_REST) * spread


class Batch(NamedTuple):
    """Accounts on one platform, as many as one question may be about."""

    platform: BatchPlatform
    errands: tuple[LookErrand, ...]


def batches_of(errands: Sequence[LookErrand]) -> Iterator[Batch]:
    """Part errands that may be glanced at, by platform."""
    for name, platform in PLATFORMS.items():
        own = [errand for errand in errands if errand.account.platform == name]
        if isinstance(platform, BatchPlatform):
            most = platform.batch_size
            for start in range(0, len(own), most):
                yield Batch(platform, tuple(own[start : start + most]))


def glance_at(batch: Batch, eyes: Eyes) -> Glances:
    """Ask about accounts of one platform at once; whoever differs is left for care.

    A question that the platform does not understand settles nothing; one that it does
    not answer settles all: the platform is down, not they.

    Raises:
        ArchiveError: the question could not be asked.
    """
    platform, errands = batch
    extractor = extractor_of(platform)
    asked = [_errand(errand, extractor, eyes) for errand in errands]
    try:
        shown = platform.glance(eyes.client(platform), asked)
    except NeedsPerson:
        return Glances((), errands)
    except Unavailable as error:
        return _all_unseen(errands, extractor, error, eyes)
    return _settled(errands, shown, extractor, eyes)


def _all_unseen(
    errands: Sequence[LookErrand], extractor: str, error: ArchiveError, eyes: Eyes
) -> Glances:
    state = STATES.get(type(error))
    if state is None:
        raise error
    seen = Seen(state, extractor, ObservedAs.API, code=error.code)
    for errand in errands:
        eyes.health.note(host_of(errand.account), state)
    return Glances(tuple(look_of(one, seen, eyes.tools) for one in errands), ())


def _settled(
    errands: Sequence[LookErrand],
    shown: Mapping[str, Glance],
    extractor: str,
    eyes: Eyes,
) -> Glances:
    looks, others = [], []
    for errand in errands:
        found = shown.get(errand.account.account_id)
        last = errand.good(extractor, ObservedAs.API)
        if found is None or last is None or not _is_as_before(errand, found):
            others.append(errand)
        else:
            seen = _as_last(errand, last, found)
            looks.append(look_of(errand, seen, eyes.tools))
            eyes.health.note(host_of(errand.account), PageState.OK)
    return Glances(tuple(looks), tuple(others))


def _is_as_before(errand: LookErrand, found: Glance) -> bool:
    return all(
        errand.validators.get(name) == value for name, value in found.validators.items()
    )


def _as_last(errand: LookErrand, last: Observation, found: Glance) -> Seen:
    """Give the last sight again, with what is counted now."""
    return Seen(
        state=PageState.OK,
        extractor=last.extractor,
        observed_as=last.observed_as,
        profile=last.profile,
        locale=last.locale,
        sources=last.sources,
        counters=found.counters or last.counters,
        last_active_at=last.last_active_at,
        kept=last.evidence,
        validators=errand.validators,
    )
