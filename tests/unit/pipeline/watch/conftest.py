# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms that are played, and time that passes."""

import pytest
from sqlalchemy import event

from tests.unit.pipeline.watch.world import World


@pytest.fixture
def world(archive, plan, clock) -> World:
    """Platforms with no accounts on them, in a database that no power cut can reach."""
    engine = archive.database._engine  # noqa: SLF001 - days are watched in seconds
    engine.dispose()
    event.listen(engine, "connect", _no_waiting_for_the_disk)
    return World(archive, plan, clock)


def _no_waiting_for_the_disk(connection, _record) -> None:
    connection.execute("PRAGMA synchronous = OFF")
