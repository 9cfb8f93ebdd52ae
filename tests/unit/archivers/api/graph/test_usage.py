# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How near the limit is, by the headers that Meta documents."""

import json

import pytest

from archivers.api.graph.usage import usage_in
from archivers.http_head import HttpHead

SHARE = {"call_count": 28, "total_time": 25, "total_cputime": 31}


def used(name, value):
    return usage_in(HttpHead.build("HTTP/1.1 200 OK", [(name, json.dumps(value))]))


@pytest.mark.parametrize("name", ["x-app-usage", "X-Page-Usage"])
def test_the_highest_share_counts(name):
    usage = used(name, SHARE)
    assert usage.percent == 31
    assert usage.wait == 3600
    assert not usage.is_at_end


def test_a_business_states_the_wait_in_minutes():
    row = {**SHARE, "type": "pages", "estimated_time_to_regain_access": 19}
    usage = used("X-Business-Use-Case-Usage", {"7": [SHARE], "8": [row]})
    assert usage.wait == 19 * 60


def test_several_headers_are_read_together():
    fields = [
        ("X-App-Usage", '{"call_count": 96}'),
        ("X-Page-Usage", '{"call_count": 1}'),
    ]
    assert usage_in(HttpHead.build("HTTP/1.1 200 OK", fields)).is_at_end


@pytest.mark.parametrize(
    "value", ["", [], "x", {"call_count": "x"}, {"7": [1]}, {"7": 1}]
)
@pytest.mark.parametrize("name", ["X-App-Usage", "X-Business-Use-Case-Usage"])
def test_what_cannot_be_read_says_nothing(name, value):
    assert used(name, value).percent == 0.0


@pytest.mark.parametrize(
    ("percent", "pause", "is_at_end"),
    [(0, 0, False), (75, 0, False), (85, 5, False), (94, 9.5, False), (95, 10, True)],
)
def test_the_nearer_the_slower(percent, pause, is_at_end):
    usage = used("X-App-Usage", {"call_count": percent})
    assert usage.pause == pause
    assert usage.is_at_end is is_at_end
