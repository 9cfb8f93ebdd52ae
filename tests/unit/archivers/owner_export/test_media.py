# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures and films of an export are found by the names that posts give them."""

from zipfile import ZipFile

import pytest

from archivers.media_bytes import StoredMedia
from archivers.owner_export import OwnerExport
from archivers.owner_export.media import ExportMedia, mime_type_of, within


@pytest.fixture
def export(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("mapp/media/ås.JPG", b"bild")
        archive.writestr("mapp/media/film.mp4", b"film")
    with OwnerExport.opened([tmp_path / "a.zip"]) as export:
        yield export


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.JPG", "image/jpeg"), ("b/c.webp", "image/webp"), ("a.mp4", "video/mp4")],
)
def test_the_type_is_told_by_the_name(name, kind):
    assert mime_type_of(name) == kind


@pytest.mark.parametrize("name", ["a", "jpg", "a.json", "a.jpg.txt"])
def test_what_is_no_media_has_no_type(name):
    assert mime_type_of(name) is None


def test_what_is_there_is_stored_with_its_digest(export):
    media = ExportMedia(export)

    found = media.take("mapp/media/ås.JPG", "En ås")

    info = export.members["mapp/media/ås.JPG"]
    assert (found.url, found.alternative_text) == (
        "export:mapp/media/%C3%A5s.JPG",
        "En ås",
    )
    assert not found.is_video
    assert media.stored == {
        found.url: StoredMedia("", 200, "image/jpeg", info.sha256, info.member)
    }
    assert media.names() == {"mapp/media/ås.JPG"}
    assert media.notes() == ()


def test_a_film_is_a_film(export):
    assert ExportMedia(export).take("mapp/media/film.mp4").is_video


def test_what_is_missing_is_noted_once_however_often_it_is_named(export):
    media = ExportMedia(export)

    media.take("borta.jpg")
    media.take("borta.jpg")

    assert media.stored["export:borta.jpg"] == StoredMedia("", 404, "image/jpeg")
    assert media.names() == frozenset()
    assert media.notes() == (
        "En bild eller film saknas i exporten. Kanske finns fler delar att lämna in.",
    )
    media.take("också-borta.jpg")
    assert media.notes()[0].startswith("2 bilder eller filmer saknas")


def test_an_address_is_looked_for_below_each_root(export):
    find = within(export, "", "annan/", "mapp/")

    assert find("media/film.mp4") == "mapp/media/film.mp4"
    assert find("media/borta.mp4") == "media/borta.mp4"
