# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must be gone is listed in full, and nothing that is to remain."""

import re

import pytest

from rules.classify import refer
from rules.removal import removed_values, tombstone
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import ExportMember, Item, ItemKind, Media, Place
from schemas.personal_data import Certainty, DataKind, Finding
from tests.unit.rules.cases import plan_row, plan_version

ACCOUNT = ("Älmhults bibliotek", "almhultsbibliotek")
NUMBER = "19121212-1212"
PATTERNS = {
    DataKind.PERSONAL_NUMBER: r"\d{8}-\d{4}",
    DataKind.ORGANISATION_NUMBER: r"\b\d{6}-\d{4}\b",
    DataKind.HANDLE: r"(?<!\w)@\w+",
    DataKind.PLATE: r"\b[A-Z]{3} ?\d{3}\b",
    DataKind.NAME: r"\bSten\b",
}


def find(text):
    return [
        Finding(
            kind=kind, start=hit.start(), end=hit.end(), certainty=Certainty.CERTAIN
        )
        for kind, pattern in PATTERNS.items()
        for hit in re.finditer(pattern, text)
    ]


def item(item_id, body, author="Kerstin Påhittad", **changes):
    given = {
        "item_id": item_id,
        "kind": ItemKind.COMMENT,
        "parent_id": "p1",
        "position": 1,
        "author": author,
        "is_by_account": False,
        "body": body,
    }
    return Item.model_validate(given | changes)


def texts(removed, kept=(), kind=None, names=ACCOUNT):
    values = removed_values(removed, kept, names, find)
    return [value.text for value in values if kind in {None, value.kind}]


def test_a_comment_leaves_text_author_address_and_identifiers():
    comment = item(
        "c1",
        f"Ring mig! Mitt personnummer är {NUMBER}, hälsar @kerstin.",
        permalink="https://torget.example/1#c1",
        media=(Media(url="https://bild.example/a", alternative_text="Mitt kök"),),
    )
    found = removed_values([comment], [], ACCOUNT, find)
    assert found == (
        RemovedValue(kind=ValueKind.BODY, text=comment.body),
        RemovedValue(
            kind=ValueKind.BODY,
            text=f"Mitt personnummer är {NUMBER}, hälsar @kerstin.",
        ),
        RemovedValue(kind=ValueKind.BODY, text="Ring mig! Mitt personnummer ä"),
        RemovedValue(kind=ValueKind.IDENTIFIER, text=NUMBER),
        RemovedValue(kind=ValueKind.HANDLE, text="@kerstin"),
        RemovedValue(kind=ValueKind.BODY, text="Mitt kök"),
        RemovedValue(kind=ValueKind.NAME, text="Kerstin Påhittad"),
        RemovedValue(kind=ValueKind.ADDRESS, text="https://torget.example/1#c1"),
        RemovedValue(kind=ValueKind.ADDRESS, text="https://bild.example/a"),
    )


def test_each_line_that_identifies_is_listed_but_not_what_anybody_writes():
    body = "Tack!\nJag bor granne med ishallen sedan 1987\r\nHej då."
    assert texts([item("c1", body)], kind=ValueKind.BODY) == [
        body,
        "Jag bor granne med ishallen sedan 1987",
        "Tack!\nJag bor granne med ishal",
    ]


def test_a_text_of_one_sentence_is_listed_once():
    body = "Jag bor granne med ishallen sedan 1987."
    twice = [item("c1", body), item("c2", body)]
    assert texts(twice, kind=ValueKind.BODY) == [body, "Jag bor granne med ishallen s"]


def test_an_author_with_a_kept_item_or_a_mention_remains():
    removed = [item("c1", "Vad tråkigt det blev")]
    names = {"kind": ValueKind.NAME}
    assert texts(removed, **names) == ["Kerstin Påhittad"]
    assert not texts(removed, [item("c2", "Hej")], **names)
    assert not texts(removed, [item("c2", "Hej KERSTIN påhittad!", "Bo")], **names)
    assert texts(removed, [item("c2", "Hej Kerstin!", "Bo")], **names)
    assert not texts(removed, [item("c2", "", "Kerstin Påhittadsson")], **names)


@pytest.mark.parametrize(
    ("kept", "kind"),
    [
        ("Hälsa Kerstin Påhittad", None),
        ("kerstin påhittadsson", None),
        ("Påhittad, Kerstin", ValueKind.IDENTIFIER),
        ("Kerstin Anna Påhittad", ValueKind.IDENTIFIER),
        ("Kerstin Ek och Eva Påhittad", ValueKind.IDENTIFIER),
        ("Kerstin Ek", ValueKind.NAME),
        ("Kerstina Påhittads", ValueKind.NAME),
    ],
)
def test_a_name_whose_parts_remain_is_sought_whole(kept, kind):
    values = removed_values([item("c1", "")], [item("c2", kept, "Bo")], (), find)
    assert [value.kind for value in values] == ([kind] if kind else [])
    assert all(value.text == "Kerstin Påhittad" for value in values)


def test_the_parts_of_a_name_may_remain_in_different_items():
    kept = [item("c2", "Hej", "Kerstin Ek"), item("c3", "Hej", "Eva Påhittad")]
    (value,) = removed_values([item("c1", "")], kept, (), find)
    assert value.kind is ValueKind.IDENTIFIER


@pytest.mark.parametrize(
    ("removed", "kept", "remains"),
    [
        ("19121212-1212", "121212-1212", True),
        ("121212-1212", "191212121212", True),
        ("19121212-1212", "20121212-1213", False),
        ("+46701234567", "Ring 070-123 45 67", True),
        ("0701234567", "Ring +46 70 123 45 67", True),
        ("0701234567", "Ring 070-123 45 68", False),
    ],
)
def test_a_number_in_another_length_remains(removed, kept, remains):
    def whole(text):
        there = Finding(
            kind=DataKind.PHONE,
            start=0,
            end=len(text),
            certainty=Certainty.CERTAIN,
        )
        return [there] if text == removed else []

    values = removed_values(
        [item("c1", removed, "Bo")], [item("c2", kept, "Bo")], (), whole
    )
    numbers = [value for value in values if value.kind is ValueKind.IDENTIFIER]
    assert bool(numbers) is not remains


def test_a_long_text_that_is_quoted_in_part_is_listed_by_the_rest():
    quoted = "Det är tredje gången i vinter som plogbilen kör sönder vårt staket"
    rest = "Nu vill jag ha ersättning av kommunen för hela skadan i år"
    removed = [item("c1", f"{quoted}. {rest}.")]
    assert texts(removed, kind=ValueKind.BODY) == [
        *(f"{quoted}. {rest}.", f"{quoted}.", f"{rest}."),
        "Det är tredje gången i vinter",
    ]
    kept = [item("r1", f"Du skriver: {quoted.lower()}!", "Bo")]
    assert texts(removed, kept, ValueKind.BODY) == [f"{rest}."]


def test_a_short_name_inside_another_word_is_no_mention():
    removed = [item("c1", "Nej", "Bo")]
    kept = [item("c2", "En bok", "Eva")]
    assert texts(removed, kept, ValueKind.NAME) == ["Bo"]


def test_the_account_and_what_its_profile_says_remains():
    answer = item("r1", "Hej", "Älmhults bibliotek", is_by_account=True)
    assert texts([answer], kind=ValueKind.NAME) == []
    earlier = item("r1", "", "Biblioteket i Älmhult", is_by_account=True)
    assert texts([earlier], names=()) == []
    comment = item("c1", "Hej @almhultsbibliotek", "Älmhults Bibliotek")
    assert texts([comment]) == ["Hej @almhultsbibliotek"]


def test_handles_are_told_from_names():
    assert texts([item("c1", "", "@asa@torget.example")]) == ["@asa@torget.example"]
    assert texts([item("c1", "", "asa.tankt")]) == ["asa.tankt"]
    both = removed_values([item("c1", "", "Åsa Tänkt (@asa.tankt)")], [], (), find)
    assert [(value.kind, value.text) for value in both] == [
        (ValueKind.NAME, "Åsa Tänkt (@asa.tankt)"),
        (ValueKind.HANDLE, "@asa.tankt"),
    ]


def test_what_a_kept_item_quotes_remains_in_whatever_form():
    removed = [item("c1", "Jag bor granne med ishallen, sedan 1987. Snälla svara.")]
    kept = [item("r1", "Du skriver ”jag bor granne med  ISHALLEN sedan 1987”.", "Bo")]
    assert texts(removed, kept, ValueKind.BODY) == [removed[0].body]
    short = [item("c1", "Tack!", "Eva")]
    assert not texts(short, [item("c2", "Tack för i dag", "Eva")])


def test_an_identifier_in_a_kept_item_remains():
    removed = [item("c1", f"Nummer {NUMBER}, bil ABC 123")]
    assert texts(removed, kind=ValueKind.IDENTIFIER) == [NUMBER, "ABC 123"]
    kept = [item("c2", "Jag har 19121212 1212", "Bo")]
    assert texts(removed, kept, ValueKind.IDENTIFIER) == ["ABC 123"]
    kept = [item("c2", "Bilen abc123 stod där", "Bo")]
    assert texts(removed, kept, ValueKind.IDENTIFIER) == [NUMBER]


def test_companies_and_guessed_names_are_no_identifiers():
    removed = [item("c1", "Bolaget 556036-0793 tillhör Sten")]
    assert texts(removed, kind=ValueKind.IDENTIFIER) == []
    assert texts(removed, kind=ValueKind.NAME) == ["Kerstin Påhittad"]


def test_an_address_that_a_kept_item_has_or_continues_remains():
    post = item("p1", "", permalink="https://torget.example/1", parent_id=None)
    kept = item("c1", "", permalink="https://torget.example/1#c1")
    other = item("p12", "", permalink="https://torget.example/12")
    addresses = {"kind": ValueKind.ADDRESS}
    assert texts([post], [other], **addresses) == ["https://torget.example/1"]
    assert texts([post], [kept], **addresses) == []
    assert texts([kept], [post], **addresses) == []
    assert "torget.example/1#c1" in texts([kept], [post], ValueKind.IDENTIFIER)


def test_a_comment_s_address_that_continues_its_post_s_is_sought_whole():
    post = item("p1", "", "Bo", permalink="https://www.bok.example/posts/123456789012")
    own = "https://www.bok.example/posts/123456789012?comment_id=99"
    removed = [item("c1", "", "Bo", permalink=own)]
    assert removed_values(removed, [post], (), find) == (
        RemovedValue(
            kind=ValueKind.IDENTIFIER,
            text="bok.example/posts/123456789012?comment_id=99",
        ),
        RemovedValue(
            kind=ValueKind.IDENTIFIER, text="posts/123456789012?comment_id=99"
        ),
    )
    other = item(
        "p2", "", "Bo", permalink="https://www.bok.example/posts/1234567890123"
    )
    assert texts(removed, [other]) == [own]


def test_the_account_s_own_picture_remains():
    own = "https://bild.example/avatar-1234567890.png?sig=1"
    removed = [item("c1", "", "Bo", media=(Media(url=own),))]
    assert texts(removed, names=("Bo", own)) == []
    assert texts(removed, names=("Bo",)) == [own]


def test_signs_without_letters_are_compared_as_they_stand():
    removed = [item("c1", "🎉🎉", "Kerstin")]
    assert texts(removed, [item("c2", "Hurra", "Kerstin")]) == ["🎉🎉"]
    assert texts(removed, [item("c2", "Hurra 🎉🎉", "Kerstin")]) == []


def test_an_empty_item_leaves_nothing_to_look_for():
    assert texts([item("c1", " \n", "")]) == []


def test_a_tombstone_has_id_kind_place_and_row_and_no_word_more():
    plan = plan_version()
    whole = item(
        "c1",
        "Hemligt",
        permalink="https://torget.example/1#c1",
        published_text="8 min",
        published="2026-03-01T10:00:00Z",
        media=(Media(url="https://bild.example/a"),),
        places=(Place(page_url="https://torget.example/1"),),
        sources=("api",),
        plan=refer(plan, plan_row()),
    )
    left = tombstone(whole, "beslut-1")
    assert left.model_dump(mode="json", exclude_defaults=True) == {
        "item_id": "c1",
        "kind": "comment",
        "parent_id": "p1",
        "position": 1,
        "author": "",
        "is_by_account": False,
        "body": "",
        "sources": ["api"],
        "plan": whole.plan.model_dump(mode="json"),
        "gallring": "beslut-1",
    }
    assert tombstone(left, "beslut-2") == left


def exported(name: str, item_id: str = "c1", *, body: str = "Se bilden") -> Item:
    """Give an item whose picture lies in the owner's export alone."""
    member = ExportMember(file="export/1.zip", name=name)
    medium = Media(url=f"export:{name}", member=member)
    return Item(
        item_id=item_id,
        kind=ItemKind.COMMENT,
        position=1,
        author="Siv Tänkt",
        is_by_account=False,
        body=body,
        media=(medium,),
    )


@pytest.mark.parametrize(
    ("name", "kept", "is_listed"),
    [
        ("posts/media/123456789_n.jpg", "posts/media/2.jpg", True),
        ("posts/media/123456789_n.jpg", "posts/media/123456789_n.jpg", False),
        ("a/1.jpg", "b/2.jpg", False),
    ],
    ids=["its own", "shown by another", "too short"],
)
def test_the_file_of_an_export_is_known_by_its_name(name, kept, is_listed):
    """And never by an address, which no server ever had."""
    other = exported(kept, "c2", body="Något annat")
    values = removed_values([exported(name)], [other], (), lambda _: ())
    assert not [v for v in values if v.kind is ValueKind.ADDRESS]
    names = {v.text for v in values if v.kind is ValueKind.IDENTIFIER}
    assert names == ({name} if is_listed else set())
