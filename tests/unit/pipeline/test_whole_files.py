# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A reader finds the old files or the new ones, never half of one."""

import pytest

from pipeline.whole_files import write_new, write_whole
from schemas.errors import BadInput


def test_files_are_written_over_and_nothing_else_is_left(tmp_path):
    folder = tmp_path / "a" / "b"
    write_whole(folder, {"x": b"1", "y": b"2"})
    write_whole(folder, {"x": b"3"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "x": b"3",
        "y": b"2",
    }


def test_others_may_read_what_is_written(tmp_path):
    write_whole(tmp_path, {"x": b"1"})
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "x").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_new_file_never_replaces_another(tmp_path):
    write_new(tmp_path / "x", b"1")
    with pytest.raises(BadInput, match="finns redan"):
        write_new(tmp_path / "x", b"2")
    assert (tmp_path / "x").read_bytes() == b"1"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "x").write_bytes(b"1")
    with pytest.raises(BadInput, match="är ingen mapp"):
        write_whole(tmp_path / "x", {"y": b"2"})
