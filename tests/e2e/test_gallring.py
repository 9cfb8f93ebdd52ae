# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items of a real capture are disposed of, and what remains is as good as it was.

Torget is captured once with a real browser; each test disposes of something else in a
copy of the archive, and looks at the package with other eyes than those that made it.
"""

import gzip
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from pdfminer.high_level import extract_text
from pikepdf import pdfa
from PIL import Image

from archivers import for_account
from archivers.gallring.pictures import COLOUR
from archivers.replay import Seen, replay
from archivers.warc import read_records
from archivers.warc_check import check_warc
from pipeline.adopt import Adoption, adopt_plan, read_plan_file
from pipeline.classify import classify_account, confirm
from pipeline.contents import Contents, contents_of, package_path
from pipeline.context import Archive, set_up
from pipeline.diary.judge import Judgement, judge
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.order import Request, place_order
from pipeline.settings import Settings
from pipeline.snapshot import run_order
from pipeline.verify import verify_package
from schemas.account import Account, Board
from schemas.capture import FileRole, PdfVerdict
from schemas.diary import RegistrationState
from schemas.gallring import Execution, Gate
from schemas.item import Item, ItemKind
from schemas.package import PackageKind
from storage import open_database, open_store
from tests.e2e.runs import account_at, now, tools_in
from tests.e2e.sites import ROOT, run_torget
from tests.e2e.test_eark_validator import second_opinion

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PLAN = ROOT / "demo" / "plan" / "kommunstyrelsen-korta-frister.csv"
OWN_POSTS = "1.5.5"
AGE = timedelta(days=90)
PICTURES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class Captured:
    """An archive with one capture of a Torget that is no longer there."""

    home: Path
    account: Account


@dataclass(frozen=True)
class Gone:
    """What went from a copy of the archive, and the package before and after."""

    archive: Archive
    account: Account
    before: Contents
    after: Contents
    removed: tuple[Item, ...]
    execution: Execution

    def read(self, path: str) -> bytes:
        """Read a file of the package as it is now."""
        with self.after.files.open(path) as stream:
            return stream.read()

    @property
    def kept(self) -> list[Item]:
        """What was to remain."""
        gone = {item.item_id for item in self.removed}
        return [item for item in self.before.items if item.item_id not in gone]


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Captured:
    home = tmp_path_factory.mktemp("arkiv") / "hem"
    then = (now() - AGE).isoformat()
    state = tmp_path_factory.mktemp("torget")
    with run_torget(state, "--posts", "3", "--now", then) as site:
        account = account_at(site.url)
        settings = Settings(home=home, allowed_private_hosts=",".join(site.hosts))
        set_up(settings)
        with opened(settings) as archive:
            board = Board(board_id="ks", name="KS", municipality="Älmhults kommun")
            archive.database.boards.add(board)
            archive.database.accounts.add(account)
            adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
            name = account.account_id
            asked = Request(account_id=name, ordered_by="Ulla", reason_text="Prov")
            run_order(archive, place_order(archive, asked).order_id)
    return Captured(home, account)


ADOPTION = Adoption(
    board_id="ks",
    title="Plan",
    decision="KS 2026-03-10 § 42",
    valid_from=date(2026, 4, 1),
    imported_by="Ulla",
)


@contextmanager
def opened(settings: Settings):
    """Open an archive that works on Ulla's behalf."""
    with open_database(settings.database) as database:
        yield Archive(settings, database, open_store(settings.store), agent="Ulla")


@contextmanager
def gone(captured: Captured, folder: Path, is_out: Callable[[Item], bool]):
    """Dispose of items in a copy of the archive, through every gate."""
    home = folder / "hem"
    shutil.copytree(captured.home, home)
    with opened(Settings(home=home)) as archive:
        account_id = captured.account.account_id
        (package,) = archive.database.packages.list(account_id)
        before = contents_of(archive, package.package_id)
        removed = tuple(item for item in before.items if is_out(item))
        ids = tuple(item.item_id for item in removed)
        classify_account(archive, account_id)
        for item in removed:
            row = OWN_POSTS if item.kind is ItemKind.POST else None
            reason = "Tillfällig händelse" if row else ""
            confirm(archive, account_id, (item.item_id,), row, reason)
        refused = propose(archive, Wish(account_id, ids)).refused
        assert {r.gate for v in refused for r in v.refusals} == {Gate.REGISTRATION}
        for item_id in ids:
            state = RegistrationState.NOT_TO_BE_REGISTERED
            judge(archive, Judgement(account_id, item_id, state, reason="Ringa"))
        frozen = propose(archive, Wish(account_id, ids)).frozen
        assert frozen is not None
        decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
        (execution,) = execute(archive, decision.decision_id).executions
        after = contents_of(archive, package.package_id)
        yield Gone(archive, captured.account, before, after, removed, execution)


def is_nisse(item: Item) -> bool:
    return item.author == "Nisse Brorsson"


def is_thanks(item: Item) -> bool:
    return item.body.startswith("Tack snälla")


def is_answered(item: Item) -> bool:
    return item.author == "Testperson Tolvan"


def of_thread(items: tuple[Item, ...], words: str) -> set[str]:
    """Name a post and all that is below it."""
    ids = {item.item_id for item in items if words in item.body}
    while more := {i.item_id for i in items if i.parent_id in ids} - ids:
        ids |= more
    return ids


def everything(gone: Gone) -> dict[str, bytes]:
    """All that the package holds, opened as far as gzip goes, codings undone."""
    found = {}
    for path in gone.after.files.paths():
        data = gone.read(path)
        if path.endswith(".pdf"):
            found[f"{path}, text"] = extract_text(io.BytesIO(data)).encode()
        if path.endswith(".warc.gz"):
            found[f"{path}, heads"] = gzip.decompress(data)
            for record in read_records(io.BytesIO(data)):
                found[f"{path}, {record.record_id}"] = record.decoded()
        found[path] = data
    return found


def assert_gone(gone: Gone, *texts: str) -> None:
    """Demand that texts stand nowhere, and that the execution was proven."""
    assert gone.execution.is_proven
    held = everything(gone)
    for text in texts:
        assert [path for path, data in held.items() if text.encode() in data] == []


def assert_sound(gone: Gone, folder: Path) -> None:
    """Demand what every package must be: by our checks and by others'."""
    report = verify_package(gone.archive, gone.after.package_id)
    assert report.is_valid, report.findings
    package = folder / gone.after.package_id
    for path in gone.after.files.paths():
        target = package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gone.read(path))
    code, verdict = second_opinion(package, PackageKind.AIP)
    assert (code, verdict["schematron"], verdict["unexpected"]) == (0, "VALID", [])
    for warc in package.rglob("*.warc.gz"):
        with warc.open("rb") as stream:
            assert check_warc(stream, warc.name)[1] == []
        tool = Path(sys.executable).parent / "warcio"
        done = subprocess.run([tool, "check", warc], capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (0, b"")
    for file in gone.after.capture.files:
        if file.role in {FileRole.TRANSCRIPT, FileRole.PAGE_PDF}:
            assert file.verdict is PdfVerdict.PDF_A_2B, file.path
            data = gone.read(package_path(file))
            assert approves(data), file.path


def approves(data: bytes) -> bool:
    """Ask the PDF/A check about a file as it lies in the package."""
    settings = pdfa.resolve_save_kwargs("2b", deterministic_id=True)
    return bool(pdfa.validate_written(io.BytesIO(data), "2b", settings).passed)


def assert_replays(gone: Gone, folder: Path, posts: int, comments: int) -> None:
    """Demand that the recording still shows the account, with so much less in it."""
    path = next(p for p in gone.after.files.paths() if is_recording(p))
    warc = folder / "replay.warc.gz"
    warc.write_bytes(gone.read(path))
    health = gone.before.report.health
    check = health.replay
    seen = Seen(
        platform=for_account(gone.account),
        account=gone.account,
        posts=check.expected_posts - posts,
        comments=check.expected_comments - comments,
        unanswered={
            urljoin(str(gone.account.url), "/api/installerad"),
            *(failed.url for failed in health.failed_resources),
        },
    )
    found = replay(warc, seen, tools_in(folder, frozenset()))
    assert (found.missing, found.stopped_by) == ((), "")
    assert (found.posts, found.comments) == (seen.posts, seen.comments)
    assert found.passed


def is_recording(path: str) -> bool:
    return path.endswith(".warc.gz") and "gallring-" not in path


def assert_filled(gone: Gone, item: Item) -> None:
    """Demand that the item's rectangles are of one colour, and not all around them."""
    boxes = [place.box for place in item.places if place.box]
    assert boxes
    for box in boxes:
        path = f"representations/rendering/data/{box.file}"
        picture = Image.open(io.BytesIO(gone.read(path)))
        inside = (box.x, box.y, box.x + box.width, box.y + box.height)
        ((_, colour),) = picture.crop(tuple(map(round, inside))).getcolors()
        assert colour == COLOUR
        assert len(picture.getcolors(2**24)) > 100


def assert_others_stand(gone: Gone) -> None:
    """Demand that every word of the others is in the listing and the transcript."""
    path = "representations/rendering/data/pdf/transcript.pdf"
    shown = squeezed(extract_text(io.BytesIO(gone.read(path))))
    listed = {item.item_id: item for item in gone.after.items}
    for item in gone.kept:
        assert listed[item.item_id].body == item.body
        assert listed[item.item_id].author == item.author
        assert squeezed(item.body) in shown
    for item in gone.removed:
        assert listed[item.item_id].gallring == gone.execution.decision_id
        assert listed[item.item_id].body == ""


def squeezed(text: str) -> str:
    """Leave out what a line break may fall in, and pictographs that fonts differ on."""
    return "".join(c for c in text if c.isalnum())


def test_a_comment_goes_and_the_thread_is_replayed_without_it(captured, tmp_path):
    with gone(captured, tmp_path, is_nisse) as it:
        (comment,) = it.removed
        assert_gone(it, comment.author, comment.body, "Nisse", "Brorsson")
        assert_filled(it, comment)
        assert_others_stand(it)
        assert_sound(it, tmp_path)
        assert_replays(it, tmp_path, posts=0, comments=1)


def test_a_reply_goes_and_its_writer_who_wrote_more_remains(captured, tmp_path):
    with gone(captured, tmp_path, is_thanks) as it:
        (reply,) = it.removed
        assert_gone(it, reply.body)
        assert_filled(it, reply)
        assert_others_stand(it)
        assert any(item.author == reply.author for item in it.kept)
        assert_sound(it, tmp_path)
        assert_replays(it, tmp_path, posts=0, comments=1)


def test_a_comment_goes_and_the_answer_to_it_remains(captured, tmp_path):
    """Its place in the thread is all that is left of it: the answer hangs there."""
    with gone(captured, tmp_path, is_answered) as it:
        (comment,) = it.removed
        assert_gone(it, comment.author, comment.body, "Tolvan", "19121212-1212")
        assert_filled(it, comment)
        assert_others_stand(it)
        assert_sound(it, tmp_path)
        assert_replays(it, tmp_path, posts=0, comments=0)


def test_a_post_goes_with_its_pictures_in_every_size(captured, tmp_path):
    """And the page is printed anew without it."""
    with gone(captured, tmp_path, lambda i: "Norra Esplanaden stängs" in i.body) as it:
        (post,) = it.removed
        addresses = {medium.url.partition("?")[0] for medium in post.media}
        folders = {url.rpartition("/")[0] for url in addresses}
        assert_gone(it, "Norra Esplanaden stängs", *addresses, *folders)
        assert len(pictures(it, folders)) == 0
        assert_others_stand(it)
        assert_sound(it, tmp_path)
        page = "representations/rendering/data/pdf/account.pdf"
        shown = extract_text(io.BytesIO(it.read(page)))
        assert "Snöröjningen" in shown
        assert "Norra Esplanaden" not in shown


def test_a_thread_goes_whole(captured, tmp_path):
    with gone(captured, tmp_path, in_thread(captured, "Bygglovsexpeditionen")) as it:
        people = {i.author for i in it.removed if not i.is_by_account}
        assert len(people) == 2
        assert_gone(it, *people, *(item.body for item in it.removed))
        assert_others_stand(it)
        assert_sound(it, tmp_path)
        assert_replays(it, tmp_path, posts=1, comments=len(it.removed) - 1)


def in_thread(captured: Captured, words: str) -> Callable[[Item], bool]:
    """Tell what belongs to the thread of a post."""
    with opened(Settings(home=captured.home)) as archive:
        (package,) = archive.database.packages.list(captured.account.account_id)
        ids = of_thread(contents_of(archive, package.package_id).items, words)
    return lambda item: item.item_id in ids


def pictures(gone: Gone, folders: set[str]) -> list[str]:
    """Name the pictures with bytes that lie under some addresses in the recording."""
    path = next(p for p in gone.after.files.paths() if is_recording(p))
    return [
        record.target_uri
        for record in read_records(io.BytesIO(gone.read(path)))
        if record.mime_type in PICTURES
        and record.body.length
        and record.target_uri.rpartition("/")[0] in folders
    ]
