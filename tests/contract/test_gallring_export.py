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
from PIL import Image

from archivers.owner_export import media_address
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
from schemas.capture import Capture, ExportPart, ExportReport, FileRole
from schemas.diary import RegistrationState
from schemas.errors import Damaged
from schemas.gallring import GallringCertificate
from schemas.item import ExportMember, Item, Media, Place
from schemas.package import PackageKind
from tests.contract.plain_search import any_stands_in
from tests.contract.planted import IN_HEADS, matrix
from tests.contract.test_gallring_planted import texts
from tests.fakes import FakeClock, ids
from tests.gallring_samples import COMMENTS, NUMBER
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
NAME, BODY = COMMENTS[GONE]
EXPORT = "export/1.zip"
PACKED = "representations/export/data/1.zip"
COMMENTS_FILE = "comments_and_reactions/comments.json"
PHOTO, ALBUM = "posts/media/123456789_n.jpg", "album/omslag/123456789_n.jpg"
OTHER_PHOTO = "posts/media/987654321_n.jpg"
THREAD = "messages/inbox/kerstinpahittad_17/message_1.json"
KINDS = {"text/html; charset=utf-8": "html", "text/plain": "txt"}


def spoilt(text: str) -> str:
    """Write a text as Meta's exports do: each byte of it a character."""
    return text.encode().decode("latin-1")


def comments() -> bytes:
    """Give all comments as the export has them."""
    entries = [
        {
            "timestamp": number,
            "data": [
                {"comment": {"comment": spoilt(body), "author": spoilt(author)}},
            ],
            "title": spoilt(f"{author} kommenterade ett inlägg."),
        }
        for number, (author, body) in enumerate(COMMENTS.values())
    ]
    return json.dumps({"comments_v2": entries}, indent=2).encode()


def jpeg(colour: str, note: str = "") -> bytes:
    """Give a picture, and what is written in it."""
    stream = io.BytesIO()
    picture = Image.new("RGB", (32, 32), colour)
    exif = Image.Exif()
    if note:
        exif[0x013B] = note
    picture.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


@dataclass(frozen=True)
class Planted:
    """An export's bytes, and in which of its files somebody was planted."""

    data: bytes
    names: tuple[str, ...]


def planted() -> Planted:
    """Write an export with both values in every form and place."""
    stream, names = io.BytesIO(), []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes, comment: str = "") -> None:
            info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
            packed = not name.endswith(".jpg")
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            info.comment = comment.encode()
            info.extra = struct.pack("<2H", 0x5455, 5) + b"\1" + bytes(4)
            archive.writestr(info, data)

        put("profile/profile.json", b'{"profile":{"name":"kvar"}}')
        put(COMMENTS_FILE, comments())
        put(PHOTO, jpeg("red"))
        put(OTHER_PHOTO, jpeg("green"))
        put(ALBUM, jpeg("red"))
        put("posts/media/exif.jpg", jpeg("blue", NAME))
        put("album/fil.json", json.dumps({"uri": PHOTO}).encode())
        put(THREAD, json.dumps({"messages": [{"content": "Hej!"}]}).encode())
        put("kommenterad.txt", b"kvar", f"Av {NAME}")
        for value in (NAME, NUMBER):
            for number, ((place, _), one) in enumerate(matrix(value).items()):
                ending = KINDS.get(one.content_type, "json")
                name = f"planterat/{value == NAME:d}/{number}.{ending}"
                if place == "target_uri":
                    name = _named_after(one.target, name)
                elif place in IN_HEADS:
                    continue
                put(name, one.body)
                names.append(name)
                if number % 5 == 0:
                    put(f"emellan/{len(names)}.txt", b"kvar %d" % number)
        archive.comment = f"Hämtad av {spoilt(NAME)}".encode()
    return Planted(stream.getvalue(), tuple(names))


def _named_after(target: bytes, name: str) -> str:
    """Let a file lie in a folder that is called what stands in an address."""
    folder = target.partition(b"/u/")[2]
    return f"{folder.decode('utf-8', 'replace')}/{name}".replace("\ufffd", "_")


def member(name: str) -> ExportMember:
    """Name a file of the export."""
    return ExportMember(file=EXPORT, name=name)


def with_places(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Say where each comment stands in the export, and whose the photos are."""
    numbers = {name: number for number, name in enumerate(COMMENTS)}
    photos = {"c1": PHOTO, "c2": OTHER_PHOTO}
    return tuple(
        item
        if item.item_id not in numbers
        else item.model_copy(
            update={
                "places": (*item.places, _place(numbers[item.item_id])),
                "media": tuple(map(_medium, [photos[item.item_id]]))
                if item.item_id in photos
                else (),
                "sources": ("browser", "export"),
                "is_hidden": True,
                "is_edited": True,
                "reactions": {"like": 3},
            }
        )
        for item in items
    )


def _medium(name: str) -> Media:
    return Media(url=media_address(member(name)), member=member(name))


def _place(number: int) -> Place:
    return Place(
        page_url="https://torget.example/almhultsbibliotek",
        member=member(COMMENTS_FILE),
        pointer=f"/comments_v2/{number}/data/0/comment/comment",
    )


class ExportingPlatform(ThreadPlatform):
    """The account's thread, and its owner's export."""

    def __init__(self) -> None:
        super().__init__()
        self.planted = planted()

    def _capture(self, account, order, folder: Path, tools) -> Capture:
        found = super()._capture(account, order, folder, tools)
        data = self.planted.data
        file = captured(folder, EXPORT, data, FileRole.EXPORT, "application/zip")
        digest = hashlib.sha256(data).hexdigest()
        part = ExportPart(
            path=EXPORT, name="export.zip", size=len(data), sha256=digest, members=9
        )
        report = ExportReport(
            layout="json",
            parts=(part,),
            understood=1,
            not_understood=(THREAD, "kommenterad.txt"),
        )
        health = found.health.model_copy(update={"export": report})
        return found.model_copy(
            update={
                "files": (*found.files, file),
                "items": with_places(found.items),
                "health": health,
            }
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
