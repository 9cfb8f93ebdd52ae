# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts, comments and pictures found again in a recording."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.items import ItemCollection
from archivers.locate import Wanted, map_recording
from archivers.platform import FoundItem, FoundMedia
from archivers.warc import NewRecord, WarcFile, record_ids

WHEN = datetime(2026, 11, 2, tzinfo=UTC)
FEED = "https://torget.se/almhult"
API = "https://torget.se/api"


class Recording:
    """A WARC that is written by hand."""

    def __init__(self, path):
        self.path = path
        self._file = WarcFile(path, record_ids("prov", path.name))

    def response(self, url, body, *, referer=FEED, status=200, **fields):
        """Write a request and its response; gives the response's record id."""
        kind = fields.pop("mime_type", "application/json")
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        stated = {
            "content-type": kind,
            **{n.replace("_", "-"): v for n, v in fields.items()},
        }
        answer = HttpHead.build(f"HTTP/1.1 {status} X", stated.items())
        record_id = self._write("response", url, answer, raw)
        request = HttpHead.build("GET / HTTP/1.1", [("Referer", referer)])
        extra = (("WARC-Concurrent-To", f"<{record_id}>"),)
        self._write("request", url, request, b"", extra)
        return record_id

    def _write(self, kind, url, head, raw, fields=()):
        return self._file.write(
            NewRecord(
                type=kind,
                date=WHEN,
                content_type=f"application/http; msgtype={kind}",
                body=Body.of([raw]),
                head=head,
                target_uri=url,
                fields=fields,
            )
        )

    def close(self):
        """Close the file; safe to call twice."""
        self._file.close()

    def mapped(self, items, *media):
        """Close the file and map it."""
        self.close()
        wanted = Wanted(items.all(), frozenset(media))
        return map_recording(self.path, wanted, self.path.parent, lambda _: None)


@pytest.fixture
def recording(tmp_path):
    written = Recording(tmp_path / "prov.warc.gz")
    yield written
    written.close()


def collected(*found):
    items = ItemCollection("konto")
    items.add(FEED, found)
    return items


def item(key, text, *, is_post=True, author="Älmhults kommun", **more):
    link = more.pop("permalink", f"{FEED}/{key}")
    return FoundItem(key, is_post, author, text, "microdata", permalink=link, **more)


def pointers(mapped, items):
    return [
        [(o.record_id, o.pointer) for o in mapped.occurrences.get(one.item_id, ())]
        for one in items.all()
    ]


def test_a_text_is_found_in_every_record_that_carried_it(recording):
    items = collected(item("1", "Vi öppnar på måndag."))
    feed = {"edges": [{"text": "Vi öppnar på\nmåndag."}]}
    one = recording.response(API, feed)
    two = recording.response(API, {"post": {"text": "Vi öppnar på måndag."}})
    mapped = recording.mapped(items)
    assert pointers(mapped, items) == [[(one, "/edges/0/text"), (two, "/post/text")]]


def test_a_place_knows_the_page_that_asked_for_it(recording):
    items = collected(item("1", "Hej alla i Älmhult"))
    recording.response(API, {"a": "Hej alla i Älmhult"}, referer=f"{FEED}/1")
    mapped = recording.mapped(items)
    (place,) = mapped.occurrences[items.all()[0].item_id]
    assert place.page_url == f"{FEED}/1"


def test_equal_texts_are_told_apart_by_what_stands_around_them(recording):
    """The id in the permalink, and the author, say whose "Tack!" it is."""
    items = collected(
        item("p", "Inlägg"),
        item(
            "a",
            "Tack!",
            is_post=False,
            author="Karin",
            permalink=f"{FEED}/p#k-9336407140",
        ),
        item(
            "b",
            "Tack!",
            is_post=False,
            author="Karin",
            permalink=f"{FEED}/p#k-4571110362",
        ),
    )
    body = {
        "edges": [
            {"id": "4571110362", "author": "Karin", "text": "Tack!"},
            {"id": "9336407140", "author": "Karin", "text": "Tack!"},
        ]
    }
    one = recording.response(API, body)
    found = pointers(recording.mapped(items), items)
    assert found[1:] == [[(one, "/edges/1/text")], [(one, "/edges/0/text")]]


def test_equal_texts_without_marks_are_given_out_in_reading_order(recording):
    items = collected(item("x", "Samma"), item("y", "Samma"))
    one = recording.response(API, ["Samma", "Samma"])
    found = pointers(recording.mapped(items), items)
    assert found == [[(one, "/0")], [(one, "/1")]]


def test_a_cut_text_is_found_where_it_was_cut(recording):
    """Both forms of a text stand in the recording; both must be known."""
    items = collected(item("1", "Vi öppnar …"))
    items.add(FEED, [item("1", "Vi öppnar på måndag.")])
    cut = recording.response(API, {"text": "Vi öppnar …"})
    whole = recording.response(API, {"text": "Vi öppnar på måndag."})
    found = pointers(recording.mapped(items), items)
    assert found == [[(cut, "/text"), (whole, "/text")]]


def test_a_text_inside_a_longer_one_is_found_at_last(recording):
    items = collected(item("1", "Sophämtningen är försenad i Diö."))
    page = "<p>Obs! <b>Sophämtningen är försenad</b> i Diö. Ring oss.</p>"
    body = f"<html><body>{page}</body></html>".encode()
    one = recording.response(FEED, body, mime_type="text/html")
    found = pointers(recording.mapped(items), items)
    assert found == [[(one, "html > body > p")]]


def test_an_item_without_text_is_found_by_its_picture(recording):
    picture = FoundMedia("https://b.se/1.jpg")
    items = collected(item("1", "", media=(picture,)))
    one = recording.response(API, {"image": "https://b.se/1.jpg"})
    assert pointers(recording.mapped(items), items) == [[(one, "/image")]]


def test_pictures_are_found_along_redirects(recording):
    recording.response("https://b.se/go", b"", status=302, location="/1.jpg#x")
    one = recording.response("https://b.se/1.jpg", b"bild", mime_type="image/jpeg")
    mapped = recording.mapped(collected(), "https://b.se/go", "https://b.se/2.jpg")
    (stored,) = mapped.media.values()
    assert stored.record_id == one
    assert stored.sha256 == hashlib.sha256(b"bild").hexdigest()
    assert stored.mime_type == "image/jpeg"


def test_a_film_in_parts_is_put_together(recording):
    url = "https://b.se/film.mp4"
    spans = [(b"456789", "bytes 4-9/10"), (b"012345", "bytes 0-5/10")]
    for body, content_range in spans:
        recording.response(
            url, body, status=206, mime_type="video/mp4", content_range=content_range
        )
    mapped = recording.mapped(collected(), url)
    assert mapped.media[url].sha256 == hashlib.sha256(b"0123456789").hexdigest()


def test_a_film_with_a_hole_has_no_checksum(recording):
    url = "https://b.se/film.mp4"
    for body, content_range in [(b"0123", "bytes 0-3/10"), (b"6789", "bytes 6-9/10")]:
        recording.response(
            url, body, status=206, mime_type="video/mp4", content_range=content_range
        )
    assert recording.mapped(collected(), url).media[url].sha256 is None


def test_a_picture_that_cannot_be_decoded_is_not_kept(recording):
    url = "https://b.se/1.jpg"
    recording.response(url, b"skrot", mime_type="image/jpeg", content_encoding="gzip")
    assert recording.mapped(collected(), url).media == {}


def test_a_picture_that_the_server_refused_says_so(recording):
    url = "https://b.se/1.jpg"
    recording.response(url, b"nej", status=404, mime_type="image/jpeg")
    assert recording.mapped(collected(), url).media[url].status == 404
