# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The health report of a capture (fångstrapport): expected against found.

Exit code 0 and a valid package say nothing about completeness: peers kept 12 of 60
posts and said nothing. So whatever a page states about itself is compared with what was
found, and every shortfall becomes a sentence that a person can act on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.capture import (
    CaptureHealth,
    Count,
    ExportReport,
    FailedResource,
    RecorderReport,
    ReplayCheck,
    SourceShare,
)
from schemas.item import Item, ItemKind
from schemas.profile import PageState

STATED_BY_PROFILE = "antalet som profilen anger"
STATED_BY_POSTS = "antalet som inläggen anger"
STATED_BY_PAGES = "bilder och filmer som inläggen visar"
NOTHING_STATED = "sidan anger inget antal"
FIRST_ERROR = 400


@dataclass(frozen=True)
class Thread:
    """A post's own number of comments against those that were found below it."""

    stated: int | None
    found: int


@dataclass(frozen=True)
class Evidence:
    """Everything that the health of a capture is judged by.

    `lost_pages` are pages of the account that did not open; `refused_media` counts the
    pictures that the platform itself answered with an error: they are broken for every
    visitor, so their absence is what the page looked like. `posts_source` says where
    the stated number of posts comes from. `replay` is what the finished recording
    showed with the network cut; None if that was not tried. `gaps` are sentences on
    what a source said that it failed to give.
    """

    page_state: PageState
    items: Sequence[Item]
    stated_posts: int | None
    threads: Sequence[Thread]
    refused_media: int
    pages_visited: int
    lost_pages: Sequence[str]
    failed_resources: Sequence[FailedResource]
    limits_hit: Sequence[str]
    recorder: RecorderReport
    threshold: float = 1.0
    posts_source: str = STATED_BY_PROFILE
    sources: Sequence[SourceShare] = ()
    notes: Sequence[str] = ()
    replay: ReplayCheck | None = None
    gaps: Sequence[str] = ()
    export: ExportReport | None = None


def judge(evidence: Evidence) -> CaptureHealth:
    """Judge whether a capture may be called an archive, and say what it lacks."""
    posts = _posts(evidence)
    comments = _comments(evidence)
    media = _media(evidence)
    return CaptureHealth(
        page_state=evidence.page_state,
        posts=posts,
        comments=comments,
        media=media,
        pages_visited=evidence.pages_visited,
        failed_resources=tuple(evidence.failed_resources),
        limits_hit=tuple(evidence.limits_hit),
        recorder=evidence.recorder,
        replay=evidence.replay,
        sources=tuple(evidence.sources),
        export=evidence.export,
        notes=(*evidence.notes, *evidence.recorder.notes),
        missing=(
            *_shortfall(posts, "inlägg", evidence.threshold),
            *_shortfall(comments, "kommentarer", evidence.threshold),
            *_shortfall(media, "bilder och filmer", evidence.threshold),
            *_other_gaps(evidence),
        ),
    )


def _posts(evidence: Evidence) -> Count:
    found = sum(item.kind is ItemKind.POST for item in evidence.items)
    source = NOTHING_STATED if evidence.stated_posts is None else evidence.posts_source
    return Count(expected=evidence.stated_posts, found=found, source=source)


def _comments(evidence: Evidence) -> Count:
    """Count comments; a thread with more than it states does not make up for another.

    Only threads that state a number are compared.
    """
    kinds = {ItemKind.COMMENT, ItemKind.REPLY}
    found = sum(item.kind in kinds for item in evidence.items)
    stated = [t for t in evidence.threads if t.stated is not None]
    if not stated:
        return Count(expected=None, found=found, source=NOTHING_STATED)
    lacking = sum(max(0, (t.stated or 0) - t.found) for t in stated)
    return Count(expected=found + lacking, found=found, source=STATED_BY_POSTS)


def _media(evidence: Evidence) -> Count:
    shown = [media for item in evidence.items for media in item.media]
    found = sum(media.sha256 is not None for media in shown)
    expected = len(shown) - evidence.refused_media
    return Count(expected=expected, found=found, source=STATED_BY_PAGES)


def _shortfall(count: Count, what: str, threshold: float) -> tuple[str, ...]:
    if count.expected is None or count.found >= count.expected * threshold:
        return ()
    return (f"{count.found} av {count.expected} {what} hittades ({count.source}).",)


def _other_gaps(evidence: Evidence) -> tuple[str, ...]:
    gaps = [*evidence.gaps]
    gaps += [f"En gräns nåddes: {limit}" for limit in evidence.limits_hit]
    if not evidence.items and evidence.stated_posts != 0:
        gaps.append("Inget inlägg hittades på kontots sida.")
    if evidence.lost_pages:
        number = len(evidence.lost_pages)
        gaps.append(f"{number} av kontots sidor gick inte att öppna.")
    if evidence.recorder.undecodable:
        number = len(evidence.recorder.undecodable)
        gaps.append(f"{number} svar från servern går inte att avkoda.")
    return (*gaps, *replay_gaps(evidence.replay))


def replay_gaps(check: ReplayCheck | None) -> tuple[str, ...]:
    """Say what a finished recording did not show when it was replayed."""
    if check is None or check.passed:
        return ()
    if check.stopped_by:
        return (f"Fångsten gick inte att spela upp utan nät: {check.stopped_by}",)
    gaps = []
    if check.missing:
        number = len(check.missing)
        what = "adress" if number == 1 else "adresser"
        gaps.append(f"{number} {what} saknas när fångsten spelas upp utan nät.")
    for shown, expected, what in (
        (check.posts, check.expected_posts, "inlägg"),
        (check.comments, check.expected_comments, "kommentarer"),
    ):
        if shown != expected:
            gaps.append(
                f"{shown} {what} visas när fångsten spelas upp utan nät, mot "
                f"{expected} när den gjordes."
            )
    return tuple(gaps)
