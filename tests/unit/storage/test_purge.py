# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a version is destroyed on local disk: the intent first, then the commit mark."""

import os
from pathlib import Path

import pytest

from schemas.errors import StoreDown
from storage.local import LocalStore
from storage.purge import INTENT, Intent, intent_in
from tests.contract.store_places import CONTENT, DECISION, build, content_of, ignore


@pytest.fixture
def store(tmp_path):
    """A store with two versions of a package."""
    opened = LocalStore(tmp_path / "lager")
    opened.prepare()
    folder = build(tmp_path / "byggt", CONTENT)
    for version in (1, 2):
        opened.put("paket-1", version, folder, ignore)
    return opened


@pytest.fixture
def home(tmp_path) -> Path:
    """Where the first version lies."""
    return tmp_path / "lager/paket-1/v1"


def interrupted(store, monkeypatch):
    """Let a purge fail as soon as it removes anything."""

    def unlink(*_args, **_kwargs):
        raise PermissionError(13, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        with pytest.raises(StoreDown):
            store.purge("paket-1", 1, DECISION)


def test_the_decision_is_written_down_before_anything_is_destroyed(
    store, home, monkeypatch
):
    """Whoever finds it knows what is to go, by which decision, and how much it was."""
    interrupted(store, monkeypatch)
    assert intent_in(home) == Intent(
        package_id="paket-1",
        version=1,
        decision_id="beslut-1",
        files=len(CONTENT),
        size=sum(map(len, CONTENT.values())),
    )
    assert content_of(store.open("paket-1", 1)) == CONTENT


def test_intent_and_mark_are_flushed_before_what_follows(store, home, monkeypatch):
    """After a power cut a version without its mark has its intent."""
    steps = []
    real_sync, real_unlink = os.fsync, os.unlink

    def sync(descriptor):
        steps.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        real_sync(descriptor)

    def unlink(path, *args, **kwargs):
        steps.append(("gone", Path(path).name))
        real_unlink(path, *args, **kwargs)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "unlink", unlink)
    store.purge("paket-1", 1, DECISION)
    assert steps[:4] == [
        ("sync", INTENT),
        ("sync", "v1"),
        ("gone", "METS.xml"),
        ("sync", "paket-1"),
    ]
    assert steps[-4:] == [
        ("sync", "v1"),
        ("gone", INTENT),
        ("sync", "v1"),
        ("gone", ".lock"),
    ]
    assert not home.exists()


def test_a_sweep_forgets_what_was_only_intended(store, home, monkeypatch):
    """A hold may have come since: whoever purges again tries the gates first."""
    interrupted(store, monkeypatch)
    assert store.sweep() == 0
    assert content_of(store.open("paket-1", 1)) == CONTENT
    assert not (home / INTENT).exists()


def test_a_sweep_finishes_what_can_be_read_no_more(store, home, monkeypatch):
    """By the decision that stands there, without a new one."""
    interrupted(store, monkeypatch)
    (home / "paket-1/METS.xml").unlink()
    assert store.sweep() == 1
    assert store.versions("paket-1") == (2,)
    assert not home.exists()


def test_the_count_is_of_the_whole_version_though_it_took_two_attempts(
    store, home, monkeypatch
):
    """The certificate says how much there was, not how much the last attempt found."""
    interrupted(store, monkeypatch)
    (home / "paket-1/METS.xml").unlink()
    (home / "paket-1/schemas/tom.xsd").unlink()
    assert store.purge("paket-1", 1, DECISION).files == len(CONTENT)


@pytest.mark.parametrize("written", [b"", b'{"package_id": "paket-1", "ver'])
def test_an_intent_that_was_never_written_out_destroys_nothing(store, home, written):
    """Its writer died before it destroyed anything; the next purge starts over."""
    (home / INTENT).write_bytes(written)
    assert store.sweep() == 0
    assert not (home / INTENT).exists()
    assert content_of(store.open("paket-1", 1)) == CONTENT
    (home / INTENT).write_bytes(written)
    assert store.purge("paket-1", 1, DECISION).files == len(CONTENT)
    assert store.versions("paket-1") == (2,)


def test_a_link_is_removed_and_what_it_points_at_stays(store, home, tmp_path):
    """Nothing outside the version is ever destroyed."""
    kept = build(tmp_path / "utanför", {"fil": b"kvar"})
    (home / "paket-1/mapp").symlink_to(kept)
    (home / "paket-1/fil").symlink_to(kept / "fil")
    purge = store.purge("paket-1", 1, DECISION)
    assert (purge.files, purge.remaining) == (len(CONTENT) + 2, 0)
    assert (kept / "fil").read_bytes() == b"kvar"


def test_what_else_lies_in_the_versions_folder_goes_too(store, home):
    """A half-written mark of a writer that was killed holds the same words."""
    (home / ".METS.xml").write_bytes(b"<mets/>")
    assert store.purge("paket-1", 1, DECISION).files == len(CONTENT) + 1
    assert not home.exists()


def test_what_came_meanwhile_is_told_and_the_purge_is_not_over(
    store, home, monkeypatch
):
    """The listing afterwards decides, not that every removal went well."""

    def sync(folder):
        if folder == home and not (home / "paket-1").exists():
            (home / "ny").write_bytes(b"en ny fil")

    with monkeypatch.context() as patch:
        patch.setattr("storage.purge.sync_folder", sync)
        assert store.purge("paket-1", 1, DECISION).remaining == 1
    assert intent_in(home) is not None
    assert store.purge("paket-1", 1, DECISION).remaining == 0
    assert not home.exists()
