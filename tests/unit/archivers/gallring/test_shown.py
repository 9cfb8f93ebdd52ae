# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures that only removed items show go with them, and no others."""

import io
import json

import pytest

from archivers.gallring.shown import pictures_within
from schemas.item import Item, ItemKind, Media, Place
from tests.sample_files import warc_digest, warc_record

SITE = "https://torget.example"
API = "urn:uuid:api"
FACES = {"asa": b"\x89PNG asa", "bo": b"\x89PNG bo", "town": b"\x89PNG town"}


def record(
    name: str, url: str, kind: str, body: bytes, status: str = "200 OK"
) -> bytes:
    """Write a response."""
    head = f"HTTP/1.1 {status}\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{name}>",
        "WARC-Date": "2026-03-02T08:15:02Z",
        "Content-Type": "application/http; msgtype=response",
        "WARC-Target-URI": url,
        "WARC-Payload-Digest": warc_digest(body),
    }
    return warc_record(fields, head.encode() + body)


def face(name: str, url: str, body: bytes) -> bytes:
    """Write a response with a picture."""
    return record(name, url, "Content-Type: image/png", body)


def data(*rows: object) -> bytes:
    """Write the answer of an API."""
    body = json.dumps({"rows": rows}).replace("/", "\\/").encode()
    return record("api", f"{SITE}/api", "Content-Type: application/json", body)


def item(name: str, number: int, **more: object) -> Item:
    """Give the item of a row."""
    pointer = f"/rows/{number}/text"
    place = Place(page_url=SITE, warc_record=API, pointer=pointer)
    return Item(
        item_id=name,
        kind=ItemKind.COMMENT,
        position=1,
        author=name,
        is_by_account=False,
        body=name,
        places=(place,),
        **more,
    )


def found(*records: bytes, kept=(), own=(), removed=None):
    """Find the pictures of Åsa's comment; gives records and addresses."""
    whole = b"".join(records)
    gone = removed or item("asa", 0)
    shown = pictures_within([lambda: io.BytesIO(whole)], [gone], kept, own)
    (one,) = shown.removed
    return {(m.url.removeprefix(SITE), m.warc_record) for m in one.media}, shown.kept


BO = item("bo", 1)


def test_the_face_of_a_removed_writer_goes():
    gone, kept = found(
        data(
            {"text": "asa", "face": "/f/asa.png"}, {"text": "bo", "face": "/f/bo.png"}
        ),
        face("1", f"{SITE}/f/asa.png", FACES["asa"]),
        face("2", f"{SITE}/f/bo.png", FACES["bo"]),
        kept=[BO],
    )
    assert gone == {("/f/asa.png", "urn:uuid:1")}
    assert kept == frozenset()


def test_the_face_of_somebody_who_wrote_more_stays():
    rows = {"text": "asa", "face": "/f/asa.png"}, {"text": "bo", "face": "/f/asa.png"}
    picture = face("1", f"{SITE}/f/asa.png", FACES["asa"])
    assert found(data(*rows), picture, kept=[BO])[0] == set()


def test_the_same_bytes_under_another_address_stay_for_who_is_kept():
    """Sites sign their addresses anew each time."""
    rows = (
        {"text": "asa", "face": "/f/asa.png?sig=1"},
        {"text": "bo", "face": "/f/asa.png?sig=2"},
    )
    pictures = [face(n, f"{SITE}/f/asa.png?sig={n}", FACES["asa"]) for n in ("1", "2")]
    assert found(data(*rows), *pictures, kept=[BO])[0] == set()


def test_every_address_of_a_picture_that_goes_is_found_and_followed():
    row = {"text": "asa", "face": "/go/7"}
    gone, _ = found(
        data(row),
        record("0", f"{SITE}/go/7", "Location: /f/asa.png", b"", "302 Found"),
        face("1", f"{SITE}/f/asa.png", FACES["asa"]),
        face("2", f"{SITE}/other/name.png", FACES["asa"]),
    )
    assert gone == {
        ("/go/7", None),
        ("/f/asa.png", "urn:uuid:1"),
        ("/other/name.png", "urn:uuid:2"),
    }


def test_the_accounts_own_face_stays_also_beside_its_removed_post():
    gone, _ = found(
        data({"text": "asa", "face": "/f/town-small.png"}),
        face("1", f"{SITE}/f/town-small.png", FACES["town"]),
        face("2", f"{SITE}/f/town.png", FACES["town"]),
        own=["Älmhults kommun", f"{SITE}/f/town.png"],
    )
    assert gone == set()


def test_an_address_that_nobody_fetched_spares_what_has_its_path():
    gone, _ = found(
        data(
            {"text": "asa", "face": "/f/asa.png?sig=1"},
            {"text": "bo", "face": "/f/asa.png?sig=9"},
        ),
        face("1", f"{SITE}/f/asa.png?sig=1", FACES["asa"]),
        kept=[BO],
    )
    assert gone == set()


def test_a_size_that_was_never_fetched_is_named_all_the_same():
    """Its address says whose picture it was."""
    row = {"text": "asa", "face": "/f/asa.png", "large": "/f/large/asa.png"}
    picture = face("1", f"{SITE}/f/asa.png", FACES["asa"])
    gone, _ = found(data(row), picture)
    assert gone == {("/f/asa.png", "urn:uuid:1"), ("/f/large/asa.png", None)}


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_listed_picture_keeps_its_bytes_if_a_kept_item_shows_them(is_shared):
    picture = Media(url=f"{SITE}/f/bo.png", warc_record="urn:uuid:2")
    removed = item("asa", 0, media=(picture,))
    kept = [item("bo", 1, media=(picture,))] if is_shared else []
    gone, _ = found(
        data({"text": "asa"}, {"text": "bo"}),
        face("2", f"{SITE}/f/bo.png", FACES["bo"]),
        kept=kept,
        removed=removed,
    )
    assert gone == {("/f/bo.png", None if is_shared else "urn:uuid:2")}


def test_other_pictures_of_one_path_are_named_as_kept():
    """A path that other pictures have as well must not be sought by itself."""
    gone, kept = found(
        data({"text": "asa", "face": "/image?id=1"}),
        face("1", f"{SITE}/image?id=1", FACES["asa"]),
        face("2", f"{SITE}/image?id=2", FACES["bo"]),
    )
    assert gone == {("/image?id=1", "urn:uuid:1")}
    assert kept == {f"{SITE}/image?id=2"}


def test_the_servers_word_that_there_is_no_picture_is_no_picture():
    """Every picture that never came has the same answer."""
    url = f"{SITE}/f/borta.png"
    removed = item("asa", 0, media=(Media(url=url, warc_record="urn:uuid:2"),))
    answer = record("2", url, "Content-Type: text/plain", b"Borta", "404 Not Found")
    gone, _ = found(data({"text": "asa"}), answer, removed=removed)
    assert gone == {("/f/borta.png", None)}
