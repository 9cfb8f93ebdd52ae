# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second archiving of a real site holds a report of what changed since the first.

Torget is captured with a real browser; then its name, about and picture are changed and
its oldest post is taken away, and it is captured again. What the report says is read
out of the PDF by another program than the one that wrote it.
"""

import io
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTFigure, LTImage
from pikepdf import pdfa

from eark.export import export_package
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
from schemas.item import ItemKind
from schemas.package import PackageKind, PackageVersion
from schemas.profile import FieldVerdict, ProfileField
from schemas.watch import NoticeKind
from storage import open_database, open_store
from tests.e2e.runs import account_at, now
from tests.e2e.sites import ROOT, run_torget
from tests.e2e.test_eark_validator import second_opinion

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PLAN = ROOT / "demo" / "plan" / "kommunstyrelsen-korta-frister.csv"
AGE = timedelta(days=90)
ADOPTION = Adoption(
    board_id="ks",
    title="Plan",
    decision="KS 2026-03-10 § 42",
    valid_from=date(2026, 4, 1),
    imported_by="Ulla",
)
CHANGED = {ProfileField.NAME, ProfileField.ABOUT, ProfileField.AVATAR}


@dataclass(frozen=True)
class Twice:
    """An archive of an account that was captured twice, and the two packages."""

    home: Path
    account: Account
    first: PackageVersion
    second: PackageVersion


@contextmanager
def opened(settings: Settings):
    """Open an archive that works on Ulla's behalf."""
    with open_database(settings.database) as database:
        yield Archive(settings, database, open_store(settings.store), agent="Ulla")


def archived(archive: Archive, account: Account) -> PackageVersion:
    asked = Request(
        account_id=account.account_id, ordered_by="Ulla", reason_text="Prov"
    )
    return run_order(archive, place_order(archive, asked).order_id)


def posts(number: int, then: str) -> tuple[str, ...]:
    return ("--posts", str(number), "--now", then)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    home = tmp_path_factory.mktemp("arkiv") / "hem"
    state = tmp_path_factory.mktemp("torget")
    then = (now() - AGE).isoformat()
    with run_torget(state, *posts(3, then)) as site:
        account = account_at(site.url)
        settings = Settings(home=home, allowed_private_hosts=",".join(site.hosts))
        set_up(settings)
        with opened(settings) as archive:
            board = Board(board_id="ks", name="KS", municipality="Älmhults kommun")
            archive.database.boards.add(board)
            archive.database.accounts.add(account)
            adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
            first = archived(archive, account)
        for what in ("name", "about", "avatar"):
            site.change(what)
        ports = [urlsplit(o).port for o in (site.origin, site.media_origin)]
    same = ("--port", str(ports[0]), "--media-port", str(ports[1]))
    with run_torget(state, *posts(2, then), *same), opened(settings) as archive:
        second = archived(archive, account)
    return Twice(home, account, first, second)


@pytest.fixture
def archive(twice: Twice):
    """The archive, to be read only."""
    with opened(Settings(home=twice.home)) as archive:
        yield archive


def report_pdf(contents: Contents) -> bytes:
    role = FileRole.CHANGE_REPORT
    (file,) = (f for f in contents.capture.files if f.role is role)
    assert file.verdict is PdfVerdict.PDF_A_2B
    with contents.files.open(package_path(file)) as stream:
        return stream.read()


def words(pdf: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(pdf)).split())


def pictures(pdf: bytes) -> int:
    def count(part) -> int:
        if isinstance(part, LTImage):
            return 1
        return sum(map(count, part)) if isinstance(part, LTFigure) else 0

    return sum(count(part) for page in extract_pages(io.BytesIO(pdf)) for part in page)


def test_the_first_archiving_has_no_report(archive, twice):
    contents = contents_of(archive, twice.first.package_id)
    assert contents.report.change_report is None


def test_the_report_shows_what_changed(archive, twice, tmp_path):
    before = contents_of(archive, twice.first.package_id)
    after = contents_of(archive, twice.second.package_id)
    rows = {row.field: row for row in after.report.change_report.rows}
    changed = {f for f, row in rows.items() if row.verdict is FieldVerdict.CHANGED}
    assert changed == CHANGED
    old, new = before.report.profile, after.report.profile
    pdf = report_pdf(after)
    said = words(pdf)
    for text in (old.name, new.name, old.about, new.about):  # in columns, broken
        assert all(word in said.replace(" ", "") for word in text.split())
    assert pictures(pdf) == 2
    written = tmp_path / "report.pdf"
    written.write_bytes(pdf)
    assert pdfa.validate_written(written, "2b").passed


def test_what_was_taken_away_is_found_and_told(archive, twice):
    before = contents_of(archive, twice.first.package_id)
    after = contents_of(archive, twice.second.package_id)
    content = after.report.change_report.content
    left = {item.item_id for item in after.items}
    gone = {item.item_id for item in before.items} - left
    assert gone
    assert {one.item_id for one in content.missing} == gone
    assert content.missing_posts == 1
    assert content.edited == ()
    assert (content.new_posts, content.new_comments) == (0, 0)
    said = words(report_pdf(after))
    assert "finns inte längre på plattformen" in said
    assert twice.first.package_id in said.replace(" ", "")
    comments = [i for i in before.items if i.item_id in gone]
    comments = [i for i in comments if i.kind is not ItemKind.POST]
    assert comments
    assert not any(i.body in said for i in comments if len(i.body) > len("Tack!"))
    assert not any(i.author in said for i in comments if not i.is_by_account)
    (notice,) = archive.database.notices.list(board_id="ks")
    assert notice.kind is NoticeKind.CONTENT_MISSING


def test_the_package_is_sound(archive, twice, tmp_path):
    assert verify_package(archive, twice.second.package_id, 1).is_valid
    package_id = twice.second.package_id
    for kind in PackageKind:
        target = tmp_path / f"{kind}.tar"
        with target.open("wb") as stream:
            files = archive.store.open(package_id)
            export_package(files, package_id, kind, stream, "tar", now())
        code, verdict = second_opinion(target, kind)
        assert (code, verdict["unexpected"], verdict["disappeared"]) == (0, [], [])


def test_what_goes_from_the_package_leaves_no_trace_in_the_report(twice, tmp_path):
    """A comment is disposed of in both packages; the verifier finds nothing of it."""
    home = tmp_path / "hem"
    shutil.copytree(twice.home, home)
    account_id = twice.account.account_id
    with opened(Settings(home=home)) as archive:
        contents = contents_of(archive, twice.second.package_id)
        gone = next(
            item
            for item in contents.items
            if item.kind is ItemKind.COMMENT and not item.is_by_account
        )
        classify_account(archive, account_id)
        confirm(archive, account_id, (gone.item_id,))
        state = RegistrationState.NOT_TO_BE_REGISTERED
        judge(archive, Judgement(account_id, gone.item_id, state, reason="Ringa"))
        frozen = propose(archive, Wish(account_id, (gone.item_id,))).frozen
        decision = approve(replace(archive, agent="Gun"), frozen.list_id, "KS 4.2")
        certificate = execute(archive, decision.decision_id)
        assert certificate.is_carried_out
        assert len(certificate.executions) == len((twice.first, twice.second))
        assert all(one.proof.passed for one in certificate.executions)
        after = contents_of(archive, twice.second.package_id)
        assert after.version == 2
        said = words(report_pdf(after))
        assert gone.body not in said
        assert verify_package(archive, twice.second.package_id, 2).is_valid
