# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post in the forms that the export has had."""

from datetime import UTC, datetime

import pytest

from archivers.owner_export.json_entries import Entry
from archivers.platforms.instagram.export.posts import is_within, post_in

SECONDS = 1_790_000_000
MOMENT = datetime.fromtimestamp(SECONDS, UTC)


def picture(name: str = "a.jpg", title: str = "") -> dict[str, object]:
    return {"uri": f"media/{name}", "creation_timestamp": SECONDS, "title": title}


@pytest.mark.parametrize(
    ("value", "text", "pointer"),
    [
        ({"media": [picture(title="Ord")]}, "Ord", "/1/media/0/title"),
        ({"media": [picture(), picture("b")], "title": "Ord"}, "Ord", "/1/title"),
        ({"media": [picture(title="Annat")], "title": "Ord"}, "Ord", "/1/title"),
        (picture(title="Ord"), "Ord", "/1/title"),
        ({"media": [picture()]}, "", "/1"),
        (
            {
                "timestamp": SECONDS,
                "label_values": [
                    {"label": "Media", "media": [picture()]},
                    {"label": "Bildtext", "value": "Ord"},
                ],
            },
            "Ord",
            "/1/label_values/1/value",
        ),
        (
            {
                "timestamp": SECONDS,
                "label_values": [{"dict": [{"media": [picture(title="Ord")]}]}],
            },
            "Ord",
            "/1/label_values/0/dict/0/media/0/title",
        ),
    ],
)
def test_the_text_is_found_with_its_place(value, text, pointer):
    post = post_in(Entry("/1", value))

    assert (post.text, post.pointer, post.published) == (text, pointer, MOMENT)


def test_subtitles_of_a_film_are_no_film():
    film = {**picture("a.mp4"), "media_metadata": {"subtitles": {"uri": "a.srt"}}}

    assert [f.uri for f in post_in(Entry("/0", {"media": [film]})).files] == [
        "media/a.mp4"
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "utan tid"},
        {"creation_timestamp": SECONDS},
        {"media": [], "creation_timestamp": 10**15, "title": "bortom tiden"},
        "text",
        [],
    ],
)
def test_what_has_no_time_or_no_content_is_no_post(value):
    assert post_in(Entry("/0", value)) is None


@pytest.mark.parametrize(
    ("uri", "is_file"),
    [
        ("media/posts/a.jpg", True),
        ("", False),
        ("https://example.org/a.jpg", False),
        ("//example.org/a.jpg", False),
        ("data:image/gif;base64,R0", False),
    ],
)
def test_an_address_elsewhere_is_no_file_of_the_export(uri, is_file):
    assert is_within(uri) is is_file
