# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a capture notes of the profile that it saw."""

import hashlib

from archivers.watch.looks import looks_of
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.profile import Evidence, Picture
from tests.sample_change_report import BLUE


def test_the_captures_own_sight_says_how_its_pictures_look(
    archive, account, plan, platform
):
    """A replaced picture is else never told from one that was only sent anew."""
    assert plan.board_id == account.board_id
    request = Request(
        account_id=account.account_id, ordered_by="Ulla", reason_text="Stickprov"
    )
    order = place_order(archive, request)
    kept = Evidence(
        sha256=hashlib.sha256(BLUE).hexdigest(),
        media_type="image/png",
        taken_at=archive.clock(),
        source="https://torget.example/media/1.png",
        content=BLUE,
    )
    archive.database.evidence.put([kept])
    avatar = Picture(url=kept.source, sha256=kept.sha256)
    platform.profile = platform.profile.model_copy(update={"avatar": avatar})
    run_order(archive, order.order_id, platform.crafts())
    seen = archive.database.observations.last_good("biblioteket").profile.avatar
    looks = looks_of(BLUE)
    assert (seen.phash, seen.tiles) == (looks.phash, looks.tiles)
