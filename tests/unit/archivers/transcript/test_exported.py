# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures that stand only in the owner's export are shown out of it."""

from zipfile import ZipFile

import pytest

from archivers.transcript.exported import exported_pictures
from archivers.transcript.pictures import pictures_of
from schemas.capture import CaptureFile, FileRole
from schemas.errors import Damaged
from schemas.item import ExportMember, Media
from schemas.profile import Picture, Profile
from tests.samples import sample_capture, sample_png

MEMBER = ExportMember(file="export/1.zip", name="media/å.png")
ADDRESS = "export:media/%C3%A5.png"
OTHER = "https://cdn.example/a.png"


@pytest.fixture
def capture(tmp_path):
    found = sample_capture(tmp_path)
    (tmp_path / "export").mkdir()
    with ZipFile(tmp_path / "export/1.zip", "w") as export:
        export.writestr("media/å.png", sample_png())
    file = CaptureFile(
        path="export/1.zip",
        role=FileRole.EXPORT,
        mime_type="application/zip",
        size=1,
        sha256="a" * 64,
    )
    media = (Media(url=OTHER, member=MEMBER), Media(url=ADDRESS, member=MEMBER))
    post = found.items[0].model_copy(update={"media": media})
    update = {"items": (post,), "files": (*found.files, file)}
    return found.model_copy(update=update)


def test_a_picture_without_a_record_is_read_from_the_export(capture, tmp_path):
    pictures = pictures_of(capture, tmp_path)
    assert all(pictures.of(media) for media in capture.items[0].media)


def test_the_profile_of_an_export_has_its_pictures_there(capture, tmp_path):
    profile = Profile(name="Älmhult", avatar=Picture(url=ADDRESS))
    alone = capture.model_copy(update={"items": (), "profile": profile})
    assert pictures_of(alone, tmp_path).at(ADDRESS)


def test_what_the_recording_has_is_not_read_again(capture, tmp_path):
    media = (Media(url=OTHER, member=MEMBER, warc_record="urn:uuid:1"),)
    post = capture.items[0].model_copy(update={"media": media})
    recorded = capture.model_copy(update={"items": (post,)})
    assert list(exported_pictures(recorded, tmp_path, 10**6)) == []


def test_what_is_too_large_is_left(capture, tmp_path):
    assert list(exported_pictures(capture, tmp_path, 3)) == []


def test_a_broken_export_is_damage(capture, tmp_path):
    (tmp_path / "export/1.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(Damaged):
        pictures_of(capture, tmp_path)
