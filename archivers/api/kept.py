# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an interrupted reading of an API has given, answered from its own recording.

The recording is the memory: each exchange that is whole in it was asked, answered and
kept, so that nothing besides it can disagree with it. What a killed process left torn
at its end is cut away. Only answers that were given whole and with success are given
again; faults may have passed since, and are asked anew.
"""

import re
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from archivers.api.client import MOST_HOPS, OK, Answer, opened
from archivers.secrets import Scrubber
from archivers.warc import WarcRecord, read_records
from archivers.warc_prefix import Located, whole_records
from schemas.capture import FailedResource

REDIRECTS = frozenset({301, 302, 303, 307, 308})
CUT = "Servern bröt överföringen."
UNOPENED = "Kroppen går inte att öppna som dess huvud säger."
COUNTED = re.compile(r"([a-z-]+)=(\d+)")
KNOWN = "known-value"
WHO = "me"


@dataclass
class Earlier:
    """What stands in the kept part of a recording, for the recorder's report."""

    exchanges: int = 0
    ids: list[str] = field(default_factory=list)
    partial: list[FailedResource] = field(default_factory=list)
    undecodable: list[FailedResource] = field(default_factory=list)
    scrubbed: Counter[str] = field(default_factory=Counter)

    def take(self, record: WarcRecord) -> None:
        """Take in a record of a whole exchange."""
        for kind, number in COUNTED.findall(record.fields.get("WARC-Scrubbed", "")):
            self.scrubbed[kind] += int(number)
        self.exchanges += record.type == "request"
        if record.type != "response":
            return
        self.ids.append(record.record_id)
        if "WARC-Truncated" in record.fields:
            self.partial.append(_fault(record, CUT))
        elif "WARC-Undecodable" in record.fields:
            self.undecodable.append(_fault(record, UNOPENED))


@dataclass(frozen=True)
class _Place:
    """Where an answer lies in the file; `leads_to` is where a redirect leads."""

    start: int
    leads_to: str = ""


class KeptExchanges:
    """The whole exchanges at the beginning of a recording that was interrupted.

    An address that was asked for several times has as many answers, given in turn; who
    asks once more gets none, and must ask the platform. Threads may share it.

    Args:
        path: the recording, whose first record is whole.
        known: the values that were scrubbed from it wherever they stood.
    """

    def __init__(self, path: Path, known: tuple[str, ...]) -> None:
        self.path = path
        self.earlier = Earlier()
        self.taken: set[str] = set()
        self.recalled = 0
        self._scrubber = Scrubber(known)
        self._places: dict[str, deque[_Place]] = {}
        self._turn = threading.Lock()
        self.end = self._scan()

    def _scan(self) -> int:
        """Read every whole exchange, and say where the last of them ends.

        A response is written before its request, so a request ends an exchange.
        """
        end, waiting = 0, list[Located]()
        with self.path.open("rb") as stream:
            for located in whole_records(stream):
                waiting.append(located)
                if located.record.type in {"request", "warcinfo"}:
                    self._take(waiting)
                    end, waiting = located.stop, []
        return end

    def _take(self, records: list[Located]) -> None:
        asked = records[-1].record
        for record, start, _ in records:
            self.taken.add(record.record_id)
            self.earlier.take(record)
            if record.type == "response" and _is_asked_by(asked, record):
                self._index(record, start)

    def _index(self, record: WarcRecord, start: int) -> None:
        head = record.head
        if head is None or _is_faulty(record):
            return
        target, place = record.target_uri, _Place(start)
        if record.status in REDIRECTS:
            following = urljoin(target, head.value("location"))
            place = _Place(start, self._scrubber.url(_address(following), Counter()))
        elif record.status != OK:
            return
        self._places.setdefault(target, deque()).append(place)

    def forget_who(self) -> None:
        """Let what is asked of the key itself be asked anew, when it is another key.

        Whose it is stands in the answers about `me`: those to another key tell of
        another account, or let this one's pass for the account that was asked for.
        """
        with self._turn:
            for address in [one for one in self._places if _is_of_key(one)]:
                del self._places[address]

    def recall(self, address: str, kept: int) -> Answer | None:
        """Give the answer that an address had, along its redirects, if there is one.

        Args:
            address: what is asked for.
            kept: how many bytes of content are given in memory.
        """
        key = self._key(address)
        for _ in range(MOST_HOPS + 1):
            place = self._next(key)
            if place is None:
                return None
            if not place.leads_to:
                self.recalled += 1
                return self._answer(place.start, kept)
            key = place.leads_to
        return None

    def _key(self, address: str) -> str:
        """Write an address as it was recorded; nothing if that may be another's too.

        Only the capture's own keys may be gone from it: with them the account reads
        itself, whereas an unknown secret may be what tells two addresses apart.
        """
        counts: Counter[str] = Counter()
        scrubbed = self._scrubber.url(address, counts)
        return scrubbed if set(counts) <= {KNOWN} else ""

    def _next(self, key: str) -> _Place | None:
        with self._turn:
            places = self._places.get(key)
            return places.popleft() if places else None

    def _answer(self, start: int, kept: int) -> Answer:
        with self.path.open("rb") as stream:
            stream.seek(start)
            with closing(read_records(stream)) as records:
                record = next(records)
                assert record.head is not None  # noqa: S101 -- it was when indexed
                body = opened(record.head, record.body, kept)
        return Answer(
            url=record.target_uri,
            status=OK,
            head=record.head,
            record_id=record.record_id,
            content=body.content,
            size=body.size,
            sha256=body.sha256,
            is_kept=True,
        )

    def new_ids(self, made: Callable[[], str]) -> Callable[[], str]:
        """Give ids of records that no kept record has."""
        left: Iterator[str] = (one for one in iter(made, "") if one not in self.taken)
        return lambda: next(left)


def _is_of_key(address: str) -> bool:
    """Whether an address names no account, but whoever the key is of."""
    return WHO in urlsplit(address).path.split("/")


def _is_asked_by(request: WarcRecord, response: WarcRecord) -> bool:
    return (
        request.head is not None
        and request.head.method == "GET"
        and request.fields.get("WARC-Concurrent-To") == response.record_id
    )


def _is_faulty(record: WarcRecord) -> bool:
    return not {"WARC-Truncated", "WARC-Undecodable"}.isdisjoint(record.fields)


def _address(url: str) -> str:
    return str(httpx.URL(url))


def _fault(record: WarcRecord, reason: str) -> FailedResource:
    return FailedResource(url=record.target_uri, reason=reason, status=record.status)
