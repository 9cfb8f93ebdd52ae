# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive is set up once, opened often, and never guessed at."""

from datetime import UTC, date, datetime

import pytest

from pipeline.context import open_archive, random_id, set_up, utc_now
from pipeline.settings import Settings
from schemas.errors import ArchiveError, StoreDown
from schemas.order import EventKind


def test_setting_up_may_be_repeated_and_loses_nothing(tmp_path):
    settings = Settings(home=tmp_path / "ny" / "hem å")
    set_up(settings)
    with open_archive(settings, agent="Ulla") as archive:
        archive.note(EventKind.OBSERVED, "konto")
    set_up(settings)
    with open_archive(settings) as archive:
        (event,) = archive.database.events.list()
    assert (event.agent, event.subject) == ("Ulla", "konto")


def test_only_the_owner_may_read_the_home(tmp_path):
    settings = Settings(home=tmp_path / "hem")
    set_up(settings)
    assert settings.home_folder.stat().st_mode & 0o077 == 0
    assert settings.work_folder.stat().st_mode & 0o077 == 0


def test_an_archive_that_was_not_set_up_is_told_as_one(tmp_path):
    with (
        open_archive(Settings(home=tmp_path / "tom")) as archive,
        pytest.raises(ArchiveError, match="avbild init"),
    ):
        archive.database.boards.list()
    assert not (tmp_path / "tom").exists()


def test_a_home_that_cannot_be_made_is_told_as_one(tmp_path):
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    with pytest.raises(StoreDown, match="kan inte skapas"):
        set_up(Settings(home=tmp_path / "fil" / "hem"))


def test_the_day_is_the_swedish_one(archive, clock):
    clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert archive.today() == date(2027, 1, 1)


def test_ids_differ_and_the_clock_knows_its_zone():
    assert random_id() != random_id()
    assert utc_now().tzinfo is UTC
