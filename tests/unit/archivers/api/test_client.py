# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions to an API: guarded, polite, patient, and recorded as they came."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import BaseModel

from archivers.address import AddressGuard
from archivers.api import ApiRecording, Pace, RecordedClient
from archivers.limits import Limits
from archivers.secrets import find_secrets
from archivers.warc import WarcHeader, check_warc, read_records
from schemas.errors import NotAllowed, PageNotUnderstood, PlatformDown, RateLimited

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
TOKEN = "hemlig-nyckel-1234567"  # noqa: S105 -- made up
URL = "https://almhult.se/api"


class Words(BaseModel):
    """An answer."""

    text: str


def resolve(host, port):
    assert port
    return ["10.0.0.8"] if host == "inre.se" else ["93.184.215.14"]


def answer(status=200, body=b"", **headers):
    """Make an answer whose body has not been read yet."""
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return httpx.Response(status, headers=fields, stream=httpx.ByteStream(body))


class Server:
    """Gives the answers in turn, the last one again and again, and notes questions."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, request):
        """Answer a question."""
        self.asked.append(request)
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(given, Exception):
            raise given
        return given() if callable(given) else given


class Setting:
    """A client, its recording, and the time that it has waited."""

    def __init__(self, folder: Path, server, **limits):
        self.folder = folder
        self.waits = []
        self.warc = folder / "prov-api.warc.gz"
        header = WarcHeader(
            software="Avbild 0.1.0",
            capture_id="c1",
            account_id="konto",
            order_id="o1",
            url=URL,
            started_at=NOW,
        )
        self.recording = ApiRecording(self.warc, header, (TOKEN,), folder)
        self.client = RecordedClient(
            self.recording.keep,
            AddressGuard(resolve=resolve),
            Pace(2.0, 3, monotonic=lambda: 0.0, sleep=self.waits.append),
            lambda: NOW,
            Limits(**limits),
            httpx.MockTransport(server),
        )

    def finish(self):
        """Close all, and give the report and the responses."""
        self.client.__exit__()
        report = self.recording.finish()
        records = list(read_records(self.warc))
        return report, [record for record in records if record.type == "response"]


@pytest.fixture
def ask(tmp_path):
    made = []

    def start(*answers, **limits):
        server = Server(*answers)
        made.append(Setting(tmp_path, server, **limits))
        return made[0], server

    yield start
    for setting in made:
        setting.client.__exit__()
        setting.recording.close()


def test_an_answer_is_decoded_for_its_reader_and_stored_as_sent(ask):
    packed = gzip.compress(b'{"text": "hej"}')
    setting, _ = ask(
        answer(body=packed, content_type="application/json", content_encoding="gzip")
    )
    given = setting.client.get(URL, {"konto": "almhult"})
    assert given.read_as(Words).text == "hej"
    assert given.url == f"{URL}?konto=almhult"
    report, (record,) = setting.finish()
    assert record.raw() == packed
    assert record.record_id == given.record_id
    assert record.target_uri == given.url
    assert (report.exchanges, report.undecodable) == (1, ())
    assert all(check.passed for check in report.checks)
    with setting.warc.open("rb") as stream:
        assert check_warc(stream, "prov") == (4, [])


def test_a_name_may_have_several_values(ask):
    setting, _ = ask(answer())
    assert (
        setting.client.get(URL, {"konto": ["a", "b"]}).url == f"{URL}?konto=a&konto=b"
    )


def test_conditions_go_to_the_asked_host_alone(ask):
    """And the answer may be that nothing has changed, with no body at all."""
    setting, server = ask(
        answer(302, location="/ny"),
        answer(302, location="https://torget.se/"),
        answer(304),
    )
    given = setting.client.get(URL, token=TOKEN, conditions={"If-None-Match": '"1"'})
    conditions = [request.headers.get("if-none-match") for request in server.asked]
    assert conditions == ['"1"', '"1"', None]
    assert given.is_unmodified
    assert not given.is_ok


def test_it_says_who_asks(ask):
    setting, server = ask(answer())
    setting.client.get(URL)
    assert server.asked[0].headers["user-agent"].startswith("Avbild/")


def test_joined_chunks_are_told_of_and_the_record_can_be_opened(ask):
    setting, _ = ask(answer(body=b"hej", transfer_encoding="chunked"))
    setting.client.get(URL)
    _, (record,) = setting.finish()
    assert record.head.value("x-archive-orig-transfer-encoding") == "chunked"
    assert record.decoded() == b"hej"


def test_what_is_no_json_is_not_understood_and_not_quoted(ask):
    setting, _ = ask(answer(body=b"Karin 070-1740605"))
    given = setting.client.get(URL)
    with pytest.raises(PageNotUnderstood) as caught:
        given.read_as(Words)
    assert "Karin" not in f"{caught.value}{caught.value.__cause__}"


def test_redirects_are_followed_and_recorded(ask):
    setting, _ = ask(answer(302, location="/annan"), answer(body=b"hej"))
    assert setting.client.get(URL).url == "https://almhult.se/annan"
    report, records = setting.finish()
    assert [record.status for record in records] == [302, 200]
    assert report.exchanges == 2


def test_a_redirect_into_the_private_network_is_refused(ask):
    setting, server = ask(answer(302, location="http://inre.se/"))
    with pytest.raises(NotAllowed):
        setting.client.get(URL)
    assert len(server.asked) == 1


def test_redirects_without_end_are_given_up(ask):
    setting, server = ask(lambda: answer(302, location="/igen"))
    assert setting.client.get(URL).status == 302
    assert len(server.asked) == 6


def test_a_key_goes_to_the_asked_host_alone_and_never_into_the_recording(ask):
    setting, server = ask(
        answer(302, location="https://annan.se/"),
        answer(body=f'{{"text": "{TOKEN}"}}'.encode(), content_type="application/json"),
    )
    setting.client.get(URL, token=TOKEN)
    assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "authorization" not in server.asked[1].headers
    report, _ = setting.finish()
    assert sum(report.scrubbed.values()) == 2
    assert TOKEN.encode() not in gzip.decompress(setting.warc.read_bytes())
    assert find_secrets(setting.warc, (TOKEN,)) == []


def test_no_host_is_asked_more_often_than_the_pace_allows(ask):
    setting, _ = ask(lambda: answer(body=b"hej"))
    for _ in range(3):
        setting.client.get(URL)
    assert setting.waits == []
    setting.client.get(URL)
    assert setting.waits == [0.5]
    setting.client.get("https://annan.se/")
    assert setting.waits == [0.5]


def test_the_server_says_how_long_to_wait(ask):
    setting, server = ask(answer(429, retry_after="7"), answer(body=b"hej"))
    assert setting.client.get(URL).content == b"hej"
    assert setting.waits == [7.0]
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"ratelimit_reset": str(int(NOW.timestamp()) + 9)},
        {"x_ratelimit_reset": "2026-11-02T12:00:09.000Z"},
        {"retry_after": "Mon, 02 Nov 2026 12:00:09 GMT"},
    ],
)
def test_platforms_name_the_moment_in_ways_of_their_own(ask, headers):
    setting, _ = ask(answer(429, **headers), answer(body=b"hej"))
    setting.client.get(URL)
    assert setting.waits == [9.0]


def test_too_long_a_wait_is_left_to_the_caller(ask):
    setting, _ = ask(answer(429, retry_after="900"))
    with pytest.raises(RateLimited) as caught:
        setting.client.get(URL)
    assert caught.value.retry_after == 900
    assert setting.waits == []


def test_faults_are_tried_again_with_longer_and_longer_waits(ask):
    setting, server = ask(
        answer(503), httpx.ReadTimeout("tyst"), answer(502), answer(body=b"hej")
    )
    assert setting.client.get(URL).content == b"hej"
    assert setting.waits[:3] == [1.0, 2.0, 4.0]
    assert len(server.asked) == 4


@pytest.mark.parametrize("fault", [answer(503), httpx.ConnectError("borta")])
def test_a_server_that_stays_down_is_unavailable(ask, fault):
    setting, _ = ask(fault if isinstance(fault, Exception) else lambda: answer(503))
    with pytest.raises(PlatformDown):
        setting.client.get(URL)


def test_a_body_that_is_cut_off_is_asked_for_again_and_both_are_recorded(ask):
    class Cut(httpx.SyncByteStream):
        def __iter__(self):
            yield b'{"te'
            msg = "bruten"
            raise httpx.RemoteProtocolError(msg)

    setting, _ = ask(httpx.Response(200, stream=Cut()), answer(body=b'{"text": "hej"}'))
    assert setting.client.get(URL).read_as(Words).text == "hej"
    report, records = setting.finish()
    assert [record.fields.get("WARC-Truncated") for record in records] == [
        "disconnect",
        None,
    ]
    assert [one.status for one in report.partial] == [200]


def test_too_large_a_body_is_stored_as_cut_and_has_no_digest(ask):
    setting, _ = ask(answer(body=b"x" * 100))
    given = setting.client.get(URL, largest=10)
    assert (given.sha256, given.is_ok) == (None, False)
    _, (record,) = setting.finish()
    assert "WARC-Truncated" in record.fields


def test_a_large_body_is_digested_without_being_given(ask):
    setting, _ = ask(answer(body=b"hej"))
    given = setting.client.get(URL, kept=0)
    assert (given.content, given.size, given.is_ok) == (b"", 3, True)


def test_a_body_that_does_not_open_has_no_digest_and_is_reported(ask):
    setting, _ = ask(answer(body=b"inte gzip", content_encoding="gzip"))
    assert not setting.client.get(URL).is_ok
    report, _ = setting.finish()
    assert [one.url for one in report.undecodable] == [URL]
