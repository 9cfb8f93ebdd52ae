# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A temporary folder is removed by its own run, or by the next."""

from archivers.scratch import Scratch, scratch_folder, sweep


def test_folder_is_private_and_removed(tmp_path):
    with scratch_folder(tmp_path / "work") as folder:
        (folder / "cookies").write_text("x")
        assert folder.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "work").iterdir()) == []


def test_removing_twice_is_safe(tmp_path):
    scratch = Scratch(tmp_path)
    scratch.remove()
    scratch.remove()


def test_sweep_leaves_what_is_held_and_what_is_not_ours(tmp_path):
    (tmp_path / "kept").mkdir()
    held = Scratch(tmp_path / "a" / "b")
    sweep(tmp_path)
    assert held.folder.is_dir()
    held.remove()
    assert (tmp_path / "kept").is_dir()


def test_sweep_removes_what_nobody_holds(tmp_path):
    abandoned = tmp_path / "deep" / "avbild-run-x"
    abandoned.mkdir(parents=True)
    (abandoned / "held").touch()
    sweep(tmp_path)
    assert not abandoned.exists()
