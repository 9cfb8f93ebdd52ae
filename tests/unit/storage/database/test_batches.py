# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many rows in few statements."""

from hypothesis import given
from hypothesis import strategies as st

from storage.database.batches import CHUNK, chunks

SMALLEST_LIMIT = 999
"""Variables in a statement, in the oldest builds of SQLite."""


@given(st.lists(st.text(max_size=3)), st.integers(1, 7))
def test_every_value_comes_once_in_order_and_never_too_many_at_a_time(values, size):
    parts = list(chunks(values, size))
    assert [value for part in parts for value in part] == sorted(set(values))
    assert all(1 <= len(part) <= size for part in parts)


def test_a_full_list_fits_any_build_of_sqlite():
    assert max(map(len, chunks(map(str, range(2000))))) == CHUNK < SMALLEST_LIMIT
