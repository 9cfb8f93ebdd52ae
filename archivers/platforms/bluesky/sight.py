# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at profiles on Bluesky: one with care, or many at a glance.

Views are copies that lag behind and leave things out, so the stored words are always
the owner's, from the owner's own server. What a view says is only a gate: as long as it
says the same as when the owner's words were read, they need not be read again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archivers.api.platform import Errand, Glance, ProfileSight
from archivers.platforms.bluesky.names import moment_of
from archivers.platforms.bluesky.network import Network
from archivers.platforms.bluesky.originals import Blobs
from archivers.platforms.bluesky.profile import QUESTION, owners_word, profile_of
from archivers.platforms.bluesky.shapes import ActorProfile
from schemas.profile import Profile

MOST_ACTORS = 25
"""So many accounts may one question be about (app.bsky.actor.getProfiles)."""

VIEW = "view"
_SEEN_IN_VIEWS = (
    "handle",
    "display_name",
    "description",
    "avatar",
    "banner",
    "website",
)
SOURCES = {
    **dict.fromkeys(("name", "about", "avatar", "cover", "links"), QUESTION),
    **dict.fromkeys(("handle", "platform_id"), "app.bsky.actor.getProfile"),
    "revision": "com.atproto.sync.getRepoStatus",
}


def see(network: Network, actor: str, known: Profile | None) -> ProfileSight:
    """Look at one account with care.

    The revision moves with every change of posts and profile, but not with the handle,
    and not when an account is closed and opened again: so handle and status are always
    asked for too.

    Raises:
        NeedsPerson: the account is gone, closed, or an answer is not understood.
        Unavailable: a server is down or asks us to wait.
    """
    view, seen = network.view(actor)
    status = network.status(seen.did)
    sight = ProfileSight(
        profile=known or Profile(),
        sources=SOURCES,
        counters=seen.counters,
        last_active_at=moment_of(status.rev or ""),
        validators=_validators(seen),
    )
    if known is not None and _is_unmoved(known, seen, status.rev):
        return sight
    written, value = owners_word(network, seen.did)
    profile = profile_of(value, seen, status, Blobs(network, seen.did).named)
    return replace(sight, profile=profile, answers=(view, written))


def glance(network: Network, errands: Sequence[Errand]) -> Mapping[str, Glance]:
    """Look at many accounts that are known by their DID, with one question.

    Raises:
        NeedsPerson: the answer is not understood.
        Unavailable: the server is down or asks us to wait.
    """
    asked = {
        errand.account.account_id: errand.known.platform_id
        for errand in errands
        if errand.known is not None and errand.known.platform_id
    }
    shown = {seen.did: seen for seen in network.views_of(tuple(asked.values()))}
    return {
        account: Glance(_validators(shown[did]), shown[did].counters)
        for account, did in asked.items()
        if did in shown
    }


def _is_unmoved(known: Profile, seen: ActorProfile, revision: str | None) -> bool:
    return (
        revision is not None
        and known.revision == revision
        and known.platform_id == seen.did
        and seen.known_handle in {None, known.handle}
    )


def _validators(seen: ActorProfile) -> dict[str, str]:
    """Give a digest of what a view shows of the profile, without its counts."""
    shown = [getattr(seen, name) for name in _SEEN_IN_VIEWS]
    text = json.dumps(shown, ensure_ascii=False)
    return {VIEW: hashlib.sha256(text.encode()).hexdigest()}
