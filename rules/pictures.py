# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two sights of a profile or cover picture show the same picture.

In tiers: the platform's own key, then the bytes, then how the pictures look. A platform
re-encodes and moves its copies at will, so unequal bytes prove nothing; and a
perceptual hash alone misses a recoloured logo, so the grid of colours has its say.
"""

import base64
import binascii
from dataclasses import dataclass

from schemas.policy import ChangePolicy
from schemas.profile import FieldVerdict, Picture

_GRID_BYTES = 32 * 32 * 3
_UNSEEN_PART = 4
"""A quarter of the step at which tiles differ: no eye sees it in any of them."""


@dataclass(frozen=True)
class PictureVerdict:
    """What a comparison of two pictures says, and by how much they differ."""

    verdict: FieldVerdict
    phash_distance: int | None = None
    tile_difference: int | None = None


def judge_pictures(
    before: Picture | None, after: Picture | None, policy: ChangePolicy
) -> PictureVerdict:
    """Judge whether a picture is the same, replaced, changed, or for a person to see.

    A picture that was not found is unknown, but one that is not there by the platform's
    own word is a change. A new key (or new bytes at the same address) of a picture that
    looks the same is `REPLACED`: noted and kept, since small text can hide below what
    a re-encoding does.
    """
    if before is None or after is None:
        return PictureVerdict(FieldVerdict.UNKNOWN)
    if not before.url or not after.url:
        is_same = before.url == after.url
        return PictureVerdict(FieldVerdict.SAME if is_same else FieldVerdict.CHANGED)
    if _both_equal(before.key, after.key) or _both_equal(before.sha256, after.sha256):
        return PictureVerdict(FieldVerdict.SAME)
    return _judge_looks(before, after, policy)


def is_known(picture: Picture | None) -> bool:
    """Tell whether a picture can be told from another, or is known not to be there."""
    return picture is not None and (
        not picture.url or picture.key is not None or picture.sha256 is not None
    )


def is_same_picture(before: Picture | None, after: Picture | None) -> bool:
    """Tell whether nothing new was seen of a picture, in the strict sense.

    Equal keys are the same picture. Without keys its bytes must be the same: a picture
    that only looks the same is a new sight, so that its original is kept.
    """
    if before is None or after is None or not (is_known(before) and is_known(after)):
        return is_known(before) == is_known(after)
    if not before.url or not after.url:
        return before.url == after.url
    if before.key is not None and after.key is not None:
        return before.key == after.key
    return (before.sha256, before.phash) == (after.sha256, after.phash)


def phash_distance(before: str | None, after: str | None) -> int | None:
    """Count the bits in which two perceptual hashes differ; None if one is missing."""
    if before is None or after is None:
        return None
    return (int(before, 16) ^ int(after, 16)).bit_count()


def tile_difference(before: str | None, after: str | None) -> int | None:
    """Give the largest step between two grids of colours, 0 to 255.

    Returns:
        None when either is missing or is not a grid of 32 x 32 colours.
    """
    grids = _grid(before), _grid(after)
    if grids[0] is None or grids[1] is None:
        return None
    return max(abs(a - b) for a, b in zip(grids[0], grids[1], strict=True))


def _judge_looks(
    before: Picture, after: Picture, policy: ChangePolicy
) -> PictureVerdict:
    """Judge two pictures by how they look.

    In a plain or symmetrical mark the hash counts noise: a re-encoding alone can move
    eight bits of it. So tiles that differ nowhere outweigh it.
    """
    distance = phash_distance(before.phash, after.phash)
    tiles = tile_difference(before.tiles, after.tiles)
    if distance is None:
        verdict = _unopened(before, after)
    elif tiles is not None and tiles <= policy.same_tile // _UNSEEN_PART:
        verdict = _alike(before, after)
    elif distance >= policy.changed_phash:
        verdict = FieldVerdict.CHANGED
    elif distance > policy.same_phash or tiles is None or tiles > policy.same_tile:
        verdict = FieldVerdict.UNSURE
    else:
        verdict = _alike(before, after)
    return PictureVerdict(verdict, distance, tiles)


def _unopened(before: Picture, after: Picture) -> FieldVerdict:
    """Judge pictures that cannot be opened: other than before, or never seen."""
    is_other = _both_known(before.key, after.key)
    is_other = is_other or _both_known(before.sha256, after.sha256)
    return FieldVerdict.UNSURE if is_other else FieldVerdict.UNKNOWN


def _alike(before: Picture, after: Picture) -> FieldVerdict:
    """Judge pictures that look the same: re-encoded by the platform, or put in anew."""
    if _both_known(before.key, after.key) or _place(before) == _place(after):
        return FieldVerdict.REPLACED
    return FieldVerdict.SAME


def _place(picture: Picture) -> str:
    """Give a picture's address without its signature: one variant of one original."""
    return picture.url.partition("?")[0]


def _both_known(before: str | None, after: str | None) -> bool:
    return before is not None and after is not None


def _both_equal(before: str | None, after: str | None) -> bool:
    return before is not None and before == after


def _grid(tiles: str | None) -> bytes | None:
    try:
        grid = base64.b64decode(tiles or "", validate=True)
    except (binascii.Error, ValueError):
        return None
    return grid if len(grid) == _GRID_BYTES else None
