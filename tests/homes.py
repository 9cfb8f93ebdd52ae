# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Data homes that are set up once and copied, which is quicker than migrating anew."""

from pathlib import Path

import pytest

from pipeline.context import set_up
from pipeline.settings import Settings

PLAN = Path(__file__).parents[1] / "demo/plan/kommunstyrelsen.csv"


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory) -> Path:
    """A data home that was just set up; the tests copy it."""
    home = tmp_path_factory.mktemp("hem")
    set_up(Settings(home=home))
    return home
