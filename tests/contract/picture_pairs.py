# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pairs of sights of drawn pictures: re-encoded, recoloured, cut and replaced."""

from PIL import Image

from schemas.profile import Picture
from tests.contract import drawn_pictures as drawn
from tests.contract.observed_profiles import (
    AVATAR,
    CHANGED,
    COVER,
    HILLS,
    HILLS_PNG,
    NO_PICTURE,
    REPLACED,
    SAME,
    SHIELD,
    SHIELD_JPEG,
    SHIELD_PNG,
    UNKNOWN,
    UNSURE,
    pairs_of,
    picture,
)


def at(content: bytes, place: str) -> Picture:
    """Give a picture without a key, at an address of its own."""
    return picture(content, url=f"https://bilder.example/{place}")


def put_in(image: Image.Image) -> Picture:
    """Give a picture that its owner has put in, under a new key."""
    return picture(drawn.as_png(image), "ny_2_n")


def moved(content: bytes) -> Picture:
    """Give a picture without a key that the platform has given another address."""
    return at(content, "kopia.jpg")


OTHER_MARKS = {name: drawn.mark(name) for name in drawn.MARKS if name != "shield"}
SEE_THROUGH, BLUE = drawn.see_through("shield"), Image.new("RGB", (400, 400), "#1b4f9c")
KEYED, KEYED_COVER = picture(SHIELD_PNG, "en_1_n"), picture(HILLS_PNG, "en_1_n")
PLAIN, PLAIN_COVER = at(SHIELD_PNG, "vald.jpg"), at(HILLS_PNG, "vald.jpg")
NOT_FETCHED = Picture(url="https://bilder.example/vald.jpg")
NOT_OPENED = b"<svg xmlns='http://www.w3.org/2000/svg'/>"

CHURN = (
    *pairs_of(
        AVATAR,
        SAME,
        {
            "ny signatur, samma nyckel": (
                picture(SHIELD_JPEG, "1_2_3_n", "https://a.example/1.jpg?oh=a&oe=6"),
                picture(
                    drawn.as_jpeg(SHIELD, 60),
                    "1_2_3_n",
                    "https://b.example/1.jpg?oh=b&oe=7&_nc_ht=y",
                ),
            ),
            "ny signatur, samma innehåll": (
                at(SHIELD_JPEG, "a.jpg?oh=1&oe=2"),
                at(SHIELD_JPEG, "a.jpg?oh=3&oe=4&_nc_cat=4"),
            ),
            "ny adress, samma innehåll": (PLAIN, moved(SHIELD_PNG)),
            "samma nyckel, inte hämtad igen": (
                KEYED,
                NOT_FETCHED.model_copy(update={"key": "en_1_n"}),
            ),
            "ny nyckel, samma innehåll": (KEYED, put_in(SHIELD)),
            "ingen bild, som förut": (NO_PICTURE, NO_PICTURE),
        },
    ),
    *pairs_of(
        AVATAR,
        UNKNOWN,
        {
            "bild utan något att jämföra": (KEYED, NOT_FETCHED),
            "bild som saknas": (KEYED, None),
            "bild som hittas igen": (None, KEYED),
        },
    ),
    *pairs_of(
        AVATAR,
        CHANGED,
        {
            "bild borttagen av ägaren": (KEYED, NO_PICTURE),
            "bild tillagd av ägaren": (NO_PICTURE, KEYED),
        },
    ),
    *pairs_of(
        AVATAR,
        UNSURE,
        {
            "ny nyckel, bild som inte kan öppnas": (
                KEYED,
                picture(NOT_OPENED, "ny_2_n"),
            ),
            "ny nyckel, bild som inte kunde hämtas": (
                KEYED,
                NOT_FETCHED.model_copy(update={"key": "ny_2_n"}),
            ),
            "annan bild som inte kan öppnas": (PLAIN, moved(NOT_OPENED)),
        },
    ),
    *pairs_of(
        COVER, CHANGED, {"omslag borttaget av ägaren": (KEYED_COVER, NO_PICTURE)}
    ),
)

ENCODINGS = (
    *pairs_of(
        AVATAR,
        SAME,
        {
            **{
                f"profilbild som JPEG {quality}": (
                    PLAIN,
                    moved(drawn.as_jpeg(SHIELD, quality)),
                )
                for quality in (95, 85, 75, 60, 40)
            },
            **{
                f"profilbild som WebP {quality}": (
                    PLAIN,
                    moved(drawn.as_webp(SHIELD, quality)),
                )
                for quality in (90, 75, 50)
            },
            **{
                f"profilbild i {round(100 * share)} procent": (
                    PLAIN,
                    moved(drawn.as_jpeg(drawn.resized(SHIELD, share))),
                )
                for share in (0.5, 0.32, 2)
            },
            **{
                f"märket {name} som JPEG 75": (
                    at(drawn.as_png(image), "vald.jpg"),
                    moved(drawn.as_jpeg(image, 75)),
                )
                for name, image in OTHER_MARKS.items()
            },
            "genomskinlig och på vitt": (
                at(drawn.as_png(SEE_THROUGH), "vald.png"),
                moved(drawn.as_jpeg(drawn.flattened(SEE_THROUGH))),
            ),
            "enfärgad bild, omkodad": (
                at(drawn.as_png(BLUE), "vald.png"),
                moved(drawn.as_jpeg(BLUE, 50)),
            ),
            "nyckel på ena sidan": (KEYED, moved(drawn.as_jpeg(SHIELD))),
        },
    ),
    *pairs_of(
        COVER,
        SAME,
        {
            **{
                f"omslag som JPEG {quality}": (
                    PLAIN_COVER,
                    moved(drawn.as_jpeg(HILLS, quality)),
                )
                for quality in (90, 70, 50)
            },
            **{
                f"omslag i {round(100 * share)} procent": (
                    PLAIN_COVER,
                    moved(drawn.as_jpeg(drawn.resized(HILLS, share))),
                )
                for share in (0.5, 0.32)
            },
            "omslag som WebP 60": (PLAIN_COVER, moved(drawn.as_webp(HILLS, 60))),
        },
    ),
    *pairs_of(
        AVATAR,
        REPLACED,
        {
            "omkodad under en ny nyckel": (
                KEYED,
                picture(drawn.as_jpeg(SHIELD, 80), "ny_2_n"),
            ),
            "omkodad på samma adress": (
                PLAIN,
                at(drawn.as_jpeg(SHIELD, 80), "vald.jpg?oh=b"),
            ),
        },
    ),
    *pairs_of(
        AVATAR,
        UNSURE,
        {
            "regelbundet märke i halv storlek, utan nyckel": (
                at(drawn.as_png(drawn.mark("rings")), "vald.jpg"),
                moved(drawn.as_jpeg(drawn.resized(drawn.mark("rings"), 0.5))),
            ),
        },
    ),
)

PICTURES = (
    *pairs_of(
        AVATAR,
        UNSURE,
        {
            **{
                f"märket {name} i rött": (
                    picture(drawn.as_png(drawn.mark(name)), "en_1_n"),
                    put_in(drawn.mark(name, drawn.RED)),
                )
                for name in drawn.MARKS
            },
            "märket i blått, utan nyckel": (
                PLAIN,
                moved(drawn.as_png(drawn.mark("shield", drawn.BLUE))),
            ),
            "liten text på profilbilden": (
                KEYED,
                put_in(drawn.with_text(SHIELD, "2027", 16)),
            ),
            "profilbild beskuren 4 procent": (
                KEYED,
                put_in(drawn.cropped(SHIELD, 0.04)),
            ),
        },
    ),
    *pairs_of(
        AVATAR,
        CHANGED,
        {
            **{
                f"ett annat märke: {name}": (KEYED, put_in(image))
                for name, image in OTHER_MARKS.items()
            },
            "ett annat märke, utan nyckel": (
                PLAIN,
                moved(drawn.as_jpeg(drawn.mark("wave"))),
            ),
            "text på profilbilden": (
                KEYED,
                put_in(drawn.with_text(SHIELD, "2027", 44)),
            ),
            "profilbild beskuren 12 procent": (
                KEYED,
                put_in(drawn.cropped(SHIELD, 0.12)),
            ),
        },
    ),
    *pairs_of(
        COVER,
        REPLACED,
        {
            "mycket liten text på omslaget": (
                KEYED_COVER,
                put_in(drawn.with_text(HILLS, "2027", 16)),
            ),
        },
    ),
    *pairs_of(
        COVER,
        UNSURE,
        {
            "liten text på omslaget": (
                KEYED_COVER,
                put_in(drawn.with_text(HILLS, "2027", 28)),
            ),
            "text på omslaget": (
                KEYED_COVER,
                put_in(drawn.with_text(HILLS, "2027", 44)),
            ),
            "omslag beskuret 4 procent": (
                KEYED_COVER,
                put_in(drawn.cropped(HILLS, 0.04)),
            ),
        },
    ),
    *pairs_of(
        COVER,
        CHANGED,
        {
            "ett annat omslag": (KEYED_COVER, put_in(drawn.landscape(2))),
            "ett annat omslag, starkt packat": (
                PLAIN_COVER,
                moved(drawn.as_jpeg(drawn.landscape(2), 40)),
            ),
            "omslag beskuret 12 procent": (
                KEYED_COVER,
                put_in(drawn.cropped(HILLS, 0.12)),
            ),
        },
    ),
)
