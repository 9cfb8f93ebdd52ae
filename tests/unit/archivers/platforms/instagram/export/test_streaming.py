# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A large export is read without being held."""

import json
import tracemalloc
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from archivers.owner_export import OwnerExport
from archivers.platforms.instagram.export import read_export
from tests.sample_instagram_export import ACCOUNT

POSTS, FILLING = 500, 100_000
MOST = 12_000_000


@pytest.mark.slow
def test_a_file_of_fifty_megabytes_needs_no_such_memory(tmp_path):
    part = tmp_path / "large.zip"
    with (
        ZipFile(part, "w", ZIP_DEFLATED) as archive,
        archive.open("content/posts_1.json", "w") as stream,
    ):
        stream.write(b"[")
        for number in range(POSTS):
            stream.write(b"," * bool(number) + json.dumps(post(number)).encode())
        stream.write(b"]")
    with OwnerExport.opened([part]) as export:
        tracemalloc.start()
        reading = read_export(export, ACCOUNT)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert export.members["content/posts_1.json"].size > 50_000_000
    assert sum(len(sheet.items) for sheet in reading.sheets) == POSTS
    assert peak < MOST


def post(number: int) -> dict[str, object]:
    """Make a post whose camera wrote a hundred thousand characters about itself."""
    return {
        "media": [
            {
                "uri": f"media/posts/{number}.jpg",
                "creation_timestamp": 1_790_000_000 + number,
                "media_metadata": {"photo_metadata": {"exif": "x" * FILLING}},
                "title": f"Inlägg {number}",
            }
        ]
    }
