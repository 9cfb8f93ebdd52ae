# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was disposed of stays gone when an old backup is restored."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.gallra.reapply import export_replay_list, reapply
from pipeline.gallra.reprove import prove_again
from pipeline.signing import KEY_NAME, signing_key
from schemas.errors import BadInput, Damaged, UnknownName
from tests.fakes import ids
from tests.gallring_samples import COMMENTS
from tests.unit.pipeline.gallra.conftest import ACCOUNT, LATER, opened
from tests.unit.pipeline.gallra.test_execute import everything


@pytest.fixture
def backup(archive, due, tmp_path) -> Path:
    """A copy of the whole data home, from before the disposal."""
    assert due.version == 1
    copy = tmp_path / "kopia"
    shutil.copytree(archive.settings.home_folder, copy)
    return copy


@pytest.fixture
def decision(archive, backup, crafts):
    """A decision that is carried out after the backup was taken."""
    assert backup.is_dir()
    frozen = propose(archive, Wish(ACCOUNT, ("c1",))).frozen
    decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
    execute(archive, decision.decision_id, crafts)
    return decision


def is_gone(archive) -> bool:
    return not any(text.encode() in everything(archive) for text in COMMENTS["c1"])


def test_packages_from_a_backup_are_disposed_of_again(
    archive, backup, decision, package, crafts
):
    shutil.rmtree(archive.settings.home_folder / "packages")
    shutil.copytree(backup / "packages", archive.settings.home_folder / "packages")
    assert not is_gone(archive)
    with pytest.raises(Damaged, match="reapply"):
        prove_again(archive, decision)
    (again,) = reapply(archive, crafts=crafts)
    assert again.package_id == package.package_id
    assert is_gone(archive)
    assert archive.store.versions(package.package_id) == (2,)
    assert reapply(archive, crafts=crafts) == ()


def test_a_database_that_is_too_old_to_know_takes_the_list_in(
    archive, backup, decision, package, crafts, clock
):
    kept_apart = backup.parent / "genomförda.json"
    assert export_replay_list(archive, kept_apart) == 1
    assert COMMENTS["c1"][0] not in kept_apart.read_text(encoding="utf-8")
    clock.now = LATER
    with opened(backup, ids("restored"), clock) as restored:
        assert not is_gone(restored)
        assert len(reapply(restored, kept_apart, crafts)) == 1
        assert is_gone(restored)
        assert restored.store.versions(package.package_id) == (2,)
        newest = restored.database.packages.get(package.package_id)
        assert newest.version == 2
        assert restored.database.gallring.get_decision(decision.decision_id)
        assert reapply(restored, kept_apart, crafts) == ()


def test_a_list_that_somebody_has_changed_is_refused(
    archive, backup, decision, crafts, tmp_path
):
    assert decision.list_id
    kept_apart = tmp_path / "genomförda.json"
    export_replay_list(archive, kept_apart)
    text = kept_apart.read_text(encoding="utf-8")
    kept_apart.write_text(text.replace('"c1"', '"c2"'), encoding="utf-8")
    with opened(backup, ids("restored")) as restored:
        with pytest.raises(Damaged):
            reapply(restored, kept_apart, crafts)
        assert not is_gone(restored)


def test_a_list_that_another_key_has_signed_destroys_nothing(
    archive, backup, decision, crafts, tmp_path
):
    """Anybody can write a list whose checksums hold; not one that is signed by us."""
    assert decision.list_id
    kept_apart = tmp_path / "genomförda.json"
    export_replay_list(archive, kept_apart)
    (backup / KEY_NAME).unlink(missing_ok=True)
    with opened(backup, ids("restored")) as restored:
        with pytest.raises(Damaged):
            reapply(restored, kept_apart, crafts)
        assert not is_gone(restored)
        assert restored.database.gallring.decisions() == ()


def test_a_file_that_is_no_list_is_refused(archive, tmp_path, crafts):
    with pytest.raises(UnknownName):
        reapply(archive, tmp_path / "saknas", crafts)
    other = tmp_path / "annat"
    other.write_text("hej\n", encoding="utf-8")
    with pytest.raises(Damaged):
        reapply(archive, other, crafts)
    signed = tmp_path / "underskrivet"
    board = archive.database.boards.get("ks")
    signed.write_bytes(signing_key(archive.settings.home_folder).sign(board))
    with pytest.raises(BadInput):
        reapply(archive, signed, crafts)
    with pytest.raises(BadInput, match="finns redan"):
        export_replay_list(archive, other)
