# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The network that the watch is measured on answers as the real ones do."""

import hashlib
import json

import httpx
import pytest

from archivers.picture_keys import key_of
from archivers.platforms.bluesky.names import digest_of
from tools.bench_network import Network, serving

VIEWS = "/xrpc/app.bsky.actor"


@pytest.fixture
def network():
    return Network(40, "http://127.0.0.1:1")


def told(network, target):
    return json.loads(network.answer(target, "").body)


def test_many_profiles_are_one_answer(network):
    asked = "&".join(f"actors=did:plc:k{n}" for n in range(1, 26))
    shown = told(network, f"{VIEWS}.getProfiles?{asked}")["profiles"]
    assert [one["did"] for one in shown] == [f"did:plc:k{n}" for n in range(1, 26)]
    assert network.asked == {"getProfiles": 1}


def test_an_original_is_what_its_name_says(network):
    asked = "collection=app.bsky.actor.profile&rkey=self"
    record = told(network, f"/xrpc/com.atproto.repo.getRecord?repo=did:plc:k7&{asked}")
    cid = record["value"]["avatar"]["ref"]["$link"]
    at = f"/xrpc/com.atproto.sync.getBlob?did=did:plc:k7&cid={cid}"
    assert digest_of(cid) == hashlib.sha256(network.answer(at, "").body).hexdigest()


def test_what_is_known_is_not_sent_again_until_it_changes(network):
    at = "/api/v1/accounts/lookup?acct=kommun3"
    first = network.answer(at, "")
    again = network.answer(at, first.etag)
    assert (again.status, again.body) == ("304 Not Modified", b"")
    network.answer("/bench/change?number=3", "")
    assert network.answer(at, first.etag).status == "200 OK"


def test_a_change_moves_the_name_and_the_revision(network):
    at = "/xrpc/com.atproto.sync.getRepoStatus?did=did:plc:k3"
    name, revision = (
        told(network, f"{VIEWS}.getProfile?actor=kommun3.se"),
        told(network, at),
    )
    network.answer("/bench/change?number=3", "")
    assert told(network, at)["rev"] != revision["rev"]
    after = told(network, f"{VIEWS}.getProfile?actor=kommun3.se")
    assert after["displayName"] != name["displayName"]
    assert told(network, f"{VIEWS}.getProfile?actor=kommun4.se")["displayName"] == (
        "Kommun 4"
    )


def test_pictures_have_the_names_that_mastodon_gives(network):
    shown = told(network, "/api/v1/accounts/lookup?acct=kommun12")
    keys = {key_of(shown["avatar"]), key_of(shown["header"])}
    assert len(keys) == 2
    assert None not in keys
    path = shown["avatar"].removeprefix(network.origin)
    assert network.answer(path, "").media_type == "image/png"


def test_the_process_answers_on_kept_connections_and_ends():
    with serving(3) as served, httpx.Client(base_url=served.origin) as client:
        for _ in range(2):
            shown = client.get(f"{VIEWS}.getProfile", params={"actor": "kommun1.se"})
            assert shown.json()["handle"] == "kommun1.se"
        assert served.asked() == {"getProfile": 2}
        served.change([1])
        assert served.ceiling(f"{VIEWS}.getProfile?actor=kommun1.se", rounds=2) > 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(served.origin)
