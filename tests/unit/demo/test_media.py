# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The second origin: signed addresses and ranges."""

import hashlib
import time

import pytest

from torget.media import byte_span


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, (0, 99)),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-400", (90, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=100-", None),
        ("bytes=20-10", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("lines=1-2", None),
    ],
)
def test_ranges_are_read_as_the_standard_says(header, span):
    assert byte_span(header, 100) == span


def test_a_range_gives_206_and_that_part_of_the_film(torget):
    url = torget.data("Feed")["edges"][0]["video"]["url"]
    whole = torget.client.get(url)
    part = torget.client.get(url, headers={"range": "bytes=1000-1999"})
    assert (whole.status_code, part.status_code) == (200, 206)
    assert part.content == whole.content[1000:2000]
    size = len(whole.content)
    assert part.headers["content-range"] == f"bytes 1000-1999/{size}"
    outside = torget.client.get(url, headers={"range": f"bytes={size}-"})
    assert outside.status_code == 416
    logged = [entry for entry in torget.log() if "/film/" in entry["url"]]
    assert [(e["status"], e["range"]) for e in logged[:2]] == [
        (200, None),
        (206, "bytes=1000-1999"),
    ]
    assert logged[1]["wire_sha256"] == hashlib.sha256(part.content).hexdigest()


def test_the_same_picture_gets_another_address_each_time(torget):
    one, other = (torget.data("Profile")["avatar"] for _ in range(2))
    assert one != other
    assert torget.client.get(one).content == torget.client.get(other).content


def test_a_changed_address_is_refused(torget):
    url = torget.data("Profile")["avatar"]
    assert torget.client.get(url.replace("avatar-1", "avatar-2")).status_code == 403
    assert torget.client.get(url.partition("?")[0]).status_code == 403


def test_addresses_expire(start):
    site = start("--media-lifetime", "-1")
    url = site.data("Profile")["avatar"]
    assert int(url.partition("exp=")[2].partition("&")[0]) < time.time()
    assert site.client.get(url).status_code == 403


def test_some_pictures_lie_behind_a_redirect(torget):
    cursor, redirected = None, []
    while True:
        feed = torget.data("Feed", cursor=cursor)
        redirected += [
            source["url"]
            for post in feed["edges"]
            for picture in post["pictures"]
            for source in picture["sources"]
            if "/hamta/" in source["url"]
        ]
        cursor = feed["page_info"]["end_cursor"]
        if cursor is None:
            break
    answer = torget.client.get(redirected[0])
    assert answer.status_code == 302
    assert torget.client.get(answer.headers["location"]).status_code == 200
