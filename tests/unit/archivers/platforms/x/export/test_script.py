# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands before and after the JSON of a file is left out."""

import io

import pytest

from archivers.owner_export.json_entries import read_entries
from archivers.platforms.x.export.script import json_of
from schemas.errors import Undecodable

BEGINS = b"window.YTD.tweets.part0 = "


@pytest.mark.parametrize("ending", [b"", b";", b" ;\n", b"\r\n\r\n"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_json_is_read_whole_in_pieces_of_any_size(ending, size):
    json = b'[ {"full_text": "a;  ;b; "},\n\n\n 1 ]'
    stream = json_of(io.BytesIO(BEGINS + json + ending))

    pieces = iter(lambda: stream.read(size), b"")

    assert b"".join(pieces) == json


def test_a_sign_of_an_ending_is_no_fault():
    stream = json_of(io.BytesIO(BEGINS + b'["a;"];\n'))

    assert [entry.value for entry in read_entries(stream)] == ["a;"]


def test_what_comes_after_the_ending_is_a_fault():
    stream = json_of(io.BytesIO(BEGINS + b"[1]; alert(1)"))

    with pytest.raises(Undecodable):
        list(read_entries(stream))


def test_a_file_of_another_kind_is_not_read():
    with pytest.raises(Undecodable):
        json_of(io.BytesIO(b"alert(1)"))
