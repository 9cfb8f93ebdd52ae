# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keep a sight: the same seen again goes on, anything else is a new observation.

So a year of hourly looks at a profile that nobody changes is one row, and how long a
thing was seen can be read from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.context import Archive
from rules.changes import extractor_line, filled_from, is_same_sight
from schemas.profile import Evidence, Observation, PageState


@dataclass(frozen=True)
class Kept:
    """A sight as it is to stand, and what is to be kept of what showed it.

    `before` is the sight that it is compared with: the newest by the same eyes and
    extractor that was good. `is_other` says whether it shows anything else.
    """

    sight: Observation
    is_new: bool
    before: Observation | None
    is_other: bool = False
    evidence: tuple[Evidence, ...] = ()


def keep_sight(
    heads: Sequence[Observation],
    seen: Observation,
    evidence: Sequence[Evidence] = (),
) -> Kept:
    """Tell how a sight is kept, given the newest sights of its account.

    Whoever looked gives only evidence that is new; of an error that lasts the first
    look's is enough.
    """
    like = [one for one in heads if _is_alike(one, seen)]
    before = next((one for one in like if one.page_state is PageState.OK), None)
    going = like[0] if like and _goes_on(heads, like[0], seen) else None
    if going is None:
        is_other = before is None or not is_same_sight(before, seen)
        shows = tuple(evidence)
        return Kept(seen, is_new=True, before=before, is_other=is_other, evidence=shows)
    is_good = seen.page_state is PageState.OK
    shown = seen.evidence if is_good else ()
    sight = going.model_copy(
        update={
            "profile": filled_from(seen.profile, going.profile),
            "last_seen_at": seen.seen_at,
            "sights": going.sights + 1,
            "last_active_at": seen.last_active_at or going.last_active_at,
            "counters": {**going.counters, **seen.counters},
            "evidence": tuple(dict.fromkeys((*going.evidence, *shown))),
        }
    )
    kept = tuple(evidence) if is_good else ()
    return Kept(sight, is_new=False, before=before, is_other=False, evidence=kept)


def write_sights(archive: Archive, kept: Sequence[Kept]) -> None:
    """Write sights and their evidence, in as many questions as for one.

    Raises:
        StoreDown: the database does not answer.
    """
    database = archive.database
    database.evidence.put([one for each in kept for one in each.evidence])
    database.observations.add_all([each.sight for each in kept if each.is_new])
    database.observations.extend([each.sight for each in kept if not each.is_new])


def _is_alike(one: Observation, seen: Observation) -> bool:
    return one.observed_as is seen.observed_as and extractor_line(
        one.extractor
    ) == extractor_line(seen.extractor)


def _goes_on(
    heads: Sequence[Observation], newest: Observation, seen: Observation
) -> bool:
    """Tell whether a sight is the same as the newest by the same eyes.

    A good sight does not go on over a bad one, nor a bad one over a good one by other
    eyes: how long an account has been gone is counted from the last good sight.
    """
    is_good = seen.page_state is PageState.OK
    between = (
        one
        for one in heads
        if one.until > newest.until and (one.page_state is PageState.OK) is not is_good
    )
    return is_same_sight(newest, seen) and next(between, None) is None
