# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Graph API that says what it is told to."""

import pytest

from tests.unit.archivers.graph_answers import Setting


@pytest.fixture
def setting(tmp_path):
    made = Setting(tmp_path)
    yield made
    made.recording.close()
