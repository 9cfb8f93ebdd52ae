# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A recording answers what was asked when it was made, and guesses nothing."""

import gzip
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.replay.recorded import Recorded
from archivers.warc import NewRecord, WarcFile, record_ids

SITE = "https://torget.se"
START = datetime(2026, 11, 2, tzinfo=UTC)


class Written:
    """A WARC that is written by hand, and asked afterwards."""

    def __init__(self, folder):
        self._folder = folder
        self._warc = folder / "prov.warc.gz"
        self._file = WarcFile(self._warc, record_ids("prov", "prov"))
        self._second = count()
        self._asked = None

    def exchange(self, path, body, *, sent=b"", status=200, torn=False, **fields):
        """Write an exchange; the later in the file, the later it was asked."""
        when = START + timedelta(seconds=next(self._second))
        named = [(n.replace("_", "-"), v) for n, v in fields.items()]
        answer = HttpHead.build(f"HTTP/1.1 {status} X", named)
        lost = [("WARC-Truncated", "disconnect")] if torn else []
        first = self._write("response", path, answer, body, when, lost)
        method = "POST" if sent else "GET"
        request = HttpHead.build(
            f"{method} {path} HTTP/1.1", [("Content-Type", "application/json")]
        )
        partner = [("WARC-Concurrent-To", f"<{first}>")]
        self._write("request", path, request, sent, when, partner)

    def _write(self, kind, path, head, body, when, fields):
        return self._file.write(
            NewRecord(
                type=kind,
                date=when,
                content_type=f"application/http; msgtype={kind}",
                body=Body.of([body]),
                head=head,
                target_uri=SITE + path,
                fields=fields,
            )
        )

    def ask(self, path, *, sent=b"", span=""):
        """Give the status and the body of the answer; None if there is none."""
        if self._asked is None:
            self.close()
            self._asked = Recorded(self._warc, self._folder)
        method = "POST" if sent else "GET"
        head = HttpHead.build(
            f"{method} {path} HTTP/1.1",
            [
                ("Content-Type", "application/json"),
                *([("Range", span)] if span else []),
            ],
        )
        answer = self._asked.answer(self._asked.asked(SITE + path, head, sent))
        return answer and (answer.head.status, b"".join(answer.body))

    @property
    def asked(self):
        """The recording that was asked."""
        return self._asked

    def close(self):
        """Close what is open; safe to call twice."""
        self._file.close()
        if self._asked is not None:
            self._asked.close()


@pytest.fixture
def warc(tmp_path):
    written = Written(tmp_path)
    yield written
    written.close()


def test_what_a_request_sends_decides_its_answer(warc):
    """Two pages of a feed have the same address and differ by what is sent."""
    warc.exchange("/api", b"first", sent=b'{"cursor": null}')
    warc.exchange("/api", b"second", sent=b'{"cursor": "abc"}')
    assert warc.ask("/api", sent=b'{"cursor": "abc"}') == (200, b"second")
    assert warc.ask("/api", sent=b'{"cursor": null}') == (200, b"first")


def test_a_page_of_a_feed_is_never_given_for_another(warc):
    """With one page in the recording, the next is missing, not the same again."""
    warc.exchange("/api", b"first", sent=b'{"cursor": null}')
    assert warc.ask("/api", sent=b'{"cursor": "abc"}') is None


def test_only_an_empty_answer_is_given_to_what_was_sent_otherwise(warc):
    """A counter of visits sends the time, and gets nothing back either time."""
    warc.exchange("/visit", b"", sent=b'{"at": 1}', status=204)
    assert warc.ask("/visit", sent=b'{"at": 2}') == (204, b"")


def test_answers_come_in_the_order_in_which_they_came(warc):
    """A page that is loaded three times; the last answer stands for all after it."""
    for body in (b"one", b"two"):
        warc.exchange("/", body)
    assert [warc.ask("/")[1] for _ in range(3)] == [b"one", b"two", b"two"]


def test_failures_that_were_tried_again_are_left_out(warc):
    """Faults, and bodies cut short, give way to what came in the end."""
    warc.exchange("/", b"fault", status=503)
    warc.exchange("/", b"who", torn=True)
    warc.exchange("/", b"whole")
    assert warc.ask("/") == (200, b"whole")


def test_a_failure_that_remained_is_an_answer(warc):
    """What was not there at the capture is not there at the replay."""
    warc.exchange("/bild", b"gone", status=404)
    assert warc.ask("/bild") == (404, b"gone")


def test_a_moment_in_an_address_is_looked_past_if_there_is_one_answer(warc):
    """An address that a script makes of the time is not the same at the replay."""
    warc.exchange("/count?page=1&_=1793577600000", b"7")
    assert warc.ask("/count?page=1&_=1793577600123") == (200, b"7")
    assert warc.ask("/count?page=2&_=1793577600123") is None


def test_nothing_is_chosen_between_two_that_are_alike(warc):
    """Which of them is meant cannot be known."""
    warc.exchange("/count?_=1793577600000", b"7")
    warc.exchange("/count?_=1793577600001", b"8")
    assert warc.ask("/count?_=1793577600002") is None


def test_a_picture_is_known_however_its_address_is_signed(warc):
    """Each answer of the server signs it anew, and not all of them were opened."""
    warc.exchange("/bild.jpg?exp=1&sig=a", b"jpeg", content_type="image/jpeg")
    warc.exchange("/bild.jpg?exp=2&sig=b", b"jpeg", content_type="image/jpeg")
    assert warc.ask("/bild.jpg?exp=3&sig=c") == (200, b"jpeg")


def test_a_picture_that_always_failed_fails_again(warc):
    """What was broken for every visitor is not missed."""
    warc.exchange("/borta.jpg?sig=a", b"nej", status=404, content_type="text/plain")
    assert warc.ask("/borta.jpg?sig=b") == (404, b"nej")


def test_a_picture_that_differed_is_not_guessed(warc):
    """It was exchanged for another under the same name."""
    warc.exchange("/bild.jpg?sig=a", b"one", content_type="image/jpeg")
    warc.exchange("/bild.jpg?sig=b", b"two", content_type="image/jpeg")
    assert warc.ask("/bild.jpg?sig=c") is None


def test_a_picture_is_not_given_for_another(warc):
    """One address for many pictures, told apart by its parameters."""
    warc.exchange("/bild?id=1&sig=a", b"one", content_type="image/jpeg")
    assert warc.ask("/bild?id=2&sig=a") is None


def test_what_holds_text_is_never_given_for_another(warc):
    """The second page of a feed is not the first, even if that is all there is."""
    warc.exchange("/feed?token=1", b"[1]", content_type="application/json")
    assert warc.ask("/feed?token=2") is None


def test_secrets_are_scrubbed_before_it_is_looked_for(warc):
    """A live request holds the token; the recorded one holds the mark."""
    marked = b'{"csrf_token": "avbild-scrubbed", "page": 1}'
    warc.exchange("/api?access_token=avbild-scrubbed", b"here", sent=marked)
    live = b'{"csrf_token": "k3hd8s7f6g5h4j3k2l1", "page": 1}'
    assert warc.ask("/api?access_token=hemligt12345", sent=live) == (200, b"here")


class TestFilms:
    """A film comes in slices, which are cut and joined as they are asked for."""

    @pytest.fixture
    def film(self, warc):
        """A film of eight bytes in two slices."""
        for start, body in ((0, b"abcd"), (4, b"efgh")):
            stop = start + len(body) - 1
            warc.exchange(
                "/film", body, status=206, content_range=f"bytes {start}-{stop}/8"
            )
        return warc

    @pytest.mark.parametrize(
        ("span", "answer"),
        [
            ("bytes=0-", (200, b"abcdefgh")),
            ("bytes=2-5", (206, b"cdef")),
            ("bytes=6-", (206, b"gh")),
            ("", (200, b"abcdefgh")),
        ],
    )
    def test_slices_are_joined(self, film, span, answer):
        """What is asked for may span several slices."""
        assert film.ask("/film", span=span) == answer

    def test_a_film_is_known_however_its_address_is_signed(self, warc):
        """As pictures are; the length of the whole must be the same."""
        warc.exchange(
            "/f.mp4?sig=a", b"01", status=206, content_range="bytes 0-1/2", accept="x"
        )
        assert warc.ask("/f.mp4?sig=b", span="bytes=0-1") == (200, b"01")

    def test_a_slice_that_is_missing_is_missing(self, warc):
        """Nothing is given for bytes that were not recorded."""
        warc.exchange("/film", b"abcd", status=206, content_range="bytes 0-3/8")
        assert warc.ask("/film", span="bytes=0-") == (206, b"abcd")
        assert warc.ask("/film", span="bytes=4-") is None
        assert not warc.asked.is_torn(f"{SITE}/film")

    def test_a_film_that_was_given_up_on_is_known(self, warc):
        """A browser that has enough lets go; the rest was never there."""
        warc.exchange(
            "/film", b"ab", status=206, torn=True, content_range="bytes 0-7/8"
        )
        assert warc.ask("/film", span="bytes=2-") is None
        assert warc.asked.is_torn(f"{SITE}/film")


def test_content_coding_is_kept_and_chunk_framing_undone(warc):
    """The browser decodes by itself; the framing is that of the replay."""
    packed = gzip.compress(b"hej")
    framed = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    warc.exchange("/", framed, content_encoding="gzip", transfer_encoding="chunked")
    assert warc.ask("/") == (200, packed)
