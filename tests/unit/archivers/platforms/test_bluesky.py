# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names, posts and repositories of the AT Protocol."""

import hashlib
from datetime import UTC, datetime

import pytest

from archivers.platform import FoundMedia
from archivers.platforms.bluesky.names import (
    actor_of,
    digest_of,
    moment_of,
    post_address,
)
from archivers.platforms.bluesky.posts import PostReader, blobs_in
from archivers.platforms.bluesky.repository import read_repository
from archivers.platforms.bluesky.shapes import Actor, Post
from schemas.errors import BadInput, PageNotUnderstood
from tests.contract.fake_bluesky import car, cid_of

DID = "did:plc:kommun"
LINK = "app.bsky.richtext.facet#link"
RECORDS = {f"app.bsky.feed.post/p{n:03}": {"text": f"Inlägg {n}"} for n in range(200)}


def item_of(record, name="Älmhults kommun"):
    author = Actor(did=DID, handle="almhult.se", display_name=name)
    uri = f"at://{DID}/app.bsky.feed.post/3abc"
    reader = PostReader("https://bsky.app", original)
    return reader.item(
        Post(uri=uri, author=author, record=record), is_post=True, stated=2
    )


def original(account, blob, label):
    return FoundMedia(f"{account}/{blob.cid}", label, "video" in blob.mime_type)


def blob(cid, mime_type="image/png"):
    return {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime_type, "size": 1}


@pytest.mark.parametrize(
    ("url", "actor"),
    [
        ("https://bsky.app/profile/almhult.se", "almhult.se"),
        ("https://bsky.app/profile/did:plc:abc/post/3k", "did:plc:abc"),
        ("https://bsky.app/profile/@almhult.se", "almhult.se"),
    ],
)
def test_an_account_is_named_by_its_address(url, actor):
    assert actor_of(url) == actor


def test_another_address_is_no_account():
    with pytest.raises(BadInput, match=r"bsky\.app/profile"):
        actor_of("https://bsky.app/search?q=almhult")


def test_a_revision_is_a_moment():
    """A TID: microseconds since 1970, and which clock it was."""
    moment = datetime(2026, 11, 2, 12, 30, 15, 250_000, tzinfo=UTC)
    number = int(moment.timestamp() * 1_000_000) << 10 | 1023
    signs = "234567abcdefghijklmnopqrstuvwxyz"
    tid = "".join(signs[number >> shift & 31] for shift in range(60, -1, -5))
    assert moment_of(tid) == moment
    assert moment_of("3jzfcijpj2z2a").date().isoformat() == "2023-06-30"
    assert moment_of("3older") is None
    assert moment_of("zzzzzzzzzzzzz") is None


def test_a_content_is_named_by_its_checksum():
    digest = hashlib.sha256(b"bild").hexdigest()
    assert digest_of(cid_of(b"bild")) == digest
    assert digest_of("inte-en-cid") is None


def test_a_post_has_the_same_address_whatever_its_author_is_called():
    uri = f"at://{DID}/app.bsky.feed.post/3abc"
    address = "https://bsky.app/profile/did:plc:kommun/post/3abc"
    assert post_address("https://bsky.app", uri) == address
    assert item_of({"text": ""}).permalink == address


def test_an_author_is_signed_with_name_and_handle():
    assert item_of({}).author == "Älmhults kommun (@almhult.se)"
    assert item_of({}, name=" ").author == "@almhult.se"


def test_links_that_the_text_cuts_short_are_written_out_below_it():
    record = {
        "text": "Läs mer på almhult.se/nyh… och https://almhult.se/b",
        "facets": [
            {"features": [{"$type": LINK, "uri": "https://almhult.se/nyheter/1"}]},
            {"features": [{"$type": LINK, "uri": "https://almhult.se/b"}]},
        ],
        "embed": {"$type": "x", "external": {"uri": "https://almhult.se/kort"}},
    }
    assert item_of(record).text == (
        "Läs mer på almhult.se/nyh… och https://almhult.se/b\n\n"
        "https://almhult.se/nyheter/1\nhttps://almhult.se/kort"
    )


def test_a_quoted_post_is_pointed_to():
    quoted = f"at://{DID}/app.bsky.feed.post/3old"
    text = item_of({"text": "Som vi skrev:", "embed": {"record": {"uri": quoted}}}).text
    assert text == "Som vi skrev:\n\nhttps://bsky.app/profile/did:plc:kommun/post/3old"


def test_pictures_are_found_in_embeds_of_any_kind():
    embed = {
        "$type": "app.bsky.embed.somethingNew",
        "media": {
            "items": [{"alt": "En älg", "deep": {"picture": blob("a")}}],
            "video": blob("b", "video/mp4"),
        },
    }
    assert [(one.cid, label) for one, label in blobs_in(embed)] == [
        ("a", "En älg"),
        ("b", ""),
    ]
    media = item_of({"embed": embed}).media
    assert [(one.alternative_text, one.is_video) for one in media] == [
        ("En älg", False),
        ("", True),
    ]


def test_what_is_no_blob_is_passed_by():
    assert list(blobs_in({"$type": "blob", "ref": "sönder"})) == []
    assert list(blobs_in(None)) == []


def test_a_time_that_cannot_be_read_is_kept_as_it_stands():
    assert item_of({"createdAt": "i går"}).published_text == "i går"
    assert item_of({"createdAt": "2026-02-01T08:00:00Z"}).published_text == ""


def test_a_repository_gives_its_records_in_order_and_its_revision():
    found = read_repository(car(DID, "3abc", RECORDS), DID)
    assert found.revision == "3abc"
    assert found.keys("app.bsky.feed.post") == tuple(f"p{n:03}" for n in range(200))
    assert found.record("app.bsky.feed.post", "p007") == {"text": "Inlägg 7"}
    assert found.record("app.bsky.feed.post", "saknas") == {}


@pytest.mark.parametrize("place", [1, 40, 100, 5000, -1])
def test_a_repository_that_was_altered_anywhere_is_refused(place):
    data = bytearray(car(DID, "3abc", RECORDS))
    data[place] ^= 1
    with pytest.raises(PageNotUnderstood):
        read_repository(bytes(data), DID)


@pytest.mark.parametrize("size", [0, 1, 60, 5000, -1])
def test_a_repository_that_was_cut_is_refused(size):
    with pytest.raises(PageNotUnderstood):
        read_repository(car(DID, "3abc", RECORDS)[:size], DID)


def test_another_accounts_repository_is_refused():
    with pytest.raises(PageNotUnderstood):
        read_repository(car("did:plc:annan", "3abc", RECORDS), DID)
