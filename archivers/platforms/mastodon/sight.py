# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at a profile on a Mastodon server: one question, often without an answer."""

from datetime import UTC, datetime

from archivers.api.platform import Errand, ProfileSight
from archivers.conditional import conditions_from, validators_in
from archivers.platforms.mastodon import shapes
from archivers.platforms.mastodon.reading import LOOK_UP, demand_open, named, profile_of
from archivers.platforms.mastodon.server import Server, account_name

_FIELDS = ("name", "about", "avatar", "cover", "links", "handle", "platform_id")
SOURCES = dict.fromkeys(_FIELDS, LOOK_UP)


def see(server: Server, errand: Errand) -> ProfileSight:
    """Look at an account; when the server says that nothing is new, it is as it was.

    Raises:
        AccountGone: it is not there, the server has closed it, or it has moved.
        NeedsPerson: a key is needed, or the answer is not understood.
        Unavailable: the server is down or asks us to wait.
    """
    name = account_name(str(errand.account.url))
    conditions = conditions_from(errand.validators) if errand.known else {}
    answer = server.ask_anew(LOOK_UP, conditions, acct=name)
    if errand.known is not None and conditions and answer.is_unmodified:
        return ProfileSight(errand.known, SOURCES, validators=errand.validators)
    _, found = server.understood(shapes.Profile, answer)
    demand_open(found, server)
    return ProfileSight(
        profile=profile_of(found, server, named),
        sources=SOURCES,
        counters=_counters(found),
        last_active_at=_day(found.last_status_at),
        answers=(answer,),
        validators=validators_in(answer.head.value),
    )


def _counters(found: shapes.Profile) -> dict[str, int]:
    counts = {
        "posts": found.statuses_count,
        "followers": found.followers_count,
        "following": found.following_count,
    }
    return {name: count for name, count in counts.items() if count is not None}


def _day(text: str | None) -> datetime | None:
    """Read the day of the last post, which is all that the server tells."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
