# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page stands still, and what no PDF/A can hold as text becomes pictures."""

import pytest
from playwright.sync_api import Page

from archivers.settle import picture_glyphs, settle

pytestmark = pytest.mark.e2e

PLACE = """id => {
  const place = document.getElementById(id).getBoundingClientRect();
  return [place.left, place.top, place.width, place.height]; }"""
SHOWN = """() => [...document.querySelector("p").childNodes]
  .map((node) => node.data ?? "<" + (node.alt || node.ariaLabel) + ">").join("")"""


def position(page, identity):
    return page.evaluate(
        "id => getComputedStyle(document.getElementById(id)).position", identity
    )


def test_a_fixed_header_keeps_its_place_once(page: Page):
    """Also inside an element that is moved, and after the page was scrolled."""
    page.set_content(
        '<body style="margin:0"><div style="position:relative;top:70px;left:30px">'
        '<header id="h" style="position:fixed;inset:0 0 auto;height:40px">x</header>'
        '</div><div style="height:9000px"></div>'
    )
    before = page.evaluate(PLACE, "h")
    page.evaluate("scrollTo(0, 4000)")
    settle(page)
    assert page.evaluate(PLACE, "h") == pytest.approx(before)
    page.evaluate("scrollTo(0, 4000)")
    assert page.evaluate(PLACE, "h")[1] == before[1] - 4000


def test_a_bar_at_the_bottom_comes_into_the_flow(page: Page):
    """It would else cover the last lines of every sheet."""
    page.set_content(
        '<body style="margin:0"><div style="height:5000px"></div>'
        '<footer id="f" style="position:fixed;bottom:0;height:40px;width:100%">x'
    )
    settle(page)
    assert page.evaluate(PLACE, "f")[1] == 5000


def test_a_sticky_heading_stays_where_it_is_written(page: Page):
    """It no longer follows the window."""
    page.set_content(
        '<body style="margin:0"><div style="height:300px"></div>'
        '<h1 id="s" style="position:sticky;top:0;margin:0">x</h1>'
        '<div style="height:9000px">'
    )
    settle(page)
    page.evaluate("scrollTo(0, 2000)")
    assert page.evaluate(PLACE, "s")[1] == 300 - 2000


def test_what_nobody_saw_stays_unseen(page: Page):
    """A closed drawer beside the window, and one that is transparent."""
    page.set_content(
        '<div id="a" style="position:fixed;left:-400px;top:0;width:300px">x</div>'
        '<div id="b" style="position:fixed;top:0;opacity:0">x</div>'
    )
    settle(page)
    for identity in ("a", "b"):
        assert page.evaluate(PLACE, identity) == [0, 0, 0, 0]


def test_a_page_that_scrolls_inside_a_box_is_unrolled(page: Page):
    """A single-page application in a fixed frame is still printed to its end."""
    page.set_content(
        '<body style="margin:0;overflow:hidden;height:100vh">'
        '<main id="m" style="position:fixed;inset:0;overflow:auto">'
        '<div style="height:7000px">x</div></main>'
    )
    settle(page)
    assert page.evaluate("document.documentElement.scrollHeight") >= 7000


def test_a_small_box_that_scrolls_is_left_alone(page: Page):
    """A list in a column is not the page."""
    page.set_content(
        '<div id="l" style="height:100px;width:200px;overflow:auto">'
        '<div style="height:5000px">'
    )
    settle(page)
    assert page.evaluate(PLACE, "l")[3] == 100


def test_inside_a_shadow_root(page: Page):
    """Components hide their markup from the page."""
    page.set_content("<div id=host></div><div style='height:9000px'></div>")
    page.evaluate(
        """() => { const root = document.getElementById("host")
          .attachShadow({ mode: "open" });
          root.innerHTML = '<b style="position:fixed;top:0">x</b><p>😀</p>'; }"""
    )
    settle(page)
    assert (
        page.evaluate(
            "getComputedStyle(document.getElementById('host').shadowRoot.firstChild).position"
        )
        == "absolute"
    )
    assert picture_glyphs(page) == 1


def test_settling_twice_changes_nothing_more(page: Page):
    """It is called for the places of items and again for the pictures."""
    page.set_content(
        '<body style="margin:0"><b id="h" style="position:fixed;top:9px">x</b>'
        '<div style="height:3000px"></div><i id="f" style="position:fixed;bottom:0">x'
    )
    settle(page)
    once = [page.evaluate(PLACE, each) for each in "hf"]
    settle(page)
    assert [page.evaluate(PLACE, each) for each in "hf"] == once
    assert position(page, "h") == "absolute"


def test_emoji_become_pictures_and_text_stays_text(page: Page):
    """Families, flags and keycaps are one picture each; signs of text stay text."""
    text = "Hej 😀! 👩‍👩‍👧 🇸🇪 1️⃣ ❤️ © ½ → é 12 å"
    page.set_content(f"<meta charset=utf-8><p>{text}</p>")
    assert picture_glyphs(page) == 5
    assert page.evaluate(SHOWN) == ("Hej <😀>! <👩‍👩‍👧> <🇸🇪> <1️⃣> <❤️> © ½ → é 12 å")


def test_a_character_without_a_font_is_shown_by_its_number(page: Page):
    """A private character: no font has it, and no PDF/A may refer to nothing."""
    page.set_content("<meta charset=utf-8><p>a\ue123b\u0085c</p>")
    assert picture_glyphs(page) == 2
    assert page.evaluate(SHOWN) == "a<\ue123>b<\u0085>c"


def test_a_page_that_forbids_data_pictures_still_gets_them(page: Page):
    """Its policy holds for addresses, not for what is drawn."""
    page.set_content(
        "<meta charset=utf-8><meta http-equiv=Content-Security-Policy "
        "content=\"img-src 'none'\"><p>Hej 😀</p>"
    )
    assert picture_glyphs(page) == 1
    assert page.locator("p canvas").count() == 1
    assert page.evaluate(SHOWN) == "Hej <😀>"


def test_text_in_a_flex_box_stays_one_column(page: Page):
    """A picture between two texts must not make three columns."""
    page.set_content(
        '<meta charset=utf-8><div id="f" style="display:flex;gap:99px;width:600px">'
        "Hej 😀 då</div>"
    )
    picture_glyphs(page)
    assert page.evaluate("document.getElementById('f').childNodes.length") == 1


def test_emoji_in_an_embedded_frame(page: Page):
    """A frame is printed with the page."""
    page.set_content('<iframe srcdoc="<meta charset=utf-8>😀"></iframe>')
    page.frame_locator("iframe").locator("body").wait_for()
    assert picture_glyphs(page) == 1
