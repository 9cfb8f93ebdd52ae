# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision is carried out where a name and a number stand in every form and place.

The rewriter and the verifier are the real ones, and so is all between them; what is
left is then looked for by a search of the test's own, that shares no code with either.
"""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text

from archivers.warc import WarcFile, record_ids
from archivers.warc_check import check_warc
from pipeline.adopt import adopt_plan, read_plan_file
from pipeline.classify import classify_account, confirm
from pipeline.context import Archive, set_up
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from pipeline.verify import verify_package
from schemas.capture import Capture, FileRole
from schemas.gallring import GallringCertificate
from tests.contract.plain_search import any_stands_in, stands_in
from tests.contract.planted import matrix
from tests.contract.test_gallring_warc import picture, recorded
from tests.fakes import FakeClock, ids
from tests.gallring_samples import COMMENTS, NUMBER, WARC
from tests.homes import PLAN
from tests.sample_files import captured
from tests.unit.pipeline.gallra.conftest import (
    ACCOUNT,
    ADOPTION,
    BOARD,
    LATER,
    THE_ACCOUNT,
    ThreadPlatform,
    judge_not_registered,
    opened,
)

GONE = "c1"
NAME = COMMENTS[GONE][0]
CODES = re.compile(
    rb"urn:uuid:[0-9a-f-]{36}|\b[0-9a-f]{64}\b|sha256:[A-Z2-7]{52}=*|sha1:[A-Z2-7]{32}"
)
APART = 10
RECORDING = "representations/warc/data/capture.warc.gz"

Names = dict[str, tuple[str, str, str]]
"""What stands in a record: the value, the kind of place, and the form."""


class PlantedPlatform(ThreadPlatform):
    """The account's thread, and a recording full of one person."""

    def __init__(self) -> None:
        super().__init__()
        self.planted: Names = {}

    def _capture(self, account, order, folder: Path, tools) -> Capture:
        found = super()._capture(account, order, folder, tools)
        path = folder / WARC
        more = folder / "more.warc.gz"
        self.planted = planted_in(more)
        data = path.read_bytes() + more.read_bytes()
        more.unlink()
        warc = captured(folder, WARC, data, FileRole.WARC, "application/warc")
        files = tuple(warc if f.role is FileRole.WARC else f for f in found.files)
        return found.model_copy(update={"files": files})


def planted_in(path: Path) -> Names:
    """Write a recording with both values in every form and place, and pictures."""
    planted: Names = {}
    with WarcFile(path, record_ids("planterat", "a")) as warc:
        for value in (NAME, NUMBER):
            for number, ((place, form), one) in enumerate(matrix(value).items()):
                if _is_text(one.target):
                    planted[warc.write(recorded(one, number))] = (value, place, form)
                    if number % APART == 0:
                        warc.write(picture(number))
    return planted


def _is_text(target: bytes) -> bool:
    """Tell whether an address can stand in a head, which is written in UTF-8."""
    try:
        target.decode()
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Carried:
    """The package before and after the decision, as files, and what was planted."""

    archive: Archive
    certificate: GallringCertificate
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    planted: Names


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carried]:
    home, clock = tmp_path_factory.mktemp("planterat") / "hem", FakeClock()
    set_up(Settings(home=home))
    platform = PlantedPlatform()
    with opened(home, ids(), clock) as archive:
        package_id = _packaged(archive, platform)
        _open_the_gates(archive)
        before = files_of(archive, package_id)
        clock.now = LATER
        frozen = propose(archive, Wish(ACCOUNT, (GONE,))).frozen
        assert frozen is not None
        decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
        certificate = execute(archive, decision.decision_id, platform.crafts())
        after = files_of(archive, package_id)
        yield Carried(archive, certificate, before, after, platform.planted)


def _packaged(archive: Archive, platform: PlantedPlatform) -> str:
    archive.database.boards.add(BOARD)
    archive.database.accounts.add(THE_ACCOUNT)
    adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
    asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, asked)
    return run_order(archive, order.order_id, platform.crafts()).package_id


def _open_the_gates(archive: Archive) -> None:
    classify_account(archive, ACCOUNT)
    confirm(archive, ACCOUNT, [GONE])
    judge_not_registered(archive, ACCOUNT, GONE)


def files_of(archive: Archive, package_id: str) -> dict[str, bytes]:
    """Read every file of a package's newest version."""
    files = archive.store.open(package_id)
    found = {}
    for path in files.paths():
        with files.open(path) as stream:
            found[path] = stream.read()
    return found


def members(data: bytes) -> list[bytes]:
    """Part a recording into its gzip members, the plain way."""
    found = []
    while data:
        stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
        stream.decompress(data)
        found.append(data[: len(data) - len(stream.unused_data)])
        data = stream.unused_data
    return found


def texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Give all that can be read in a package, once; ids, checksums and pixels not."""
    seen: set[bytes] = set()
    for path, data in _opened(files):
        text = CODES.sub(b"", data)
        if text not in seen:
            yield path, text
        seen.add(text)


def _opened(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path, data in files.items():
        if path.endswith(".gz"):
            for number, member in enumerate(members(data)):
                raw = zlib.decompress(member, zlib.MAX_WBITS + 16)
                is_picture = b"Content-Type: image/png" in raw
                yield f"{path} {number}", raw[:800] if is_picture else raw
        elif path.endswith(".pdf"):
            yield path, extract_text(io.BytesIO(data)).encode()
        elif not path.endswith((".png", ".xsd")):
            yield path, data


def record_id(member: bytes) -> str:
    """Name the record of a member."""
    raw = zlib.decompress(member, zlib.MAX_WBITS + 16)
    return raw.partition(b"WARC-Record-ID: <")[2].partition(b">")[0].decode()


def test_it_is_planted_in_ten_places_and_forty_forms(carried):
    """And the verifier found all of it beforehand."""
    for value in (NAME, NUMBER):
        names = [(p, f) for v, p, f in carried.planted.values() if v == value]
        assert len({place for place, _ in names}) >= 10
        assert len({form for _, form in names}) >= 40
    (execution,) = carried.certificate.executions
    assert execution.proof.mapped_found == execution.proof.mapped_places
    assert {"xml", "pdf text", "warc response body"} <= set(
        execution.proof.found_before
    )
    (proven,) = execution.proof.members
    assert proven.planned > len(carried.planted)


def test_the_verifier_finds_nothing_left(carried):
    (execution,) = carried.certificate.executions
    assert execution.is_proven
    assert execution.proof.found_after == {}
    assert execution.proof.undecodable == execution.proof.untestable == 0


def test_a_search_that_shares_no_code_finds_nothing_left_either(carried):
    seen = [
        path
        for path, data in texts(carried.after)
        if any_stands_in(data, (NAME, NUMBER))
    ]
    assert seen == []


def test_that_search_sees_where_they_stood(carried):
    """A search that sees nothing would prove nothing."""
    listed = carried.before["representations/items/data/items.xml"]
    assert stands_in(listed, NAME)
    assert stands_in(listed, NUMBER)
    before = members(carried.before[RECORDING])
    held = {record_id(member): member for member in before}
    for name, (value, *_) in list(carried.planted.items())[::25]:
        raw = zlib.decompress(held[name], zlib.MAX_WBITS + 16)
        assert stands_in(raw, value)


def test_no_byte_changed_in_a_record_that_was_not_to_be_touched(carried):
    before = members(carried.before[RECORDING])
    after = members(carried.after[RECORDING])
    assert len(before) == len(after)
    changed = {
        record_id(old) for old, new in zip(before, after, strict=True) if old != new
    }
    untouched = {record_id(member) for member in before} - changed
    assert set(carried.planted) <= changed
    # The page, the answer of the API, and the request that points at the page.
    assert len(changed - set(carried.planted)) == 3
    assert len(untouched) > len(carried.planted) // APART


def test_the_package_and_its_recording_are_whole(carried):
    package_id = carried.certificate.executions[0].package_id
    report = verify_package(carried.archive, package_id)
    assert report.is_valid, report.findings
    for path, data in carried.after.items():
        if path.endswith(".warc.gz"):
            assert check_warc(io.BytesIO(data), path)[1] == []


def test_the_certificate_names_nothing_of_it(carried):
    written = carried.certificate.model_dump_json().encode()
    assert not any_stands_in(written, (NAME, NUMBER))


def test_what_others_wrote_stands_as_it_did(carried):
    listed = carried.after["representations/items/data/items.xml"].decode()
    for name in ("c2", "c3"):
        author, body = COMMENTS[name]
        assert author in listed
        assert body in listed
