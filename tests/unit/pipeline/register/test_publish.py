# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is published is whole, readable by everyone, and nothing that is not public."""

import csv
import io
import json
from datetime import date

import pytest
from lxml import etree, html

from pipeline.policies import set_policy
from pipeline.register.page import fragment, page
from pipeline.register.publish import (
    CSV_NAME,
    FRAGMENT_NAME,
    JSON_NAME,
    PAGE_NAME,
    publish_register,
)
from rules.register_fields import REGISTER_FIELDS, FieldKind
from schemas.account import AccountStatus, ArchiveLevel
from schemas.errors import BadInput
from schemas.order import EventKind
from schemas.policy import PolicyKind
from schemas.register import PublicRegister

NAMES = (JSON_NAME, CSV_NAME, FRAGMENT_NAME, PAGE_NAME)
OWN_WORDS = {
    "account_id": "markor-account-id",
    "board_id": "Markörnämnden",
    "url": "https://torget.example/markor-url",
    "platform": "Bluesky",
    "opened_on": date(1991, 1, 11),
    "closed_on": date(1992, 2, 22),
    "decided_on": date(1993, 3, 13),
    "approved_on": date(1994, 4, 14),
    "snapshots_per_year": 2,
    "is_listed": True,
    "status": AccountStatus.CLOSING,
    "level": ArchiveLevel.UNIQUE,
}
SHOWN = {
    "opened_on": "1991-01-11",
    "closed_on": "1992-02-22",
    "decided_on": "1993-03-13",
    "approved_on": "1994-04-14",
    "status": "under avslut",
    "level": "utvalda inlägg",
    "platform": "Bluesky",
    "board_id": "Markörnämnden",
    "url": "markor-url",
    "account_id": "markor-account-id",
}


def marker(name):
    """What shows that a field has left; yes, no and numbers show in the columns."""
    return SHOWN.get(name, f"markör-{name}.")


@pytest.fixture
def marked(archive, account, board):
    """An account whose every field can be told from every other."""
    other = board.model_copy(
        update={"board_id": "markor-board-id", "name": "Markörnämnden"}
    )
    archive.database.boards.add(other)
    words = {
        f.name: f"markör-{f.name}."
        for f in REGISTER_FIELDS
        if f.kind is FieldKind.TEXT and f.name not in OWN_WORDS
    }
    found = account.model_copy(
        update={
            **words,
            **OWN_WORDS,
            "board_id": "markor-board-id",
            "platform": "bluesky",
            "url": type(account.url)("https://torget.example/markor-url"),
        }
    )
    archive.database.accounts.add(found)
    return found


def published(archive, folder):
    publish_register(archive, folder)
    return {name: (folder / name).read_text(encoding="utf-8") for name in NAMES}


def make_public(archive, *fields):
    content = {"fields": list(fields)}
    set_policy(archive, PolicyKind.PUBLICATION, None, content, "Beslut")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("field", REGISTER_FIELDS, ids=lambda field: field.name)
def test_a_field_that_is_not_public_never_leaves(archive, tmp_path, field):
    others = [f.name for f in REGISTER_FIELDS if f.name != field.name]
    public = others if field.name != "name" else ["name"]
    make_public(archive, *public)
    files = published(archive, tmp_path / "ut")
    hidden = [f for f in REGISTER_FIELDS if f.name not in public]
    for name, text in files.items():
        assert not [f.name for f in hidden if marker(f.name) in text], name
        assert "markor-board-id" not in text
    columns = [column["name"] for column in json.loads(files[JSON_NAME])["columns"]]
    assert len(columns) == len(public)
    assert field.name not in columns or field.name == "name"


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("field", REGISTER_FIELDS, ids=lambda field: field.name)
def test_a_field_that_is_public_leaves_in_every_form(archive, tmp_path, field):
    make_public(archive, *dict.fromkeys(("name", field.name)))
    files = published(archive, tmp_path / "ut")
    if field.kind not in {FieldKind.YES_NO, FieldKind.COUNT}:
        assert all(marker(field.name) in text for text in files.values())
    if field.name != "url":
        assert f'<th scope="col">{field.heading}</th>' in files[FRAGMENT_NAME]
    assert f'"{field.heading}"' in files[CSV_NAME]


def test_the_json_has_a_version_and_is_its_own_record(archive, account, tmp_path):
    text = published(archive, tmp_path)[JSON_NAME]
    register = PublicRegister.model_validate_json(text)
    assert json.loads(text)["version"] == 1
    assert register.accounts[0]["name"] == account.name
    assert register.made_at <= archive.clock()


@pytest.mark.usefixtures("account")
def test_the_csv_opens_in_a_swedish_spreadsheet(archive, tmp_path):
    raw = publish_and_read(archive, tmp_path)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Namn", "Plattform", "Adress", "Nämnd"]
    assert rows[1][0] == "Älmhults bibliotek"
    assert rows[1][3] == "Kommunstyrelsen"


def publish_and_read(archive, folder):
    publish_register(archive, folder)
    return (folder / CSV_NAME).read_bytes()


@pytest.mark.usefixtures("account")
def test_the_fragment_is_a_table_that_a_screen_reader_can_follow(archive, tmp_path):
    text = published(archive, tmp_path)[FRAGMENT_NAME]
    table = etree.fromstring(text)
    assert (table.tag, table.get("lang")) == ("table", "sv")
    assert table[0].tag == "caption"
    assert "Våra konton i sociala medier. Uppdaterad 4 maj 2026." in table[0].text
    assert {cell.get("scope") for cell in table.findall("thead/tr/th")} == {"col"}
    (row,) = table.findall("tbody/tr")
    assert (row[0].tag, row[0].get("scope")) == ("th", "row")
    assert row[0][0].get("href") == "https://torget.example/almhultsbibliotek"
    assert row[0][0].text == "Älmhults bibliotek"
    assert len(row) == len(table.findall("thead/tr/th"))
    assert not [tag for tag in table.iter() if tag.get("style") or tag.get("class")]
    assert not table.findall(".//script")


def test_two_accounts_of_one_name_have_links_that_differ(archive, account, tmp_path):
    other = {"account_id": "b", "url": type(account.url)("https://facebook.com/b")}
    archive.database.accounts.add(account.model_copy(update=other))
    text = published(archive, tmp_path)[FRAGMENT_NAME]
    links = [link.text for link in etree.fromstring(text).iter("a")]
    assert links == ["Älmhults bibliotek (Facebook)", "Älmhults bibliotek (Webbplats)"]


def test_what_somebody_wrote_is_text_and_never_markup(archive, account, tmp_path):
    bad = "<script>alert(1)</script>\n\"><img onerror='x'> & co"
    changed = account.model_copy(update={"name": bad, "purpose": bad})
    archive.database.accounts.change(changed, "Ulla", "Prov", archive.clock())
    set_policy(
        archive, PolicyKind.PUBLICATION, None, {"title": "</caption><b>&"}, "Prov"
    )
    files = published(archive, tmp_path)
    table = etree.fromstring(files[FRAGMENT_NAME])
    tags = {tag.tag for tag in table.iter()}
    assert tags == {
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "a", "br")
    }
    whole = html.fromstring(files[PAGE_NAME])
    assert not whole.findall(".//script")
    assert not whole.findall(".//img")
    assert whole.findtext(".//title") == "</caption><b>&"


def test_the_page_holds_the_fragment_as_it_is(archive, account, tmp_path):
    assert account.name
    files = published(archive, tmp_path)
    assert files[FRAGMENT_NAME] in files[PAGE_NAME]
    assert files[PAGE_NAME].startswith("<!DOCTYPE html>")
    assert html.fromstring(files[PAGE_NAME]).get("lang") == "sv"


def test_a_register_without_public_accounts_says_so(archive, tmp_path):
    register = publish_register(archive, tmp_path)
    assert register.accounts == ()
    assert "Inga konton finns på listan" in fragment(register)
    assert "<table" not in page(register)


@pytest.mark.usefixtures("account")
def test_publishing_stands_in_the_event_log(archive, tmp_path):
    publish_register(archive, tmp_path)
    event = archive.database.events.list()[-1]
    assert event.kind is EventKind.REGISTER_PUBLISHED
    assert event.detail["accounts"] == "1"
    assert event.detail["fields"].startswith("name,platform,url,board,")


@pytest.mark.usefixtures("account")
def test_the_old_list_stays_when_the_new_cannot_be_written(
    archive, tmp_path, monkeypatch
):
    before = published(archive, tmp_path)
    archive.clock.pass_time(days=1)
    real, calls = type(tmp_path).open, []

    def full(path, *words, **options):
        if path.name.endswith(".ny"):
            calls.append(path)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")
        return real(path, *words, **options)

    monkeypatch.setattr(type(tmp_path), "open", full)
    with pytest.raises(Exception, match="Disken är full"):
        publish_register(archive, tmp_path)
    monkeypatch.undo()
    kept = {name: (tmp_path / name).read_text(encoding="utf-8") for name in NAMES}
    assert kept == before
    assert not list(tmp_path.glob(".*.ny"))
    events = archive.database.events.list(kind=EventKind.REGISTER_PUBLISHED)
    assert len(events) == 1


def test_a_file_is_no_folder(archive, tmp_path):
    (tmp_path / "ut").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match="är ingen mapp"):
        publish_register(archive, tmp_path / "ut")
