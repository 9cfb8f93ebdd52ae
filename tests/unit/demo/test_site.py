# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages, programming interface and live counters."""

import json
from datetime import UTC, datetime

import pytest
import websockets.sync.client
from starlette.testclient import TestClient

from torget.answers import Answers
from torget.content import load_content
from torget.media import AddressBook
from torget.site import Site
from torget.state import SiteState

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_the_short_address_redirects_and_leaves_a_cookie(torget):
    answer = torget.client.get(torget.facts["url"])
    assert (answer.status_code, answer.headers["location"]) == (302, "/konto/almhult")
    assert "torget_besokare=" in answer.headers["set-cookie"]


def test_the_page_alone_holds_nothing_of_the_profile(torget):
    page = torget.client.get(torget.facts["account_url"]).text
    profile = torget.data("Profile")
    for text in (profile["name"], profile["about"], profile["handle"]):
        assert text not in page


def test_the_feed_ends_only_where_it_says_so(torget):
    cursor, ids, ends = None, [], []
    while True:
        feed = torget.data("Feed", cursor=cursor)
        ids += [post["id"] for post in feed["edges"]]
        ends.append(feed["page_info"]["has_next_page"])
        cursor = feed["page_info"]["end_cursor"]
        if cursor is None:
            break
    assert ends == [True, True, True, False]
    assert len(set(ids)) == len(ids) == torget.data("Profile")["posts"] == 24


def test_the_last_feed_page_takes_its_time(tmp_path):
    """A reader that gives up after half a second of quiet would miss it."""
    content = load_content(NOW, None, heavy=False)
    state = SiteState(tmp_path / "state.json", NOW)
    book = AddressBook("http://media.test", b"key", 600, lambda: 0.0)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    answers = Answers(content, state, book, lambda: "besokare")
    site = Site(answers, "http://media.test", 0.1, pause).application()
    cursor = None
    with TestClient(site) as client:
        for _ in range(4):
            variables = {"handle": "almhult", "cursor": cursor}
            body = {"operationName": "Feed", "variables": variables}
            feed = client.post("/api/graphql", json=body).json()["data"]["Feed"]
            cursor = feed["page_info"]["end_cursor"]
    assert pauses == [0.1, 0.1, 0.1, 1.2]


def test_comments_are_only_on_the_post_and_come_in_pages(torget):
    post = torget.data("Feed")["edges"][2]
    assert post["comments"] == 25
    pages, cursor = [], None
    while True:
        page = torget.data("Comments", post=post["id"], cursor=cursor)
        pages.append(page["edges"])
        cursor = page["page_info"]["end_cursor"]
        if cursor is None:
            break
    assert [len(page) for page in pages] == [10, 10, 2]
    assert sum(1 + len(c["replies"]) for page in pages for c in page) == 25
    answers = [r for page in pages for c in page for r in c["replies"]]
    assert any(r["is_by_account"] and r["author"] == "Älmhults kommun" for r in answers)


def test_long_texts_are_cut_in_the_feed(torget):
    post = next(post for post in torget.data("Feed")["edges"] if post["is_cut"])
    whole = torget.data("FullText", post=post["id"])["text"]
    assert len(whole) > len(post["text"])
    assert torget.data("Post", post=post["id"])["text"] == whole


def test_failing_parts(torget):
    """One answer 500, one preview picture 404: the rest of the page works."""
    answer = torget.client.get(f"{torget.facts['origin']}/api/forslag")
    assert answer.status_code == 500
    links = [link for post in torget.data("Feed")["edges"] for link in post["links"]]
    pictures = [link["picture"] for link in links if link["picture"]]
    assert [torget.client.get(url).status_code for url in pictures] == [404]


def test_the_weather_takes_two_redirects(torget):
    url = f"{torget.facts['origin']}/api/vader"
    answer = torget.client.get(url, follow_redirects=True)
    assert [hop.status_code for hop in answer.history] == [307, 303]
    assert answer.json()["ort"] == "Älmhult"


@pytest.mark.parametrize(
    ("operation", "variables", "status"),
    [
        ("Post", {"post": "1"}, 404),
        ("Profile", {"handle": "okand"}, 404),
        ("Post", {}, 400),
        ("Okand", {"post": "6256494481"}, 400),
        ("Feed", {"cursor": "inte en kaka"}, 400),
    ],
)
def test_bad_questions_get_their_status(torget, operation, variables, status):
    assert torget.ask(operation, **variables).status_code == status


def test_the_counter_answers_each_frame_and_is_logged(torget):
    url = torget.facts["origin"].replace("http", "ws") + "/ws"
    with websockets.sync.client.connect(url) as live:
        live.send(json.dumps({"typ": "laser", "sida": "/konto/almhult"}))
        assert json.loads(live.recv(timeout=20))["antal"] >= 3
    entry = torget.logged("/ws")
    directions = [frame["direction"] for frame in entry["frames"]]
    assert (entry["status"], directions) == (101, ["from client", "from server"])


def test_events_end_by_themselves(torget):
    answer = torget.client.get(f"{torget.facts['origin']}/api/handelser")
    assert answer.text.count("data: ") == 3


def test_the_control_port_lists_all_that_a_capture_should_hold(torget):
    posts = torget.client.get(f"{torget.facts['control']}/content").json()
    assert len(posts) == 24
    assert "/content" not in str(torget.log())
