# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real Bluesky network, captured by the command that a municipality uses.

The tests stand in the order in which an account lives: it is archived, something is
removed, its picture and its name change, it closes, it opens again.
"""

import json
import time
from collections import Counter

import pytest
from lxml import etree

from archivers.platforms.bluesky.names import digest_of
from archivers.platforms.bluesky.repository import read_repository
from archivers.warc import read_records

QUESTION = "Hej! När öppnar bygglovsexpeditionen igen? Ring mig gärna på 070-1740605."
ANSWER = "Hej Karin! Expeditionen öppnar måndag kl. 9."
THREAT = "Ni är förbannade idioter allihop, jag vet var du bor!"
LONG = [f"Kommentar nummer {number} i lång tråd." for number in range(1, 21)]
DEEP = [f"Svar på djup {number}." for number in range(1, 15)]
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def avbild(bluesky, tmp_path_factory):
    """An archive that reads this network, with the municipality's account in it."""
    avbild = bluesky.archive(tmp_path_factory.mktemp("archive"))
    address = f"https://bsky.app/profile/{bluesky.seed['handle']}"
    avbild.json(
        *("account", "add", "konto", "--board", "ks", "--name", "Älmhults kommun"),
        *("--url", address),
    )
    return avbild


@pytest.fixture(scope="module")
def baseline(avbild):
    """The first package of the account."""
    made = avbild.json("snapshot", "konto", "--reason", "Prov på riktigt nätverk")
    return avbild.package(made["package"]["package_id"])


@pytest.fixture(scope="module")
def items(baseline):
    """The items of items.xml as elements."""
    return list(etree.parse(one(baseline, "items.xml")).getroot().iterfind("{*}item"))


@pytest.fixture(scope="module")
def records(baseline):
    """The responses of the recording, by their ids."""
    found = {}
    for record in read_records(one(baseline, "*-api.warc.gz")):
        if record.type == "response":
            found[record.record_id] = (record.target_uri, record.decoded())
    return found


def one(folder, name):
    (found,) = (path for path in folder.rglob("*") if path.match(name))
    return found


def by_body(items, body):
    (found,) = (item for item in items if item.findtext("{*}body") == body)
    return found


def at(document, pointer):
    """Follow a JSON pointer (RFC 6901)."""
    value = document
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def seen(avbild, is_wanted):
    """Watch until the views have caught up with the account's server."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        (outcome,) = avbild.json("watch")["outcomes"]
        if is_wanted(outcome) or time.monotonic() > deadline:
            return outcome
        time.sleep(0.25)


# --- The first archiving --------------------------------------------------------------


def test_the_platform_is_known_by_its_address(avbild):
    assert avbild.json("account", "show", "konto")["account"]["platform"] == "bluesky"


def test_the_package_verifies(avbild, baseline):
    (report,) = avbild.json("package", "verify", baseline.name)["reports"]
    assert report["is_valid"], report["findings"]
    assert report["warc_records"] > 200


def test_every_post_and_every_answer_is_there(items, bluesky):
    kinds = Counter(item.get("kind") for item in items)
    assert kinds["post"] == len(bluesky.seed["posts"]) == 48
    bodies = Counter(item.findtext("{*}body") for item in items)
    wanted = [QUESTION, ANSWER, THREAT, *LONG, *DEEP]
    assert {body: bodies[body] for body in wanted} == dict.fromkeys(wanted, 1)
    # Number, tip, and the municipality's answer in a thread of somebody else.
    assert kinds["comment"] + kinds["reply"] == len(wanted) + 3


def test_a_thread_is_followed_beyond_where_the_view_cuts_it_off(items):
    above = by_body(items, DEEP[0])
    for body in DEEP[1:]:
        item = by_body(items, body)
        assert item.get("parent") == above.get("id")
        above = item


def test_the_municipality_is_known_by_its_address_not_its_name(items):
    own = {
        item.findtext("{*}body") for item in items if item.get("byAccount") == "true"
    }
    assert len(own) == 48 + 2
    assert ANSWER in own


def test_every_item_says_where_it_stands_in_the_recording(items, records):
    """Record and JSON pointer lead to the very text."""
    for item in items:
        assert item.findtext("{*}source") == "api"
        places = list(item.iterfind("{*}place"))
        assert places
        for place in places:
            address, body = records[place.get("warcRecord")]
            assert address == place.get("pageUrl")
            assert at(json.loads(body), place.get("pointer")) == item.findtext(
                "{*}body"
            )


def test_every_picture_is_the_original_by_its_own_name(items, records, bluesky):
    """The CID in the address is the checksum of what the record holds."""
    media = [media for item in items for media in item.iterfind("{*}media")]
    assert len(media) == bluesky.seed["images"] + 1
    for one_of_them in media:
        cid = one_of_them.get("url").rpartition("cid=")[2]
        assert one_of_them.get("sha256") == digest_of(cid)
        assert records[one_of_them.get("warcRecord")][1].startswith(b"\x89PNG")


def test_a_citizens_picture_is_fetched_from_the_citizens_server(items, bluesky):
    (tip,) = (i for i in items if "glasskiva" in i.findtext("{*}body"))
    assert tip.find("{*}media").get("sha256") == digest_of(bluesky.seed["tipImage"])


def test_the_signed_repository_is_kept_as_evidence(records, bluesky):
    did = bluesky.seed["did"]
    (data,) = (body for url, body in records.values() if "getRepo?" in url)
    repository = read_repository(data, did)
    assert len(repository.keys("app.bsky.feed.post")) == 48 + 2


def test_the_capture_says_which_source_gave_what(baseline):
    """bsky.app is not this network's: the look is lacking, and the report says so."""
    report = json.loads(one(baseline, "capture.json").read_text(encoding="utf-8"))
    health = report["health"]
    assert health["missing"] == []
    assert health["sources"] == [
        {"name": "api", "posts": 48, "comments": 40, "media": health["media"]["found"]}
    ]
    assert any("webbsida" in note for note in health["notes"])
    assert one(baseline, "transcript.pdf").stat().st_size > 0


def test_nothing_is_found_to_have_changed(avbild, baseline):
    assert baseline
    (outcome,) = avbild.json("watch")["outcomes"]
    assert (outcome["state"], outcome["fields"]) == ("ok", [])


# --- What happens to an account -------------------------------------------------------


def test_what_is_deleted_is_only_in_the_archive(avbild, bluesky, items, baseline):
    """Nothing on the network shows that anything was there."""
    bluesky.change("delete-post")
    bluesky.change("delete-comment")
    made = avbild.json("snapshot", "konto", "--reason", "Efter borttagning")
    later = avbild.package(made["package"]["package_id"])
    bodies = {
        i.findtext("{*}body") for i in etree.parse(one(later, "items.xml")).iter()
    }
    gone = {item.findtext("{*}body") for item in items} - bodies
    assert THREAT in gone
    assert len(gone) == 2
    assert baseline.exists()


def test_a_new_picture_is_seen_and_ordered_once_and_the_old_is_kept(
    avbild, bluesky, baseline
):
    cid = bluesky.change("avatar")
    first = seen(avbild, lambda outcome: outcome["fields"])
    second, third = (
        seen(avbild, lambda outcome: outcome["order_id"]) for _ in range(2)
    )
    assert first["fields"] == second["fields"] == ["avatar"]
    assert (first["change"], first["order_id"]) == ("waiting", None)
    assert (second["change"], second["is_new_order"]) == ("confirmed", True)
    assert (third["order_id"], third["is_new_order"]) == (second["order_id"], False)
    report = json.loads(one(baseline, "capture.json").read_text(encoding="utf-8"))
    old = digest_of(bluesky.seed["avatar"])
    assert report["profile"]["avatar"]["sha256"] == old != digest_of(cid)


def test_a_new_name_in_the_address_is_a_change_not_a_closed_account(avbild, bluesky):
    """The register has the old address; the account is known by its DID."""
    bluesky.change("handle")
    outcome = seen(avbild, lambda outcome: "handle" in outcome["fields"])
    assert outcome["state"] == "ok"
    assert "handle" in outcome["fields"]


def test_a_closed_account_is_gone_and_cannot_be_captured(avbild, bluesky):
    before = seen(avbild, lambda outcome: outcome["order_id"])
    bluesky.change("deactivate")
    outcome = seen(avbild, lambda outcome: outcome["state"] == "deactivated")
    assert outcome["state"] == "deactivated"
    assert (outcome["order_id"], outcome["is_new_order"]) == (before["order_id"], False)
    done = avbild.run("order", "run", outcome["order_id"])
    assert done.returncode == 3
    assert "inaktiverat" in done.stdout + done.stderr


def test_a_reopened_account_is_as_it_was(avbild, bluesky):
    bluesky.change("activate")
    outcome = seen(avbild, lambda outcome: outcome["state"] == "ok")
    assert (outcome["state"], "about" in outcome["fields"]) == ("ok", False)
    (failed, *_) = avbild.json("order", "list")["orders"]
    made = avbild.json("order", "run", failed["order_id"])
    assert made["package"]["posts"] == 47
