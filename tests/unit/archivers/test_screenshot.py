# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of a page in slices, and where things stand on them."""

import errno
import io

import pytest
from PIL import Image
from playwright.sync_api import Page

from archivers.screenshot import Slice, boxes_on, screenshot_slices, shoot, write_whole
from schemas.capture import CaptureFile, FileRole
from schemas.errors import ArchiveError, Damaged, DiskFull

TALL = """<!doctype html><body style="margin:0;background:
  repeating-linear-gradient(red 0 100px, blue 100px 200px)"><header
  style="position:fixed;top:0;left:0;right:0;height:50px;background:lime">Huvud</header>
  <div style="height:34000px"></div>"""


def slices(*heights):
    top, found = 0, []
    for number, height in enumerate(heights, start=1):
        file = CaptureFile(
            path=f"screenshots/a-{number:03}.png",
            role=FileRole.SCREENSHOT,
            mime_type="image/png",
            size=1,
            sha256="0" * 64,
        )
        found.append(Slice(file=file, top=top, width=800, height=height))
        top += height
    return tuple(found)


def test_a_rectangle_is_placed_on_the_slice_it_stands_on():
    """Its place counts from the slice's own top."""
    (box,) = boxes_on(slices(1000, 1000), (10.0, 1200.5, 300.0, 80.0))
    assert box.file == "screenshots/a-002.png"
    assert (box.x, box.y, box.width, box.height) == (10.0, 200.5, 300.0, 80.0)


def test_a_rectangle_across_a_cut_is_on_both_slices():
    """Redaction must find all of it."""
    first, second = boxes_on(slices(1000, 500), (0.0, 950.0, 100.0, 100.0))
    assert (first.y, first.height) == (950.0, 50.0)
    assert (second.y, second.height) == (0.0, 50.0)


def test_a_rectangle_is_cut_at_the_pictures_edges():
    """What is outside the picture cannot be in it."""
    (box,) = boxes_on(slices(1000), (-20.0, -5.0, 900.0, 30.0))
    assert (box.x, box.y, box.width, box.height) == (0.0, 0.0, 800.0, 25.0)


@pytest.mark.parametrize(
    "rectangle", [(0, 0, 0, 9), (0, 0, 9, 0), (900, 0, 9, 9), (0, 2000, 9, 9)]
)
def test_what_is_nowhere_on_the_picture_has_no_box(rectangle):
    """Empty, to the right of it, below it."""
    assert boxes_on(slices(1000), rectangle) == ()


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    """The file that could not be written whole is gone."""
    target = tmp_path / "screenshots" / "a.png"

    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(target), "write_bytes", full)
    with pytest.raises(DiskFull, match="Disken är full"):
        write_whole(target, b"picture")
    assert not target.exists()


def test_other_faults_of_the_disk_are_not_called_full(tmp_path):
    """A folder in the way is a fault of the program, not of the disk."""
    (tmp_path / "a.png").mkdir()
    with pytest.raises(OSError, match=r"a\.png") as caught:
        write_whole(tmp_path / "a.png", b"picture")
    assert not isinstance(caught.value, ArchiveError)


class EmptyPicture:
    """A page whose picture comes out empty, as a JPEG of 65 536 px does."""

    def screenshot(self, **_: object) -> bytes:
        """Give nothing."""
        return b""


def test_an_empty_picture_is_an_error():
    """A browser once gave 0 bytes and no error."""
    with pytest.raises(Damaged, match="Skärmbilden"):
        shoot(EmptyPicture(), 0, 100, 100)


@pytest.mark.e2e
def test_a_tall_page_is_photographed_to_the_bottom(page: Page, tmp_path):
    """Slices of at most 16 000 px that join without gap or repetition."""
    page.set_content(TALL)
    found = screenshot_slices(page, tmp_path / "screenshots", "tall")
    assert [(each.top, each.height) for each in found] == [
        (0, 16_000),
        (16_000, 16_000),
        (32_000, 2_000),
    ]
    for each in found:
        path = tmp_path / each.file.path
        assert path.stat().st_size == each.file.size > 0
        with Image.open(path) as image:
            assert image.size == (each.width, each.height)
            colours = {
                (each.top + y) // 100 % 2: image.convert("RGB").getpixel((5, y))
                for y in (each.height - 50, each.height - 150)
            }
            assert colours == {0: (255, 0, 0), 1: (0, 0, 255)}


@pytest.mark.e2e
def test_a_fixed_header_is_on_the_first_slice_only(page: Page, tmp_path):
    """At the top of the page, where the reader saw it."""
    page.set_content(TALL)
    page.mouse.wheel(0, 9000)
    found = screenshot_slices(page, tmp_path / "screenshots", "tall")
    lime = []
    for each in found:
        with Image.open(tmp_path / each.file.path) as image:
            colours = image.convert("RGB")
            lime += [
                each.top + top
                for top in range(0, each.height, 1000)
                if colours.getpixel((700, top + 25)) == (0, 255, 0)
            ]
    assert lime == [0]


@pytest.mark.e2e
def test_a_box_holds_what_it_is_said_to_hold(page: Page, tmp_path):
    """The rectangle that the page states is where the picture shows it."""
    page.set_content(
        '<body style="margin:0;background:white"><div style="height:17000px"></div>'
        '<div id="it" style="width:50px;height:40px;margin-left:30px;background:red">'
    )
    found = screenshot_slices(page, tmp_path / "screenshots", "box")
    place = page.locator("#it").bounding_box()
    (box,) = boxes_on(found, (place["x"], place["y"], place["width"], place["height"]))
    with Image.open(tmp_path / box.file) as image:
        area = (box.x, box.y, box.x + box.width, box.y + box.height)
        cut = image.convert("RGB").crop(tuple(int(side) for side in area))
    assert cut.getcolors() == [(2000, (255, 0, 0))]


@pytest.mark.e2e
def test_pictures_have_css_pixels_on_a_dense_screen(browser, tmp_path):
    """Boxes would else be off by the screen's density."""
    dense = browser.new_page(
        device_scale_factor=2, viewport={"width": 640, "height": 480}
    )
    dense.set_content('<body style="margin:0"><div style="height:1000px">')
    (only,) = screenshot_slices(dense, tmp_path / "screenshots", "dense")
    dense.close()
    picture = (tmp_path / only.file.path).read_bytes()
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (640, 1000)
