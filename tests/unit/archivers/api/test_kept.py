# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an interrupted recording holds whole is given again, and nothing else."""

from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archivers.address import AddressGuard
from archivers.api import ApiRecording, Pace, RecordedClient
from archivers.api.kept import KeptExchanges
from archivers.limits import Limits
from archivers.warc import WarcHeader, check_warc, read_records
from archivers.warc_prefix import header_of, whole_records
from schemas.errors import PlatformDown

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
TOKEN = "hemlig-nyckel-1234567"  # noqa: S105 -- made up
URL = "https://almhult.se/api"
HEADER = WarcHeader(
    software="Avbild 0.1.0",
    capture_id="c1",
    account_id="konto",
    order_id="o1",
    url=URL,
    started_at=NOW,
)


def answer(status, body="", **headers):
    """Make an answer whose body has not been read yet."""
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    stream = httpx.ByteStream(body.encode())
    return httpx.Response(status, headers=fields, stream=stream)


class Server:
    """Answers by the path, and counts the questions; `down` is a path that fails."""

    def __init__(self):
        self.asked = []
        self.down = ""

    def __call__(self, request):
        """Answer."""
        path = request.url.path
        self.asked.append(path)
        if path == self.down:
            return answer(503)
        if path == "/broken":
            raise httpx.ReadError(path)
        if path.startswith("/till"):
            return answer(302, location=f"/fran{path}")
        number = self.asked.count(path)
        body = f'{{"path": "{path}", "number": {number}, "key": "{TOKEN}"}}'
        return answer(200, body, content_type="application/json")


class Try:
    """One try of a capture: a client and its recording, after what was kept."""

    def __init__(self, folder, server):
        self.path = folder / "c1-api.warc.gz"
        kept = KeptExchanges(self.path, (TOKEN,)) if self.path.exists() else None
        self.kept = kept
        self.recording = ApiRecording(self.path, HEADER, (TOKEN,), folder, kept)
        self.client = RecordedClient(
            self.recording.keep,
            AddressGuard(resolve=lambda *_: ["93.184.215.14"]),
            Pace(1e6, 10**6, sleep=lambda _: None),
            lambda: NOW,
            Limits(retries=1),
            httpx.MockTransport(server),
        )
        if kept is not None:
            self.client.remembering(kept.recall)

    def get(self, path, **more):
        """Ask."""
        return self.client.get(f"https://almhult.se{path}", **more)

    def stop(self):
        """Stop as if killed: only what is written is left."""
        self.client.__exit__()
        self.recording.close()

    def finish(self):
        """End the recording, and give its report."""
        self.client.__exit__()
        return self.recording.finish()


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def tried(tmp_path, server):
    """Start a try; the one before it has been stopped."""
    made = []

    def start():
        for one in made:
            one.stop()
        made.append(Try(tmp_path, server))
        return made[-1]

    yield start
    for one in made:
        one.stop()


def test_what_was_answered_is_answered_again_with_its_own_record(tried, server):
    first = tried().get("/1", params={"b": "ö"})
    again = tried().get("/1", params={"b": "ö"})
    assert server.asked == ["/1"]
    assert again.is_kept
    assert not first.is_kept
    assert (again.record_id, again.status) == (first.record_id, 200)
    assert again.content == first.content.replace(TOKEN.encode(), b"avbild-scrubbed")
    assert again.mime_type == "application/json"
    assert again.is_ok
    assert again.size == len(again.content)


def test_what_is_only_stored_is_not_given_in_memory(tried):
    tried().get("/1", kept=0)
    again = tried().get("/1", kept=0)
    assert again.content == b""
    assert again.is_ok


def test_an_address_that_was_asked_twice_has_two_answers_and_no_third(tried, server):
    one = tried()
    for _ in range(2):
        one.get("/1")
    again = tried()
    numbers = [again.get("/1").content.split(b",")[1] for _ in range(3)]
    assert numbers == [b' "number": 1', b' "number": 2', b' "number": 3']
    assert server.asked == ["/1"] * 3


def test_faults_are_asked_for_anew(tried, server):
    one = tried()
    server.down = "/1"
    with pytest.raises(PlatformDown):
        one.get("/1")
    with pytest.raises(PlatformDown):
        one.get("/broken")
    server.down = ""
    again = tried()
    assert not again.get("/1").is_kept
    report = again.finish()
    assert report.exchanges == 5
    assert report.partial == ()
    assert all(check.passed for check in report.checks)


def test_a_redirect_is_followed_to_its_kept_end(tried, server):
    first = tried().get("/till/1")
    again = tried().get("/till/1")
    assert (again.url, again.record_id) == (first.url, first.record_id)
    assert again.url.endswith("/fran/till/1")
    assert len(server.asked) == 2


def test_a_redirect_that_led_nowhere_is_asked_for_anew(tried, server):
    one = tried()
    server.down = "/fran/till/1"
    with pytest.raises(PlatformDown):
        one.get("/till/1")
    server.down = ""
    assert not tried().get("/till/1").is_kept


def test_the_own_key_may_stand_in_an_address_and_another_may_not(tried):
    """Two that differ in an unknown secret alone may be two different questions."""
    one = tried()
    one.get("/1", params={"access_token": TOKEN})
    one.get("/2", params={"access_token": "en-annans-1234567"})
    again = tried()
    assert again.get("/1", params={"access_token": TOKEN}).is_kept
    assert not again.get("/2", params={"access_token": "en-tredjes-123456"}).is_kept


def test_the_report_is_of_all_tries(tried):
    one = tried()
    for number in range(3):
        one.get(f"/{number}", token=TOKEN)
    again = tried()
    again.get("/0")
    again.get("/9")
    report = again.finish()
    assert report.exchanges == 4
    assert report.scrubbed == {"authorization": 3, "known-value": 4}
    assert "1 svar är från ett tidigare försök" in report.notes[0]
    assert all(check.passed for check in report.checks)


def test_no_id_is_given_twice(tried):
    tried().get("/1")
    again = tried()
    again.get("/2")
    again.finish()
    ids = [record.record_id for record in read_records(again.path)]
    assert len(ids) == len(set(ids)) == 7
    assert [r.type for r in read_records(again.path)].count("warcinfo") == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_a_torn_end_is_cut_away_at_an_exchange(tmp_path_factory, data):
    """Wherever the file was torn, or filled with zeros as after a loss of power."""
    folder, server = tmp_path_factory.mktemp("torn"), Server()
    one = Try(folder, server)
    for number in range(3):
        one.get(f"/{number}")
    one.stop()
    whole = one.path.read_bytes()
    with one.path.open("rb") as stream:
        first = next(whole_records(stream)).stop
    cut = data.draw(st.integers(first, len(whole)))
    torn = whole[:cut] + data.draw(st.sampled_from([b"", b"\0" * 512, b"WARC/1.1"]))
    one.path.write_bytes(torn)
    again = Try(folder, server)
    assert again.kept.end <= cut
    server.asked.clear()
    for number in range(3):
        again.get(f"/{number}")
    report = again.finish()
    assert again.kept.recalled + len(server.asked) == report.exchanges == 3
    with again.path.open("rb") as stream:
        assert check_warc(stream, "prov")[1] == []
    kinds = [record.type for record in read_records(again.path)]
    assert (kinds.count("request"), kinds.count("response")) == (3, 3)


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b", b"nothing of the kind"])
def test_a_file_without_a_first_record_says_nothing(tmp_path, content):
    path = tmp_path / "c1-api.warc.gz"
    path.write_bytes(content)
    assert header_of(path) is None
    assert header_of(tmp_path / "missing") is None


def test_the_first_record_is_read_as_it_was_written(tried):
    one = tried()
    one.stop()
    assert header_of(one.path) == HEADER
