# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of accounts is taken in whole or not at all; accounts are known again."""

import pytest
from openpyxl import Workbook

from pipeline.register.change import NOT_CLEARED
from pipeline.register.take_in import Wishes, take_in
from schemas.account import Account, AccountStatus, ArchiveLevel
from schemas.errors import BadInput, PlatformDown, UnknownName
from schemas.order import EventKind

WISHES = Wishes(reason="Årlig genomgång", board_id="ks")

LIST = """Namn;Adress;Nämnd;Ansvarig;Startdatum;Telefon
Älmhults kommun;https://torget.example/a;ks;Anna;2021-06-01;1177
Biblioteket;https://torget.example/b;;;;
;;;;;
"""


def public(host, port):
    """A name service that finds every host on the public network."""
    return ["93.184.215.14"] if host and port else []


def private(host, port):
    """A name service that finds every host in the municipality's own network."""
    return ["10.1.2.3"] if host and port else []


def write(folder, text, name="konton.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def take(archive, board, tmp_path):
    """Take in a text as a CSV file."""
    assert board.board_id == "ks"

    def taken(text, resolve=public, **wishes):
        given = WISHES.model_copy(update=wishes)
        return take_in(archive, write(tmp_path, text), given, resolve)

    return taken


def test_new_accounts_are_entered(archive, take):
    intake = take(LIST)
    assert [account.account_id for account in intake.added] == [
        "almhults-kommun",
        "biblioteket",
    ]
    assert intake.added[0].account_owner == "Anna"
    assert str(intake.added[0].opened_on) == "2021-06-01"
    assert intake.unused_headings == ("Telefon",)
    assert archive.database.accounts.list() == intake.added
    kinds = [event.kind for event in archive.database.events.list()]
    assert kinds == [EventKind.ACCOUNT_ADDED] * 2


@pytest.mark.usefixtures("account")
def test_a_town_s_own_list_is_understood(archive, take):
    text = (
        "Register över konton i sociala medier\n\n"
        "Kanal;Länk;Konto;Förvaltning;Verksamhetschef;Ansvarig;Ersättare;Mål;"
        "Uppföljning;Beslutsnummer;Beslutad av;Beslutad;Godkänd av;Godkänd;Publik;"
        "Nivå;Nämnd\n"
        "Facebook;https://facebook.com/alm;Älmhult;KLF;Eva Ek;Anna Al;Bo Bok;"
        "Nå fler;Varje kvartal;KS 2026/1;Eva Ek;1 april 2026;Kim Ko;2/4 2026;ja;"
        "översikt;kommunstyrelsen\n"
    )
    (found,) = take(text, board_id=None).added
    assert not found.is_browser_cleared
    own = {"account_id", "status", *NOT_CLEARED}
    assert found.model_dump(mode="json", exclude=own) == {
        "board_id": "ks",
        "platform": "facebook",
        "url": "https://facebook.com/alm",
        "name": "Älmhult",
        "activity": "KLF",
        "responsible_manager": "Eva Ek",
        "account_owner": "Anna Al",
        "stand_in": "Bo Bok",
        "purpose": "",
        "target_group": "",
        "goals": "Nå fler",
        "goals_follow_up": "Varje kvartal",
        "decision": "KS 2026/1",
        "decided_by": "Eva Ek",
        "decided_on": "2026-04-01",
        "approval": "",
        "approved_by": "Kim Ko",
        "approved_on": "2026-04-02",
        "opened_on": None,
        "closed_on": None,
        "is_listed": True,
        "snapshots_per_year": 0,
        "level": ArchiveLevel.OVERVIEW,
    }
    assert len(archive.database.accounts.list()) == 2


@pytest.mark.parametrize(
    "known_by",
    [
        "Id;Syfte\nbiblioteket;Läsning",
        "Adress;Syfte\nhttps://torget.example/almhultsbibliotek;Läsning",
        "Adress;Syfte\nhttp://www.torget.example/almhultsbibliotek/;Läsning",
    ],
)
def test_an_account_is_known_by_its_id_or_its_address(archive, account, take, known_by):
    intake = take(known_by)
    (change,) = intake.changed
    assert (change.before, change.after) == ({"purpose": ""}, {"purpose": "Läsning"})
    assert (change.changed_by, change.reason) == ("Ulla", "Årlig genomgång")
    after = archive.database.accounts.get(account.account_id)
    assert after == account.model_copy(update={"purpose": "Läsning"})
    event = archive.database.events.list()[-1]
    assert event.kind is EventKind.ACCOUNT_CHANGED
    assert event.detail == {"fields": "purpose"}


def test_an_address_is_changed_by_the_row_of_an_id(archive, account, take):
    take("Id;Adress\nbiblioteket;https://torget.example/nytt")
    found = archive.database.accounts.get(account.account_id)
    assert str(found.url) == "https://torget.example/nytt"


def test_a_list_taken_in_twice_changes_nothing_the_second_time(archive, take):
    take(LIST)
    before = archive.database.events.list()
    intake = take(LIST)
    assert (intake.added, intake.changed, intake.unchanged) == ((), (), 2)
    assert archive.database.events.list() == before


def test_an_empty_cell_leaves_what_stands_there_unless_it_is_to_clear(archive, take):
    take("Id;Namn;Adress;Syfte;Startdatum\na;A;https://a.example;Nå;2021-06-01")
    empty = "Id;Namn;Syfte;Startdatum;Publik;Nivå\na;;;;;"
    assert take(empty).unchanged == 1
    (change,) = take(empty, blank_clears=True).changed
    assert change.after == {"purpose": "", "opened_on": None}
    assert archive.database.accounts.get("a").name == "A"


def test_a_dry_run_says_what_would_change_and_keeps_nothing(archive, account, take):
    events = archive.database.events.list()
    text = "Id;Namn;Adress;Syfte\nbiblioteket;;;Läsa\n;Ny;https://ny.example;"
    intake = take(text, is_dry_run=True, reason="")
    assert intake.is_dry_run
    assert [found.name for found in intake.added] == ["Ny"]
    assert intake.changed[0].after == {"purpose": "Läsa"}
    assert archive.database.accounts.list() == (account,)
    assert archive.database.events.list() == events
    assert archive.database.accounts.history("biblioteket") == ()


@pytest.mark.usefixtures("account")
def test_a_change_asks_for_a_reason(archive, take):
    with pytest.raises(BadInput) as caught:
        take("Id;Syfte\nbiblioteket;Läsning", reason=" ")
    assert caught.value.problems == ("Rad 2: Kontot biblioteket ändras. Ange varför.",)
    assert archive.database.accounts.get("biblioteket").purpose == ""


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Filen är tom."),
        ("Namn;Telefon\na;b", "Rad 1 saknar rubriken Adress."),
        ("Namn;Adress", "Filen har inga konton"),
        (
            "Namn;Adress\n;https://a.example",
            "Rad 2: Kontot finns inte i registret, och Namn saknas i raden.",
        ),
        (
            "Id;Syfte\nokand;x",
            "Rad 2: Kontot finns inte i registret, och Namn och Adress saknas",
        ),
        ("Namn;Adress\nA;ftp://a.example", "Rad 2, kolumn B (Adress): Adressen måste"),
        (
            "Namn;Adress;Nämnd\nA;https://a.example;okand",
            "Rad 2, kolumn C (Nämnd): Nämnden ”okand”",
        ),
        (
            "Namn;Adress;Kanal\nA;https://a.example;Myspace",
            "Rad 2, kolumn C (Plattform): Plattformen ”Myspace” är okänd.",
        ),
        (
            "Namn;Adress;Startdatum\nA;https://a.example;i fjol",
            "Rad 2, kolumn C (Startdatum): ”i fjol” är inget datum.",
        ),
        (
            "Namn;Adress\nA;https://a.example\nB;https://www.a.example/",
            "Rad 3: kontot står redan på rad 2.",
        ),
        (
            "Id;Adress\nbiblioteket;\n;https://torget.example/almhultsbibliotek",
            "Rad 3: kontot står redan på rad 2.",
        ),
        (
            "Id;Namn;Adress\nny;Ny;https://torget.example/almhultsbibliotek",
            "Rad 2: Adressen finns redan i registret, som kontot ”biblioteket”.",
        ),
        ("Namn;Adress;Id\nA;https://a.example;Å", "Rad 2: Kontot kan inte sparas"),
        ("Id;Status\nbiblioteket;avslutat", "Rad 2: Status och avslutsdatum ändras"),
        ("Id;Avslutsdatum\nbiblioteket;2026-01-01", "Rad 2: Status och avslutsdatum"),
        (
            "Id;Publik\nbiblioteket;kanske",
            "Rad 2, kolumn B (I publika registret): ”kanske” är varken ja eller nej.",
        ),
    ],
)
def test_one_bad_row_keeps_the_whole_list_out(archive, take, text, problem):
    before = archive.database.accounts.list()
    with pytest.raises(BadInput, match="inga konton fördes in") as caught:
        take(f"{text}\n")
    assert any(said.startswith(problem) for said in caught.value.problems), (
        caught.value.problems
    )
    assert archive.database.accounts.list() == before
    assert archive.database.events.list() == ()


def test_good_rows_stay_out_with_the_bad_one(archive, take):
    rows = "A;https://a.example;\nB;https://b.example;i fjol\nC;https://c.example;\n"
    with pytest.raises(BadInput):
        take(f"Namn;Adress;Startdatum\n{rows}")
    assert archive.database.accounts.list() == ()


def test_a_list_without_board_says_so(take):
    with pytest.raises(BadInput) as caught:
        take(LIST, board_id=None)
    assert caught.value.problems == (
        "Rad 3: Nämnd saknas. Ange kolumnen Nämnd eller en nämnd för hela filen.",
    )


def test_a_private_address_in_a_list_names_its_cell(take):
    with pytest.raises(BadInput) as caught:
        take(LIST, resolve=private)
    assert caught.value.problems[0].startswith("Rad 2, kolumn B (Adress): Adressen")
    assert len(caught.value.problems) == 2


@pytest.mark.usefixtures("account")
def test_a_known_address_is_not_looked_up_again(take):
    def never(host, port):
        message = f"{host}:{port}"
        raise AssertionError(message)

    take(
        "Id;Adress;Syfte\nbiblioteket;https://torget.example/almhultsbibliotek;x", never
    )


def test_what_another_changed_meanwhile_is_kept(archive, account, take):
    def meanwhile(host, port):
        after = account.model_copy(update={"goals": "Nå fler"})
        archive.database.accounts.change(after, "Bo", "Mål", archive.clock())
        return public(host, port)

    text = "Id;Namn;Adress;Syfte\nbiblioteket;;;Läsa\n;Ny;https://ny.example;\n"
    (change,) = take(text, meanwhile).changed
    assert change.after == {"purpose": "Läsa"}
    assert archive.database.accounts.get("biblioteket").goals == "Nå fler"


def test_the_register_does_not_depend_on_the_name_service(take):
    def silent(host, port):
        message = f"{host}:{port}"
        raise PlatformDown(message)

    assert len(take(LIST, silent).added) == 2


def test_a_closed_account_keeps_its_row_when_the_address_is_used_again(archive, take):
    closed = "Id;Namn;Adress;Status;Avslutsdatum\n{}"
    take(closed.format("gammal;Gammal;https://a.example/x;Avslutat;2025-01-31"))
    intake = take(closed.format(";Ny;https://a.example/x;aktivt;"))
    assert [found.account_id for found in intake.added] == ["ny"]
    again = take(closed.format(";Gammal;https://a.example/x;avslutat;2025-02-01"))
    assert [change.account_id for change in again.changed] == ["gammal"]
    found = archive.database.accounts.get("gammal")
    assert (found.status, str(found.closed_on)) == (AccountStatus.CLOSED, "2025-02-01")


@pytest.mark.parametrize(
    ("row", "is_twice"),
    [("Gammal;https://a.example/x;", False), ("G;http://a.example/x/;avslutat", True)],
)
def test_an_old_list_opens_no_account_that_is_closed(archive, take, row, is_twice):
    """Or it would be watched and stand on the public list again."""
    closed = "Id;Namn;Adress;Status\n{};Gammal;https://a.example/x;avslutat\n"
    take(closed.format("gammal"))
    if is_twice:
        take(closed.format("annan"))
    before = archive.database.accounts.list()
    with pytest.raises(BadInput) as caught:
        take(f"Namn;Adress;Status\n{row}\n")
    (problem,) = caught.value.problems
    assert problem.startswith("Rad 2, kolumn B (Adress): adressen är ett avslutat")
    assert "gammal" in problem
    assert archive.database.accounts.list() == before


def test_one_page_is_one_account_however_its_address_is_written(account, take):
    """Two would be archived twice, with half a history each."""
    url = f"http://www.torget.example/{account.account_id}-x/"
    taken = f"Id;Adress\n{account.account_id};http://WWW.torget.example/annan/\n"
    take("Id;Namn;Adress\nannan;Annan;https://torget.example/annan\n")
    with pytest.raises(BadInput, match="inga konton") as caught:
        take(taken)
    assert "som kontot ”annan”" in caught.value.problems[0]
    same = str(account.url).replace("https://", "http://www.")
    with pytest.raises(BadInput) as caught:
        take(f"Id;Namn;Adress\nny;Ny;{same}/\n")
    assert "som kontot ”biblioteket”" in caught.value.problems[0]
    assert take(f"Id;Namn;Adress\nny;Ny;{url}\n").added


def test_a_workbook_is_taken_in(archive, board, tmp_path):
    book = Workbook()
    book.active.append(["Namn", "Adress", "Publikt", "Arkiveringar per år"])
    book.active.append(["A", "https://a.example", False, 2])
    book.save(tmp_path / "konton.xlsx")
    intake = take_in(archive, tmp_path / "konton.xlsx", WISHES, public)
    (found,) = intake.added
    assert isinstance(found, Account)
    assert (found.board_id, found.is_listed, found.snapshots_per_year) == (
        board.board_id,
        False,
        2,
    )


def test_a_file_that_is_not_there_is_said(archive, tmp_path):
    with pytest.raises(UnknownName):
        take_in(archive, tmp_path / "saknas.csv", WISHES, public)
