# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A decision is carried out in a package whose owner's export holds a person's words.

She stands in every form and place of its files, in their names, in comments, and in
what is written in a picture. The rewriter and the verifier are the real ones; what is
left is looked for by a search of the test's own, that shares no code with either.
"""

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from eark.items_read import read_items
from pipeline.adopt import adopt_plan, read_plan_file
from pipeline.classify import classify_account, confirm
from pipeline.context import Archive, set_up
from pipeline.crafts import Crafts
from pipeline.deliver import export
from pipeline.diary.desks import FolderDesk
from pipeline.diary.hand_over import hand_over, to_hand_over
from pipeline.diary.judge import Judgement, judge
from pipeline.gallra import version
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.gallra.reprove import prove_again
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from pipeline.verify import verify_package
from schemas.diary import RegistrationState
from schemas.errors import Damaged
from schemas.gallring import GallringCertificate
from schemas.package import PackageKind
from tests.contract.plain_search import any_stands_in
from tests.contract.planted_export import (
    ALBUM,
    COMMENTS_FILE,
    EXPORT,
    GONE,
    NAME,
    OTHER_PHOTO,
    PACKED,
    PHOTO,
    ExportingPlatform,
    _medium,
    _place,
    comments,
    jpeg,
)
from tests.contract.test_gallring_planted import texts
from tests.fakes import FakeClock, ids
from tests.gallring_samples import NUMBER
from tests.homes import PLAN
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


@dataclass(frozen=True)
class Carried:
    """The package before and after the decision, as files, and what was planted."""

    archive: Archive
    certificate: GallringCertificate
    package_id: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    planted: tuple[str, ...]


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carried]:
    home, platform = tmp_path_factory.mktemp("export") / "hem", ExportingPlatform()
    clock = FakeClock()
    set_up(Settings(home=home))
    with opened(home, ids(), clock) as archive:
        package_id, decision = decided(archive, platform, clock)
        before = files_of(archive, package_id)
        certificate = execute(archive, decision.decision_id, platform.crafts())
        after = files_of(archive, package_id)
        names = platform.planted.names
        yield Carried(archive, certificate, package_id, before, after, names)


def decided(archive: Archive, platform: ThreadPlatform, clock: FakeClock):
    """Package the account, and decide that the first comment goes."""
    archive.database.boards.add(BOARD)
    archive.database.accounts.add(THE_ACCOUNT)
    adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
    asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
    order = place_order(archive, asked)
    package_id = run_order(archive, order.order_id, platform.crafts()).package_id
    classify_account(archive, ACCOUNT)
    confirm(archive, ACCOUNT, [GONE])
    judge_not_registered(archive, ACCOUNT, GONE)
    clock.now = LATER
    return package_id, _approved(archive, GONE)


def _approved(archive: Archive, item_id: str):
    frozen = propose(archive, Wish(ACCOUNT, (item_id,))).frozen
    assert frozen is not None
    return approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")


def files_of(archive: Archive, package_id: str) -> dict[str, bytes]:
    """Read every file of a package's newest version."""
    files = archive.store.open(package_id)
    found = {}
    for path in files.paths():
        with files.open(path) as stream:
            found[path] = stream.read()
    return found


def members_of(data: bytes) -> dict[str, bytes]:
    """Open every file of an export, the plain way."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def heads_of(data: bytes) -> Iterator[bytes]:
    """Give all that an export says beside the contents of its files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment
        for info in archive.infolist():
            yield info.filename.encode() + b"\n" + info.comment + b"\n" + info.extra
            start = info.header_offset
            name, extra = struct.unpack_from("<2H", data, start + 26)
            yield data[start + 30 : start + 30 + name + extra]


def test_the_verifier_found_it_before_and_nothing_after(carried):
    (execution,) = carried.certificate.executions
    proof = execution.proof
    assert execution.is_proven
    assert proof.mapped_found == proof.mapped_places == 5
    assert {"zip member", "zip comment", "file name"} <= set(proof.found_before)
    assert proof.found_after == {}
    assert proof.undecodable == proof.untestable == 0


def test_exactly_the_planned_files_changed(carried):
    (execution,) = carried.certificate.executions
    (proven,) = [one for one in execution.proof.members if one.path == PACKED]
    assert proven.is_exact
    assert proven.planned == proven.changed >= len(carried.planted) + 6
    before, after = (members_of(one[PACKED]) for one in (carried.before, carried.after))
    kept = [name for name in before if name.startswith("emellan/")]
    assert len(kept) > len(carried.planted) // 7
    assert all(after[name] == before[name] for name in kept)


def test_a_search_that_shares_no_code_finds_nothing_in_the_export(carried):
    data = carried.after[PACKED]
    seen = [
        name
        for name, content in members_of(data).items()
        if not name.startswith("emellan/")
        if any_stands_in(content, (NAME, NUMBER))
    ]
    assert seen == []
    assert not any_stands_in(b"\n".join(heads_of(data)), (NAME, NUMBER))
    listed = {p: d for p, d in carried.after.items() if not p.endswith(".zip")}
    assert not any(any_stands_in(text, (NAME, NUMBER)) for _, text in texts(listed))


def test_that_search_sees_where_it_stood(carried):
    """A search that sees nothing would prove nothing."""
    before = members_of(carried.before[PACKED])
    assert all(
        any_stands_in(before[name] + name.encode(), (NAME, NUMBER))
        for name in carried.planted[::25]
    )


def test_the_pictures_that_she_alone_showed_are_gone(carried):
    after = members_of(carried.after[PACKED])
    assert PHOTO not in after
    assert ALBUM not in after
    assert after["posts/media/exif.jpg"] == b""
    assert after[OTHER_PHOTO] == jpeg("green")
    assert b"123456789_n" not in carried.after[PACKED]


def test_what_others_wrote_stands_where_it_stood(carried):
    entries = json.loads(members_of(carried.after[PACKED])[COMMENTS_FILE])
    before = json.loads(members_of(carried.before[PACKED])[COMMENTS_FILE])
    assert entries["comments_v2"] == [None, *before["comments_v2"][1:]]
    items = {
        i.item_id: i for i in read_items(carried.archive.store.open(carried.package_id))
    }
    assert items["c2"].places[-1] == _place(1)
    assert items["c2"].media == (_medium(OTHER_PHOTO),)
    tombstone = items[GONE]
    assert (tombstone.reactions, tombstone.is_hidden, tombstone.is_edited) == (
        {},
        False,
        False,
    )
    assert tombstone.edited is None


def test_the_report_names_the_files_as_they_are(carried):
    report = json.loads(carried.after["metadata/other/capture.json"])
    export = report["health"]["export"]
    data = carried.after[PACKED]
    assert export["not_understood"] == [
        "messages/inbox/gallrad_17/message_1.json",
        "kommenterad.txt",
    ]
    (part,) = export["parts"]
    assert part["size"] == len(data)
    assert part["sha256"] == hashlib.sha256(data).hexdigest()
    assert part["members"] == len(members_of(data))


def test_the_package_is_whole_and_can_be_delivered(carried, tmp_path):
    report = verify_package(carried.archive, carried.package_id)
    assert report.is_valid, report.findings
    assert "export/data/" in carried.after["documentation/README.txt"].decode()
    for kind in PackageKind:
        target = tmp_path / f"{kind.value}.tar"
        export(carried.archive, carried.package_id, kind, target)
        assert target.stat().st_size > len(carried.after[PACKED])
    decision = carried.certificate.decision
    assert any("är helt" in said for said in prove_again(carried.archive, decision))


def test_the_export_is_at_hand_when_its_pictures_are_registered(carried, tmp_path):
    """A comment with a photo of the export is handed over to the diary."""
    found = []

    def printed(sheet, capture, originals: Path, target: Path, *_) -> None:
        found.append((originals / EXPORT).read_bytes())
        target.write_text(repr((sheet, capture)), encoding="utf-8")

    crafts = Crafts(registration=printed, chromium=lambda _: Path("chromium"))
    judge(carried.archive, Judgement(ACCOUNT, "c2", RegistrationState.TO_REGISTER))
    desk = FolderDesk(tmp_path)
    hand_over(carried.archive, to_hand_over(carried.archive), desk, crafts)
    assert found == [carried.after[PACKED]]


def test_the_certificate_names_nothing_of_it(carried):
    written = carried.certificate.model_dump_json().encode()
    assert not any_stands_in(written, (NAME, NUMBER))
    assert b"message_1" not in written


@pytest.mark.parametrize("forgotten", ["places", "kept", "files", "comments"])
def test_a_rewriting_that_forgets_is_not_taken_for_one_that_does_not(
    tmp_path, monkeypatch, forgotten
):
    """The verifier sees it, and the earlier version stays."""
    home, clock, platform = tmp_path / "hem", FakeClock(), ExportingPlatform()
    set_up(Settings(home=home))
    real = version.remake_files

    def forgetful(task, originals, folder):
        remade = real(task, originals, folder)
        path = folder / EXPORT
        spoil(path, forgotten)
        files = [
            version.described(file, folder) if file.path == EXPORT else file
            for file in remade.files
        ]
        remade.files[:] = files
        return remade

    monkeypatch.setattr(version, "remake_files", forgetful)
    with opened(home, ids(), clock) as archive:
        package_id, decision = decided(archive, platform, clock)
        with pytest.raises(Damaged, match="kunde inte bevisas"):
            execute(archive, decision.decision_id, platform.crafts())
        assert archive.store.versions(package_id) == (1,)
        (execution,) = archive.database.gallring.executions(decision.decision_id)
        assert not execution.proof.passed
        assert not any_stands_in(execution.model_dump_json().encode(), (NAME, NUMBER))


def spoil(path: Path, how: str) -> None:
    """Break a rewritten export as a rewriter with a fault might."""
    data = path.read_bytes()
    files = members_of(data)
    comment = b""
    if how == "places":
        files[COMMENTS_FILE] = comments()
    elif how == "kept":
        files["emellan/1.txt"] = b"annat"
    elif how == "files":
        del files["emellan/1.txt"]
    else:
        comment = NAME.encode()
    path.unlink()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0)), content)
        archive.comment = comment
