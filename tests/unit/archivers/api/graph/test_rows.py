# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fields are read whatever stands in them; what is of another kind is not there."""

import pytest

from archivers.api.graph.rows import inside, listed, number, words

STRANGE = [None, True, 7, 1.5, [], ["a"], {}, {"data": 1}, {"data": ["a", 2]}]


@pytest.mark.parametrize("value", [v for v in STRANGE if not isinstance(v, str)])
def test_a_text_is_a_text_or_nothing(value):
    assert words({"a": value}, "a") == words({}, "a") == ""
    assert words({"a": "å"}, "a") == "å"


@pytest.mark.parametrize("value", ["7", None, True, 1.5, [], {}])
def test_a_number_is_a_number_or_nothing(value):
    assert number({"a": value}, "a") is None
    assert number({"a": 0}, "a") == 0


@pytest.mark.parametrize("value", ["a", None, 7, []])
def test_an_object_is_an_object_or_empty(value):
    assert inside({"a": value}, "a") == inside({}, "a") == {}


@pytest.mark.parametrize("value", ["a", *STRANGE])
def test_a_list_holds_objects_alone(value):
    assert listed({"a": value}, "a") == []
    assert listed({"a": {"data": [{"id": "1"}, "b"]}}, "a") == [{"id": "1"}]
