# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report shows what the watch compared, with pictures that are kept."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline import profile_pictures
from pipeline.order import Request, place_order
from pipeline.report import read_report
from pipeline.snapshot import run_order
from schemas.capture import FileRole
from schemas.change_report import PictureState
from schemas.errors import DigestMismatch, UnknownName
from schemas.order import OrderReason
from schemas.profile import (
    ChangeState,
    Evidence,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    Picture,
    Profile,
    ProfileChange,
    ProfileField,
)
from tests.sample_change_report import BLUE, RED

URL = "https://torget.example/media/avatar.png"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def seen(archive, name: str, data: bytes | None, sight: str) -> Observation:
    """Note a sight of the profile."""
    avatar = Picture(url=URL, sha256=digest(data)) if data else Picture(url="")
    observation = Observation(
        observation_id=sight,
        account_id="biblioteket",
        seen_at=archive.clock(),
        page_state=PageState.OK,
        extractor="webpage-browser/1",
        profile=Profile(name=name, about="Välkommen in.", avatar=avatar),
    )
    archive.database.observations.add(observation)
    return observation


@pytest.fixture
def change(archive, package) -> ProfileChange:
    """A change of name and picture that a person has confirmed."""
    assert package.is_complete
    before = seen(archive, "Älmhults bibliotek", BLUE, "sight-1")
    after = seen(archive, "Biblioteken i Älmhult", RED, "sight-2")
    found = ProfileChange(
        change_id="change-1",
        account_id="biblioteket",
        before_id=before.observation_id,
        after_id=after.observation_id,
        comparisons=(
            FieldComparison(
                field=ProfileField.AVATAR,
                verdict=FieldVerdict.CHANGED,
                phash_distance=22,
                tile_difference=139,
            ),
            FieldComparison(field=ProfileField.NAME, verdict=FieldVerdict.CHANGED),
        ),
        state=ChangeState.CONFIRMED,
        found_at=archive.clock(),
        settled_by="Ulla",
        settled_at=archive.clock(),
    )
    archive.database.changes.add(found)
    return found


def keep(archive, *pictures: bytes) -> None:
    """Keep pictures as the watch does."""
    archive.database.evidence.put(
        [
            Evidence(
                sha256=digest(data),
                media_type="image/png",
                taken_at=archive.clock(),
                source=URL,
                content=data,
            )
            for data in pictures
        ]
    )


def archived(archive, platform, change_id: str | None = None):
    """Archive the account, for a change if there is one; give the package's report."""
    reason = OrderReason.PROFILE_CHANGE if change_id else OrderReason.REQUEST
    request = Request(
        account_id="biblioteket",
        ordered_by="Avbild",
        reason=reason,
        reason_text="Ny",
        change_id=change_id,
    )
    order = place_order(archive, request)
    shown = {}

    def craft(report, pictures, folder, chromium, workspace):
        shown.update(pictures)
        return platform.crafts().change_report(
            report, pictures, folder, chromium, workspace
        )

    crafts = replace(platform.crafts(), change_report=craft)
    package = run_order(archive, order.order_id, crafts)
    return read_report(archive.store.open(package.package_id)), shown


def test_the_two_sights_that_the_watch_compared_are_shown(archive, change, platform):
    keep(archive, BLUE, RED)
    report, shown = archived(archive, platform, change.change_id)
    found = report.change_report
    assert [row.field for row in found.rows] == [ProfileField.NAME, ProfileField.AVATAR]
    name, avatar = found.rows
    assert (name.before, name.after) == ("Älmhults bibliotek", "Biblioteken i Älmhult")
    assert avatar.before_picture.sha256 == digest(BLUE)
    assert avatar.after_picture.sha256 == digest(RED)
    assert (avatar.phash_distance, avatar.tile_difference) == (22, 139)
    assert shown == {digest(BLUE): BLUE, digest(RED): RED}
    assert found.change == change
    assert found.before.last_seen_at < found.after.first_seen_at


def test_the_report_is_a_file_of_the_package(archive, change, platform):
    report, _ = archived(archive, platform, change.change_id)
    (file,) = (f for f in report.files if f.role is FileRole.CHANGE_REPORT)
    files = archive.store.open(report.package_id)
    path = f"representations/rendering/data/{file.path}"
    with files.open(path) as stream:
        assert digest(stream.read()) == file.sha256
    with files.open("documentation/README.txt") as stream:
        readme = stream.read().decode()
    assert path in readme
    assert "förändringsrapport" in readme


def test_a_picture_that_nobody_kept_is_said_to_be_lost(archive, change, platform):
    keep(archive, RED)
    report, shown = archived(archive, platform, change.change_id)
    avatar = report.change_report.rows[1]
    assert avatar.before_picture.state is PictureState.LOST
    assert avatar.after_picture.state is PictureState.KEPT
    assert shown == {digest(RED): RED}


def test_a_kept_picture_that_is_damaged_stops_nothing(
    archive, change, platform, monkeypatch
):
    keep(archive, BLUE, RED)
    get = archive.database.evidence.get

    def damaged(name):
        if name == digest(BLUE):
            raise DigestMismatch(name)
        return get(name)

    monkeypatch.setattr(archive.database.evidence, "get", damaged)
    report, shown = archived(archive, platform, change.change_id)
    assert report.change_report.rows[1].before_picture.state is PictureState.LOST
    assert shown == {digest(RED): RED}


def test_a_picture_in_the_earlier_web_archive_is_found(
    archive, change, platform, monkeypatch
):
    def recorded(warcs, addresses, digests):
        assert len(list(warcs)) == 1
        assert URL in addresses
        yield from ((URL, digest(d), d) for d in (BLUE, RED) if digest(d) in digests)

    monkeypatch.setattr(profile_pictures, "recorded_pictures", recorded)
    report, shown = archived(archive, platform, change.change_id)
    assert report.change_report.rows[1].before_picture.sha256 == digest(BLUE)
    assert shown == {digest(BLUE): BLUE, digest(RED): RED}


def test_another_picture_at_the_same_address_is_not_shown_for_it(
    archive, change, platform, monkeypatch
):
    other = b"another picture"

    def recorded(warcs, addresses, digests):
        del warcs, addresses, digests
        yield URL, digest(other), other

    monkeypatch.setattr(profile_pictures, "recorded_pictures", recorded)
    report, shown = archived(archive, platform, change.change_id)
    assert report.change_report.rows[1].before_picture.state is PictureState.LOST
    assert shown == {}


def test_an_archiving_without_a_change_compares_with_the_one_before(
    archive, package, platform
):
    platform.profile = platform.profile.model_copy(update={"about": "Stängt i juli."})
    report, _ = archived(archive, platform)
    found = report.change_report
    rows = {row.field: row for row in found.rows}
    assert rows[ProfileField.ABOUT].verdict is FieldVerdict.CHANGED
    assert rows[ProfileField.ABOUT].before == "Välkommen in."
    assert rows[ProfileField.ABOUT].after == "Stängt i juli."
    assert rows[ProfileField.NAME].verdict is FieldVerdict.SAME
    assert found.before_package_id == package.package_id
    assert found.change is None


def test_a_change_that_is_not_there_is_an_error(archive, package, platform):
    assert package
    with pytest.raises(UnknownName):
        archived(archive, platform, "change-9")


def test_the_transcript_lists_the_report(archive, package, platform):
    """It is written before the transcript, which gives every file's checksum."""
    assert package
    roles = []

    def transcript(capture, cover, folder: Path, chromium, workspace):
        roles.extend(file.role for file in capture.files)
        return platform.crafts().transcript(capture, cover, folder, chromium, workspace)

    crafts = replace(platform.crafts(), transcript=transcript)
    request = Request(account_id="biblioteket", ordered_by="Ulla", reason_text="Ny")
    run_order(archive, place_order(archive, request).order_id, crafts)
    assert FileRole.CHANGE_REPORT in roles


def test_pictures_of_two_captures_are_told_apart_by_how_they_look(
    archive, account, plan, platform, monkeypatch
):
    """A capture knows its pictures by their bytes, which differ at a re-encoding."""
    assert plan.board_id == account.board_id
    pictures = {digest(data): data for data in (patterned(b"a"), patterned(b"b"))}

    def recorded(warcs, addresses, digests):
        del warcs, addresses
        yield from ((URL, one, pictures[one]) for one in digests)

    monkeypatch.setattr(profile_pictures, "recorded_pictures", recorded)
    for name in pictures:
        avatar = Picture(url=URL, sha256=name)
        platform.profile = platform.profile.model_copy(update={"avatar": avatar})
        report, _ = archived(archive, platform)
    rows = {row.field: row for row in report.change_report.rows}
    row = rows[ProfileField.AVATAR]
    assert row.verdict is FieldVerdict.CHANGED
    assert row.phash_distance > 0
    assert row.tile_difference > 0


def patterned(word: bytes) -> bytes:
    """Draw eight by eight squares in greys that a word gives."""
    greys = hashlib.sha512(word).digest()
    image = Image.frombytes("L", (8, 8), greys).resize((64, 64))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
