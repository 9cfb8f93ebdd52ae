# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A large archive is read without being held."""

import json
import tracemalloc
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from archivers.owner_export import OwnerExport
from archivers.platforms.x.export import read_export
from tests.sample_x_export import ACCOUNT

POSTS, FILLING = 500, 100_000
MOST = 12_000_000


@pytest.mark.slow
def test_a_file_of_fifty_megabytes_needs_no_such_memory(tmp_path):
    part = tmp_path / "large.zip"
    with (
        ZipFile(part, "w", ZIP_DEFLATED) as archive,
        archive.open("data/tweets.js", "w") as stream,
    ):
        stream.write(b"window.YTD.tweets.part0 = [")
        for number in range(POSTS):
            stream.write(b"," * bool(number) + json.dumps(post(number)).encode())
        stream.write(b"]")
    with OwnerExport.opened([part]) as export:
        tracemalloc.start()
        reading = read_export(export, ACCOUNT)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert export.members["data/tweets.js"].size > 50_000_000
    assert sum(len(sheet.items) for sheet in reading.sheets) == POSTS
    assert peak < MOST


def post(number: int) -> dict[str, object]:
    """Make a post about which the archive says a hundred thousand characters more."""
    return {
        "tweet": {
            "id_str": str(1000 + number),
            "created_at": "Mon Nov 02 10:15:00 +0000 2026",
            "full_text": f"Inlägg {number}",
            "source": "x" * FILLING,
        }
    }
