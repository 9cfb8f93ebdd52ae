# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The watch on a real Bluesky network: each change archived once, nothing else ever.

Every test has an account of its own and an archive of its own, so that none of them
sees what another has done. Where days must pass the archive's clock is moved; the
network underneath is always the real one.
"""

import hashlib
import io
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTFigure, LTImage

from archivers.platforms.bluesky.names import digest_of
from archivers.warc import read_records
from schemas.order import EventKind
from tests.realnet.watched import Clock, Watched, until

NAME = "Kulturhuset i Älmhult"
ABOUT = "Kulturhuset har öppet varje dag."
NEW_NAME = "Kulturhuset Blohmé"
NEW_ABOUT = "Kulturhuset är stängt i sommar."

PICTURES = {"avatar": "avatar", "banner": "cover"}
TEXTS = {"name": ("name", NAME, NEW_NAME), "about": ("about", ABOUT, NEW_ABOUT)}


def one(folder: Path, name: str) -> Path:
    (found,) = (path for path in folder.rglob("*") if path.match(name))
    return found


def report_of(package: Path) -> dict[str, Any]:
    """Give what the change report says, as data."""
    told = json.loads(one(package, "capture.json").read_text(encoding="utf-8"))
    return told["change_report"]


def changed_row(package: Path) -> dict[str, Any]:
    """Give the one field that the change report says is another."""
    (row,) = (r for r in report_of(package)["rows"] if r["verdict"] == "changed")
    return row


def words_of(package: Path) -> str:
    """Give what the change report says, on paper: of two columns line by line."""
    return " ".join(extract_text(str(one(package, "change-report.pdf"))).split())


def pictures_in(package: Path) -> int:
    """Count the pictures on the change report's pages."""

    def number(part: object) -> int:
        if isinstance(part, LTImage):
            return 1
        return sum(map(number, part)) if isinstance(part, LTFigure) else 0

    pdf = io.BytesIO(one(package, "change-report.pdf").read_bytes())
    return sum(number(part) for page in extract_pages(pdf) for part in page)


def recorded(package: Path) -> set[str]:
    """Give the digests of what the package's recording holds."""
    records = read_records(one(package, "*-api.warc.gz"))
    answers = (record for record in records if record.type == "response")
    return {hashlib.sha256(record.decoded()).hexdigest() for record in answers}


def bodies(package: Path) -> set[str]:
    root = etree.parse(one(package, "items.xml")).getroot()
    return {item.findtext("{*}body") for item in root.iterfind("{*}item")}


# --- Changes --------------------------------------------------------------------------


def archived_for(watched: Watched, name: str) -> Path:
    """See a change twice, archive it once, and see that nothing more comes of it."""
    waiting = watched.watch()
    assert (waiting["fields"], waiting["change"]) == ([name], "waiting")
    assert waiting["order_id"] is None
    confirmed = watched.watch()
    assert (confirmed["fields"], confirmed["change"]) == ([name], "confirmed")
    assert confirmed["is_new_order"]
    again = watched.watch()
    assert (again["order_id"], again["is_new_order"]) == (confirmed["order_id"], False)
    package = watched.carry_out(confirmed["order_id"])
    for _ in range(3):
        calm = watched.watch()
        assert (calm["state"], calm["fields"], calm["order_id"]) == ("ok", [], None)
    assert watched.ordered() == ["request", "profile_change"]
    assert [one["state"] for one in watched.changes()] == ["confirmed"]
    return package


@pytest.mark.parametrize("what", PICTURES)
def test_a_new_picture_is_archived_once_beside_the_old(watched, what, tmp_path):
    """The old original is gone at the source; the archive has both, byte for byte."""
    first, name = watched.archive_now(), PICTURES[what]
    old, new = watched.seed[what], watched.change(what)
    second = archived_for(watched, name)
    row = changed_row(second)
    shown = [row[f"{when}_picture"]["sha256"] for when in ("before", "after")]
    assert (row["field"], shown) == (name, [digest_of(old), digest_of(new)])
    assert pictures_in(second) >= len(shown)
    assert digest_of(old) in recorded(first)
    assert digest_of(new) in recorded(second) - recorded(first)
    (change,) = watched.changes()
    folder = tmp_path / "pictures"
    told = watched.avbild.json(
        "change", "show", change["change_id"], "--to", str(folder)
    )
    files = [Path(file).read_bytes() for file in told["files"]]
    assert [hashlib.sha256(file).hexdigest() for file in files] == shown
    assert watched.told() == [("change_confirmed", "secretary")]


def test_a_recoloured_picture_is_archived_when_a_person_says_so(watched):
    """Drawn alike in another colour: no machine can tell whether that is a change."""
    watched.archive_now()
    watched.change("recoloured-avatar", "KH")
    seen = [watched.watch() for _ in range(4)]
    assert [outcome["change"] for outcome in seen] == ["waiting", *["to_judge"] * 3]
    assert watched.ordered() == ["request"]
    assert watched.told() == [("change_to_judge", "secretary")]
    (change,) = watched.changes()
    judged = watched.avbild.json(
        *("change", "judge", change["change_id"], "--changed"),
        *("--reason", "Kommunens nya färg"),
    )
    watched.carry_out(judged["order"]["order_id"])
    calm = watched.watch()
    assert (calm["fields"], calm["order_id"]) == ([], None)
    assert watched.ordered() == ["request", "profile_change"]


@pytest.mark.parametrize("what", TEXTS)
def test_a_new_text_is_archived_once_beside_the_old(watched, what):
    watched.archive_now()
    name, old, new = TEXTS[what]
    watched.change(what, new)
    second = archived_for(watched, name)
    row = changed_row(second)
    assert (row["field"], row["before"], row["after"]) == (name, old, new)
    text = words_of(second)
    assert old in text
    assert new in text
    assert watched.told() == [("change_confirmed", "secretary")]


def test_a_new_handle_is_found_though_the_revision_stands_still(watched):
    """The register has the old address; the account is known by its DID."""
    watched.archive_now()
    before, handle = watched.revision(), f"nya-{watched.seed['handle']}"
    watched.change("handle", handle)
    assert watched.revision() == before
    second = archived_for(watched, "handle")
    row = changed_row(second)
    assert (row["before"], row["after"]) == (watched.seed["handle"], handle)
    # Of the change itself, and of the register's address that is out of date.
    assert watched.told() == [("change_confirmed", "secretary")] * 2


def test_an_account_that_is_as_it_was_gives_nothing(watched):
    watched.archive_now()
    for _ in range(5):
        outcome = watched.watch()
        assert (outcome["state"], outcome["fields"]) == ("ok", [])
    assert watched.changes() == []
    assert watched.ordered() == ["request"]
    assert watched.told() == []


def test_a_change_that_is_taken_back_before_it_is_seen_again_is_only_noted(watched):
    watched.archive_now()
    watched.change("name", NEW_NAME)
    assert watched.watch()["change"] == "waiting"
    watched.change("name", NAME)
    for _ in range(3):
        assert watched.watch()["order_id"] is None
    assert [change["state"] for change in watched.changes()] == ["reverted"]
    assert watched.ordered() == ["request"]
    assert watched.told() == []


# --- What is deleted ------------------------------------------------------------------


def test_what_is_deleted_is_reported_from_the_difference(watched):
    """Nothing on the network shows that anything was there."""
    first = watched.archive_now()
    post, comment = watched.seed["posts"][0], watched.seed["comment"]
    watched.bluesky.change("delete-post", watched.seed["name"], post)
    watched.bluesky.change("delete-post", "karin-s", comment)
    view = partial(watched.bluesky.view, "feed.getPosts")
    until(lambda: not view(uris=post)["posts"] + view(uris=comment)["posts"])
    second = watched.archive_now("Efter borttagning")
    gone = bodies(first) - bodies(second)
    assert gone == {
        "Kulturhuset, kväll 1: konsert i biblioteket.",
        "Vilken tid börjar konserten?",
    }
    content = report_of(second)["content"]
    assert content["earlier_package_id"] == first.name
    assert sorted(item["kind"] for item in content["missing"]) == ["comment", "post"]
    assert first.name in words_of(second)
    assert watched.told() == [("content_missing", "secretary")]
    with watched.opened(Clock()) as archive:
        (event,) = archive.database.events.list("konto", EventKind.CONTENT_MISSING)
    assert (event.detail["posts"], event.detail["comments"]) == ("1", "1")


def test_a_change_is_found_though_the_servers_were_down_meanwhile(watched):
    watched.archive_now()
    assert watched.watch()["fields"] == []
    watched.change("name", NEW_NAME)
    with watched.bluesky.without("views"):
        for _ in range(2):
            down = watched.watch()
            assert (down["state"], down["fields"]) == ("unavailable", [])
    archived_for(watched, "name")
    assert watched.told() == [
        ("change_confirmed", "secretary"),
        ("outage", "operations"),
        ("recovered", "operations"),
    ]
