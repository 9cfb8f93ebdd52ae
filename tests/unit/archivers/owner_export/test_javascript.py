# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The names that X's archive gives its JSON are read, and where the JSON begins."""

import io

import pytest

from archivers.owner_export import (
    Assignment,
    assignment_in,
    read_assignment,
    read_entries,
)
from schemas.errors import Undecodable


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"window.YTD.tweets.part0 = [", Assignment("tweets", 0, 26)),
        (b"window.YTD.tweets.part12 = [", Assignment("tweets", 12, 27)),
        (b"window.YTD.tweet.part0=[", Assignment("tweet", 0, 23)),
        (b"window.YTD.account.part0 = [", Assignment("account", 0, 27)),
        (
            b"window.YTD.direct_messages.part0 = [ {",
            Assignment("direct_messages", 0, 35),
        ),
        (b"window.__THAR_CONFIG = {", Assignment("__THAR_CONFIG", 0, 23)),
        (
            b"\xef\xbb\xbf\nwindow.YTD.profile.part0 =\n[",
            Assignment("profile", 0, 31),
        ),
    ],
)
def test_a_name_is_read(head, found):
    assert assignment_in(head) == found
    assert head[found.offset :][:1] in (b"[", b"{")


@pytest.mark.parametrize(
    "head",
    [
        *(
            b"",
            b"[",
            b"var a = [",
            b"window.YTD.tweets.part0 = ",
            b"window.a = alert(1)",
        ),
        *(b"window.YTD.tweets.part0 = [".replace(b" ", b" " * 600), b"\xff\xfe"),
    ],
)
def test_another_beginning_is_refused(head):
    assert assignment_in(head) is None
    with pytest.raises(Undecodable, match="inte som X:s arkiv brukar"):
        read_assignment(io.BytesIO(head))


def test_the_stream_is_left_where_the_json_begins():
    stream = io.BytesIO(b'window.YTD.tweets.part0 = [ {"tweet": {"id_str": "1"}} ]')
    assert read_assignment(stream) == Assignment("tweets", 0, 26)
    (entry,) = read_entries(stream)
    assert entry.at("tweet", "id_str") == "/0/tweet/id_str"
    assert entry.value == {"tweet": {"id_str": "1"}}
