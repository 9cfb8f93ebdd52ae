# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The small Graph API as it is served: expiring media, pages behind a login, faults."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from PIL import Image

from graph import World, serving
from graph.content import Picture
from graph.media import path_of
from graph.tokens import IG_TOKEN, PAGE_TOKEN

DEMO = Path(__file__).parents[3] / "demo"
HEADERS = {"authorization": f"Bearer {PAGE_TOKEN}"}


@pytest.fixture(scope="module")
def shared():
    with serving() as running, httpx.Client(timeout=20) as client:
        yield running, client


@pytest.fixture
def running(shared):
    """A world as it was first written, on servers that are kept."""
    found, client = shared
    world, fresh = found.world, World()
    world.page, world.profile = fresh.page, fresh.profile
    world.down, world.is_walled, world.media.most_fetches = False, True, None
    world.media.lifetime = fresh.media.lifetime
    world.faults.clear()
    world.media.missing.clear()
    client.cookies.clear()
    return found


@pytest.fixture
def client(shared):
    return shared[1]


def asked(running, client, path):
    """Ask the API, and give what the answer holds."""
    answer = client.get(f"{running.origins.facebook_graph}{path}", headers=HEADERS)
    return answer.raise_for_status().json()


def cover(running, client):
    """Give an address of the cover."""
    return asked(running, client, "/me?fields=cover{source}")["cover"]["source"]


# --- media ----------------------------------------------------------------------------


def test_a_picture_has_a_new_address_each_time_and_the_same_path(running, client):
    one, other = cover(running, client), cover(running, client)
    assert one != other
    assert one.partition("?")[0] == other.partition("?")[0]
    assert client.get(one).content == client.get(other).content


def test_a_picture_is_smaller_where_the_post_shows_it(running, client):
    path = "/me/posts?limit=1&fields=attachments{media,target{id}}"
    (row,) = asked(running, client, path)["data"]
    (shown,) = row["attachments"]["data"]
    photo = asked(running, client, f"/{shown['target']['id']}?fields=images")
    sizes = [
        Image.open(io.BytesIO(client.get(url).content)).width
        for url in (shown["media"]["image"]["src"], photo["images"][0]["source"])
    ]
    assert sizes == [720, 1200]


def test_an_address_stops_working_by_the_clock(running, client):
    running.world.media.lifetime = -1
    assert client.get(cover(running, client)).status_code == 403


def test_an_address_stops_working_after_some_visits(running, client):
    running.world.media.most_fetches = 2
    address = cover(running, client)
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 403]
    assert client.get(cover(running, client)).status_code == 200


def test_an_address_that_is_tampered_with_does_not_work(running, client):
    address = cover(running, client)
    assert client.get(address.replace("oe=", "oe=F")).status_code == 403
    assert client.get(address.partition("?")[0]).status_code == 403


def test_a_picture_may_be_lost(running, client):
    address = cover(running, client)
    running.world.media.missing.add("cover-1")
    assert client.get(address).status_code == 404


def test_other_pictures_have_other_paths():
    paths = {path_of(Picture(f"bild-{number}")) for number in range(500)}
    assert len(paths) == 500
    assert all(re.fullmatch(r"/v/[\w.-]+/\d+_\d+_\d+_n\.jpg", path) for path in paths)


def test_half_an_answer_is_no_answer(running, client):
    running.world.fail(1, "/posts", is_cut=True)
    with pytest.raises(httpx.RemoteProtocolError):
        asked(running, client, "/me/posts")
    running.world.fail(1, "/posts", status=0)
    with pytest.raises(httpx.RemoteProtocolError):
        asked(running, client, "/me/posts")
    assert asked(running, client, "/me/posts")["data"]


# --- pages ----------------------------------------------------------------------------


def logged_in(running, client, host):
    """Log in as the reader, and give the account's page."""
    viewer = running.world.viewer
    origin = getattr(running.origins, f"{host}_web")
    answer = client.post(
        f"{origin}/login/?next=/alvmalakommun",
        data={"email": viewer.user, "pass": viewer.password},
        follow_redirects=True,
    )
    return answer.raise_for_status().text


@pytest.mark.parametrize("host", ["facebook", "instagram"])
def test_guests_meet_a_wall(running, client, host):
    origin = getattr(running.origins, f"{host}_web")
    answer = client.get(f"{origin}/alvmalakommun", follow_redirects=True)
    assert answer.url.path == "/login/"
    assert "Snöröjningen" not in answer.text
    wrong = client.post(f"{origin}/login/", data={"email": "a", "pass": "b"})
    assert wrong.status_code == 403
    assert "set-cookie" not in wrong.headers


def test_a_login_leads_to_pages_of_its_own_site_alone(running, client):
    viewer = running.world.viewer
    answer = client.post(
        f"{running.origins.facebook_web}/login/?next=//annan.example",
        data={"email": viewer.user, "pass": viewer.password},
    )
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("host", ["facebook", "instagram"])
def test_the_first_name_on_the_page_is_the_viewers(running, client, host):
    text = logged_in(running, client, host)
    biographies = re.findall(r'"biography": "([^"]+)"', text)
    assert "Ulla" in biographies[0]
    assert "allmän handling" in biographies[1]
    assert "<h1>Älvmåla kommun</h1>" in text


def test_posts_lead_to_their_own_pages_with_their_comments(running, client):
    text = logged_in(running, client, "facebook")
    path = re.search(r'href="(/alvmalakommun/posts/\d+)"', text).group(1)
    page = client.get(f"{running.origins.facebook_web}{path}").text
    assert "Färdtjänsten" in page
    assert "Tack snälla" in page
    assert "värdelösa" not in page  # its owner has hidden it
    assert "kontaktperson" not in text  # a hidden post


def test_what_is_removed_is_gone_from_the_pages_too(running, client):
    logged_in(running, client, "facebook")
    running.world.delete("104100200300400_122000000000007")
    path = "/alvmalakommun/posts/122000000000007"
    assert client.get(f"{running.origins.facebook_web}{path}").status_code == 404


def test_accounts_of_any_size_are_shown_and_told(client):
    with serving(World(60, 90, is_walled=False)) as large:
        origin = large.origins.instagram_web
        assert client.get(f"{origin}/alvmalakommun").text.count("<img") == 33
        answer = client.get(
            f"{large.origins.instagram_graph}/me/media?limit=60&fields=media_url",
            headers={"authorization": f"Bearer {IG_TOKEN}"},
        )
        assert all(row["media_url"] for row in answer.json()["data"])


def test_long_feeds_go_on_behind_a_link(client):
    with serving(World(70, 0, is_walled=False)) as large:
        target, found = "/alvmalakommun", 0
        while target:
            text = client.get(f"{large.origins.facebook_web}{target}").text
            found += text.count("<article")
            more = re.search(r'href="(/alvmalakommun\?fran=\d+)"', text)
            target = more and more.group(1)
        assert found == 70


# --- the commands ---------------------------------------------------------------------


def test_a_world_is_served_changed_and_stopped_by_commands(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(DEMO)}
    start = [sys.executable, "-m", "graph"]
    process = subprocess.Popen(
        [*start, "serve", "--state", str(tmp_path)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        facts = json.loads(process.stdout.readline())
        assert json.loads((tmp_path / "graph.json").read_text())["pid"] == process.pid
        told = subprocess.run(
            [*start, "change", str(tmp_path), "name", "Älvmåla stad"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(told.stdout)["facebook"]["posts"] == 7
        address = f"{facts['facebook_graph']}/me"
        assert httpx.get(address, headers=HEADERS).json()["name"] == "Älvmåla stad"
        bad = httpx.post(f"{facts['control']}/change", content='{"what": "inget"}')
        assert bad.status_code == 400
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        process.stdout.close()
    assert not (tmp_path / "graph.json").exists()
