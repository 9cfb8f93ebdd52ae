# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small copies of the capture's pictures."""

import base64
import io
from contextlib import closing
from datetime import UTC, datetime

import pytest
from PIL import Image

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.transcript.pictures import look_of, pictures_of, thumbnail
from archivers.warc import NewRecord, WarcFile, record_ids
from schemas.capture import CaptureFile, FileRole
from schemas.item import Media
from schemas.profile import Picture, Profile
from tests.samples import ACCOUNT_URL, sample_capture

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


def picture(shape=(40, 30), mode="RGB", colour=(200, 30, 30), form="PNG"):
    written = io.BytesIO()
    Image.new(mode, shape, colour).save(written, form)
    return written.getvalue()


def opened(small):
    return Image.open(io.BytesIO(base64.b64decode(small.source.partition(",")[2])))


def write(warc, url, body, status="200 OK"):
    fields = [("Content-Type", "image/png"), ("Content-Length", str(len(body)))]
    with closing(Body.of([body])) as content:
        return warc.write(
            NewRecord(
                type="response",
                date=NOW,
                content_type="application/http; msgtype=response",
                body=content,
                head=HttpHead.build(f"HTTP/1.1 {status}", fields),
                target_uri=url,
            )
        )


@pytest.fixture
def captured(tmp_path):
    """A capture whose WARC holds the avatar and the first post's picture."""
    capture = sample_capture(tmp_path)
    path = tmp_path / "warc" / "more.warc.gz"
    with WarcFile(path, record_ids("c", "w")) as warc:
        write(warc, "https://b.example/avatar", picture((9, 9)))
        post = write(warc, "https://b.example/moved", picture((900, 90)))
        write(warc, "https://b.example/other", picture())
        write(warc, "https://b.example/gone", b"no", "404 Not Found")
        write(warc, "https://b.example/text", b"<html>not a picture")
    file = CaptureFile(
        path="warc/more.warc.gz",
        role=FileRole.WARC,
        mime_type="application/warc",
        size=path.stat().st_size,
        sha256="0" * 64,
    )
    media = tuple(
        Media(url=f"https://b.example/{name}", warc_record=record)
        for name, record in (("first", post), ("gone", None), ("text", None))
    )
    item = capture.items[0].model_copy(update={"media": media})
    return capture.model_copy(
        update={
            "files": (*capture.files, file),
            "items": (item,),
            "profile": Profile(avatar=Picture(url="https://b.example/avatar")),
        }
    )


def test_pictures_are_found_by_record_and_by_address(captured, tmp_path):
    """A redirected picture by its record, the avatar by its address."""
    found = pictures_of(captured, tmp_path)
    first, gone, page = captured.items[0].media
    assert (found.of(first).width, found.of(first).height) == (760, 76)
    assert found.at("https://b.example/avatar").width == 9
    assert found.of(gone) is None
    assert found.of(page) is None
    assert found.at("https://b.example/other") is None
    assert found.at(None) is None


def test_a_capture_without_pictures_reads_no_warc(captured, tmp_path):
    """Nothing is wanted, so nothing is opened."""
    bare = captured.model_copy(update={"items": (), "profile": Profile()})
    (tmp_path / "warc" / "more.warc.gz").unlink()
    assert pictures_of(bare, tmp_path).at("https://b.example/avatar") is None


def test_transparency_becomes_white_paper():
    """Black would swallow dark lettering."""
    small = thumbnail(picture(mode="RGBA", colour=(0, 0, 0, 0)), 99)
    assert opened(small).getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA", "I;16"])
def test_every_mode_of_picture_is_opened(mode):
    """Grey, palette, bits, print colours, 16 bits."""
    form = "JPEG" if mode == "CMYK" else "PNG"
    written = io.BytesIO()
    Image.new(mode, (8, 6)).save(written, form)
    assert thumbnail(written.getvalue(), 99).width == 8


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:-40],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 99,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_what_is_not_a_picture_is_none(content):
    """Damaged, cut short, or a format that is not opened."""
    assert thumbnail(content, 99) is None


def test_an_unreasonably_large_picture_is_not_opened(monkeypatch):
    """A few kilobytes may unpack to gigabytes."""
    monkeypatch.setattr("archivers.transcript.pictures.MOST_PIXELS", 100)
    assert thumbnail(picture(), 99) is None


def photographed(capture, folder, home):
    """A capture with a blue screenshot of a post and a red one of the home page."""
    shots = []
    for name, url, colour in (("post", f"{home}/1", "blue"), ("account", home, "red")):
        path = folder / "screenshots" / f"{name}.png"
        path.write_bytes(picture((1280, 5000), colour=colour))
        update = {
            "path": f"screenshots/{name}.png",
            "page_url": url,
            "role": FileRole.SCREENSHOT,
        }
        shots.append(capture.files[-1].model_copy(update=update))
    return capture.model_copy(update={"files": tuple(shots)})


def test_the_look_is_the_top_of_the_accounts_own_page(tmp_path):
    """Cut to the cover's shape, from the screenshot of the account's address."""
    capture = photographed(sample_capture(tmp_path), tmp_path, ACCOUNT_URL)
    look = look_of(capture, tmp_path)
    assert (look.width, look.height) == (1280, 760)
    assert opened(look).getpixel((9, 9))[0] > 200


def test_the_look_follows_a_redirect_to_the_page_that_was_printed(tmp_path):
    """The account's address is seldom the one that the browser ends at."""
    capture = photographed(sample_capture(tmp_path), tmp_path, f"{ACCOUNT_URL}/hem")
    page = capture.files[0].model_copy(
        update={"role": FileRole.PAGE_PDF, "page_url": f"{ACCOUNT_URL}/hem"}
    )
    capture = capture.model_copy(update={"files": (*capture.files, page)})
    assert opened(look_of(capture, tmp_path)).getpixel((9, 9))[0] > 200


def test_no_screenshot_gives_no_look(tmp_path):
    """The cover then does without."""
    capture = sample_capture(tmp_path).model_copy(update={"files": ()})
    assert look_of(capture, tmp_path) is None
