# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is handed over is whole, once, noted, and says no more than it must."""

import csv
import hashlib
import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.crafts import Crafts
from pipeline.diary.desks import CsvDesk, FolderDesk
from pipeline.diary.hand_over import hand_over, hand_over_all, to_hand_over
from pipeline.diary.judge import DiaryEntry, Judgement, judge
from pipeline.diary.mail import MailDesk
from schemas.diary import RegistrationState
from schemas.errors import BadInput, StoreDown, UnknownName
from schemas.order import EventKind
from tests.gallring_samples import COMMENTS

TO_REGISTER = RegistrationState.TO_REGISTER
ERMS = "{https://DILCIS.eu/XML/ERMS}"


@dataclass
class Printer:
    """Prints a sheet as plain text instead of PDF, and keeps what it was given."""

    sheets: list = field(default_factory=list)

    def __call__(self, sheet, capture, originals, target: Path, *_tools):
        """Print a sheet."""
        self.sheets.append((sheet, capture, originals))
        target.write_text(repr(sheet), encoding="utf-8")


@pytest.fixture
def printer() -> Printer:
    """What prints the sheets."""
    return Printer()


@pytest.fixture
def crafts(printer) -> Crafts:
    """Crafts that need no browser."""
    return Crafts(registration=printer, chromium=lambda _: Path("chromium"))


@pytest.fixture
def place(tmp_path) -> Path:
    """The folder that the diary fetches from."""
    folder = tmp_path / "diariet"
    folder.mkdir()
    return folder


@pytest.fixture
def wish(account) -> Judgement:
    """A judgement that the second comment is to be registered."""
    return Judgement(account.account_id, "c2", TO_REGISTER)


def rows_of(file: Path):
    text = file.read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_folder_is_filled_and_noted(archive, wish, place, crafts):
    made = judge(archive, wish)
    (noted,) = hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    assert [entry.name for entry in place.iterdir()] == [made.registration_id]
    folder = place / made.registration_id
    assert {f.name for f in folder.iterdir()} == {
        "erms.xml",
        "sha256.txt",
        "underlag.pdf",
    }
    for line in (folder / "sha256.txt").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert noted.handed_over_by == "Ulla"
    assert noted.handed_over_at is not None
    assert archive.database.registrations.waiting() == (noted,)
    assert to_hand_over(archive) == ()


def test_a_comment_goes_with_its_sender_and_what_it_answers(
    archive, wish, place, crafts, printer
):
    judge(archive, wish)
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    ((sheet, capture, originals),) = printer.sheets
    assert [item.item_id for item in sheet.items] == ["c2"]
    assert [item.item_id for item in sheet.context] == ["p1"]
    assert (sheet.sender, sheet.recipient) == (COMMENTS["c2"][0], "")
    assert capture.account_id == wish.account_id
    assert originals is None
    others = [COMMENTS[name][0] for name in ("c1", "c3")]
    assert not [name for name in others if name in repr(sheet)]


def test_an_answer_goes_to_whom_it_answers(archive, wish, place, crafts, printer):
    judge(archive, replace(wish, item_id="r1"))
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    ((sheet, _, _),) = printer.sheets
    assert (sheet.sender, sheet.recipient) == ("", COMMENTS["c2"][0])
    assert [item.item_id for item in sheet.context] == ["p1", "c2"]


def test_a_thread_goes_whole(archive, wish, place, crafts, printer):
    judge(archive, replace(wish, item_id="p1", covers_thread=True))
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    ((sheet, _, _),) = printer.sheets
    assert {item.item_id for item in sheet.items} == {"p1", "c1", "c2", "c3", "r1"}
    assert sheet.context == ()
    assert (sheet.sender, sheet.recipient) == ("", "")


def test_a_package_goes_with_its_readable_text(archive, wish, place, crafts, package):
    made = judge(archive, replace(wish, item_id=package.package_id))
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    folder = place / made.registration_id
    assert (folder / "handling.pdf").read_bytes().startswith(b"%PDF")
    assert "handling.pdf" in (folder / "sha256.txt").read_text()
    assert b'recordType="package"' in (folder / "erms.xml").read_bytes()


def test_what_a_person_said_goes_before_the_writers_name(
    archive, wish, place, crafts, printer
):
    judge(archive, replace(wish, entry=DiaryEntry(party="Föreningen Påhitt")))
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    assert printer.sheets[0][0].sender == "Föreningen Påhitt"


def test_handing_over_again_changes_nothing(archive, wish, place, crafts):
    judge(archive, wish)
    file = place / "lista.csv"
    for desk in (FolderDesk(place), CsvDesk(file)) * 2:
        again = to_hand_over(archive, again=True)
        assert len(hand_over(archive, again, desk, crafts)) == 1
    assert len(list(place.iterdir())) == 2
    assert len(rows_of(file)) == 2


def test_a_new_judgement_is_handed_over_anew(archive, wish, place, crafts):
    judge(archive, wish)
    desk = FolderDesk(place)
    hand_over(archive, to_hand_over(archive), desk, crafts)
    judge(archive, replace(wish, entry=DiaryEntry(subject="Öppettider")))
    hand_over(archive, to_hand_over(archive), desk, crafts)
    assert len(list(place.iterdir())) == 2


def test_a_killed_hand_over_leaves_nothing_that_looks_whole(
    archive, wish, place, crafts, monkeypatch
):
    made = judge(archive, wish)
    desk = FolderDesk(place)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            hand_over(archive, to_hand_over(archive), desk, crafts)
    assert not (place / made.registration_id).exists()
    assert len(to_hand_over(archive)) == 1
    hand_over(archive, to_hand_over(archive), desk, crafts)
    assert [entry.name for entry in place.iterdir()] == [made.registration_id]


def test_a_folder_that_is_not_there_takes_nothing(archive, wish, place, crafts):
    judge(archive, wish)
    for desk in (FolderDesk(place / "borta"), CsvDesk(place / "borta/lista.csv")):
        with pytest.raises(BadInput, match="finns inte"):
            hand_over(archive, to_hand_over(archive), desk, crafts)
    assert len(to_hand_over(archive)) == 1


def test_a_list_grows_and_is_never_written_over(archive, wish, place, crafts):
    file = place / "lista.csv"
    judge(archive, replace(wish, entry=DiaryEntry(party="=HYPERLINK()")))
    hand_over(archive, to_hand_over(archive), CsvDesk(file), crafts)
    first = file.read_bytes()
    judge(archive, replace(wish, item_id="c3"))
    hand_over(archive, to_hand_over(archive), CsvDesk(file), crafts)
    assert file.read_bytes().startswith(first)
    head, one, other = rows_of(file)
    assert head[0] == "Referens"
    assert one[head.index("Avsändare")] == "'=HYPERLINK()"
    assert other[head.index("Handling")] == "c3"


def test_a_row_that_was_cut_off_is_written_again(archive, wish, place, crafts):
    file = place / "lista.csv"
    made = judge(archive, wish)
    hand_over(archive, to_hand_over(archive), CsvDesk(file), crafts)
    file.write_bytes(file.read_bytes()[:-20])
    hand_over(archive, to_hand_over(archive, again=True), CsvDesk(file), crafts)
    *_, last = rows_of(file)
    assert (last[0], len(last)) == (made.registration_id, len(rows_of(file)[0]))


@pytest.mark.parametrize("content", [b"Namn;Belopp\r\nA;1\r\n", b"\xff\xfe\x00\xd8"])
def test_another_list_is_left_alone(archive, wish, place, crafts, content):
    file = place / "lista.csv"
    file.write_bytes(content)
    judge(archive, wish)
    with pytest.raises(BadInput, match="rörs inte"):
        hand_over(archive, to_hand_over(archive), CsvDesk(file), crafts)
    assert file.read_bytes() == content


def test_a_letter_carries_the_files_and_no_names_in_its_subject(archive, wish, crafts):
    made = judge(archive, wish)
    sent = []
    desk = MailDesk("registrator@kommun.example", "avbild@kommun.example", sent.append)
    hand_over(archive, to_hand_over(archive), desk, crafts)
    (letter,) = sent
    assert letter["To"] == "registrator@kommun.example"
    assert letter["Message-ID"] == f"<{made.registration_id}@kommun.example>"
    body = letter.get_body().get_content()
    assert made.registration_id in body
    assert COMMENTS["c2"][0] not in body + letter["Subject"]
    assert {part.get_filename() for part in letter.iter_attachments()} == {
        "erms.xml",
        "sha256.txt",
        "underlag.pdf",
    }


def test_no_subject_becomes_another_header(archive, wish, crafts):
    made = judge(archive, wish)
    said = {"registration_id": "annan", "public_subject": "Fråga\nBcc: a@b.example"}
    archive.database.registrations.add(made.model_copy(update=said))
    sent = []
    desk = MailDesk("registrator@kommun.example", "avbild@kommun.example", sent.append)
    hand_over(archive, to_hand_over(archive), desk, crafts)
    assert sent[0]["Bcc"] is None


def test_a_letter_that_was_not_sent_is_not_noted(archive, wish, crafts):
    judge(archive, wish)

    def refuse(_letter):
        raise StoreDown

    desk = MailDesk("registrator@kommun.example", "avbild@kommun.example", refuse)
    with pytest.raises(StoreDown):
        hand_over(archive, to_hand_over(archive), desk, crafts)
    assert len(to_hand_over(archive)) == 1


def test_what_is_secret_is_never_sent_by_mail(archive, wish, crafts, place):
    judge(archive, replace(wish, entry=DiaryEntry(secrecy="OSL 21:7")))
    sent = []
    desk = MailDesk("registrator@kommun.example", "avbild@kommun.example", sent.append)
    assert hand_over(archive, to_hand_over(archive), desk, crafts) == ()
    assert sent == []
    desks = {"ks": [desk, FolderDesk(place)]}
    assert len(hand_over_all(archive, to_hand_over(archive), desks, crafts)) == 1


@pytest.mark.parametrize("address", ["", "ingen", "a@b\nBcc: c@d.example", "@kommun"])
def test_what_is_no_address_gets_no_letter(archive, wish, crafts, address):
    judge(archive, wish)
    desk = MailDesk(address, "avbild@kommun.example", lambda _: None)
    with pytest.raises(BadInput, match="e-postadress"):
        hand_over(archive, to_hand_over(archive), desk, crafts)


def test_the_event_log_holds_ids_alone(archive, wish, place, crafts):
    made = judge(archive, wish)
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    (event,) = archive.database.events.list(kind=EventKind.HANDED_OVER)
    assert event.subject == wish.account_id
    assert event.detail == {
        "registration": made.registration_id,
        "item": "c2",
        "to": "folder",
    }


def test_a_decision_made_meanwhile_is_not_covered_over(archive, wish, place, crafts):
    waiting = (judge(archive, wish),)
    registered = replace(
        wish, state=RegistrationState.REGISTERED, entry=DiaryEntry("KS 2026/1")
    )
    made = judge(archive, registered)
    hand_over(archive, waiting, FolderDesk(place), crafts)
    assert archive.database.registrations.of(wish.account_id, "c2", "p1") == made


def test_a_thread_handed_over_leaves_its_post_as_it_was_judged(
    archive, wish, place, crafts
):
    judge(archive, replace(wish, item_id="p1", covers_thread=True))
    exempt = RegistrationState.NOT_TO_BE_REGISTERED
    judge(archive, replace(wish, item_id="p1", state=exempt, reason="Ringa betydelse"))
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    known = archive.database.registrations
    assert known.of(wish.account_id, "p1", "p1").state is exempt
    assert known.of(wish.account_id, "c1", "p1").state is TO_REGISTER
    assert to_hand_over(archive) == ()


def test_the_choice_can_be_an_accounts_or_a_boards(archive, wish):
    made = judge(archive, wish)
    assert to_hand_over(archive, wish.account_id, "ks") == (made,)
    for unknown in ({"account_id": "annat"}, {"board_id": "annan"}):
        with pytest.raises(UnknownName):
            to_hand_over(archive, **unknown)


def test_the_document_says_what_osl_wants(archive, wish, place, crafts):
    entry = DiaryEntry(subject="Öppettider", public_subject="Fråga", secrecy="OSL 21:7")
    made = judge(archive, replace(wish, entry=entry))
    hand_over(archive, to_hand_over(archive), FolderDesk(place), crafts)
    root = etree.parse(place / made.registration_id / "erms.xml").getroot()
    said = {path: root.findtext(f".//{ERMS}{path}") for path in ("title", "otherTitle")}
    assert said == {"title": "Öppettider", "otherTitle": "Fråga"}
    assert root.findtext(f".//{ERMS}regulation") == "OSL 21:7"
