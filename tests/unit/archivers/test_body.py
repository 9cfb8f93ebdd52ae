# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A body is the same in memory and on disk."""

import pytest

from archivers.body import IN_MEMORY, Body


@pytest.mark.parametrize("length", [0, 1, IN_MEMORY, IN_MEMORY + 1])
def test_bytes_are_read_back_any_number_of_times(tmp_path, length):
    data = bytes(range(251)) * (length // 251 + 1)
    body = Body.of([data[:10][:length], data[10:length]], tmp_path)
    assert body.length == length
    assert body.read() == data[:length]
    assert body.read() == data[:length]
    body.close()


def test_reading_between_additions_changes_nothing(tmp_path):
    body = Body(tmp_path)
    for n in range(4):
        body.append(bytes([n]) * (IN_MEMORY // 2))
        assert next(body.chunks())[:1] == b"\0"
    assert body.read()[-1:] == b"\3"
    body.close()


def test_a_large_body_leaves_no_file(tmp_path):
    body = Body.of([b"x" * (IN_MEMORY + 1)], tmp_path)
    assert list(tmp_path.iterdir()) == []
    body.close()
