# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""XML is read without network or entities, and written the same each time."""

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from eark import markup
from eark.items import ITEMS
from eark.profile import ITEMS_SCHEMA
from schemas.errors import Damaged, InvalidPackage, ToolMissing

BOMB = b"""<!DOCTYPE mets [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<mets>&b;&b;</mets>"""

ATTRIBUTES = (
    'capture="c" account="a" order="o" url="u" started="2026-03-02T08:15:00Z"'
    ' ended="2026-03-02T08:15:00Z"'
)


def items_xml(inner: str, count: int = 0, prolog: str = "") -> io.BytesIO:
    text = f'{prolog}<items xmlns="{ITEMS}" {ATTRIBUTES} count="{count}">'
    return io.BytesIO(f"{text}{inner}</items>".encode())


def test_a_moment_is_written_in_utc():
    swedish = timezone(timedelta(hours=2))
    moment = datetime(2026, 6, 1, 10, 30, 0, 5000, tzinfo=swedish)
    assert markup.instant(moment) == "2026-06-01T08:30:00.005000Z"
    assert markup.instant(datetime(2026, 6, 1, tzinfo=UTC)) == "2026-06-01T00:00:00Z"


@given(st.text())
def test_any_text_can_be_written_once_it_is_clean(text: str):
    element = etree.Element("body")
    element.text, replaced = markup.writable(text)
    read = markup.parse(markup.document(element)).text or ""
    wanted = [
        kept if kept == found else "\ufffd"
        for kept, found in zip(read, text, strict=True)
    ]
    assert read == "".join(wanted)
    assert len(read) == len(text)
    assert replaced == sum(
        kept != found for kept, found in zip(read, text, strict=True)
    )


def test_a_carriage_return_survives_writing_and_reading():
    element = etree.Element("body")
    element.text = markup.clean("en\r\ntvå")
    assert markup.parse(markup.document(element)).text == "en\r\ntvå"


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a></b>", b"\x1f\x8b", BOMB])
def test_what_is_not_plain_xml_is_damaged(data: bytes):
    with pytest.raises(Damaged):
        markup.parse(data)


def test_an_external_entity_is_never_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligt", encoding="utf-8")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    with pytest.raises(Damaged):
        markup.parse(text.encode())


def test_a_missing_schema_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(markup, "SCHEMA_FOLDER", tmp_path)
    with pytest.raises(ToolMissing, match="fetch_xsd"):
        markup.schema_file("mets.xsd")


def test_walk_gives_every_element_and_drops_what_it_has_given():
    item = '<item id="{}" kind="post" position="1" byAccount="true"><author>a</author>'
    item += "<body>b</body><source>browser</source></item>"
    inner = "".join(item.format(f"i{number}") for number in range(20_000))
    given = most = 0
    for element in markup.walk(items_xml(inner, 20_000), ITEMS_SCHEMA):
        if element.tag == f"{{{ITEMS}}}item":
            given += 1
            parent = element.getparent()
            most = max(most, 0 if parent is None else len(parent))
    assert given == 20_000
    assert most < 1_000  # what one piece read from the stream holds


def test_walk_says_what_breaks_the_schema():
    with pytest.raises(InvalidPackage) as caught:
        list(markup.walk(items_xml("\n<item/>"), ITEMS_SCHEMA))
    first = caught.value.findings[0]
    assert first.startswith(f"Element '{{{ITEMS}}}item': The attribute 'id'")


def test_faults_of_one_document_say_nothing_of_another():
    for _ in range(2):
        with pytest.raises(InvalidPackage) as caught:
            list(markup.walk(items_xml("<item/>"), ITEMS_SCHEMA))
    assert len(caught.value.findings) == 5


def test_a_fault_never_quotes_what_stands_in_the_document():
    inner = '<item id="i" kind="post" position="1" byAccount="true"><author>a</author>'
    inner += "<body>b</body><published>Kerstin 'O' 19121212-1212</published>"
    inner += "<source>browser</source></item>"
    with pytest.raises(InvalidPackage) as caught:
        list(markup.walk(items_xml(inner, 1), ITEMS_SCHEMA))
    root = markup.parse(items_xml(inner, 1).getvalue())
    said = [*caught.value.findings, *markup.faults(root, ITEMS_SCHEMA)]
    assert any("published" in sentence for sentence in said)
    assert not any("Kerstin" in sentence or "1212" in sentence for sentence in said)


def test_walk_refuses_what_is_cut_off_after_an_element_was_dropped():
    """The parser says nothing of it by itself once elements have been dropped."""
    item = '<item id="i1" kind="post" position="1" byAccount="true"><author/><body/>'
    whole = items_xml(f"{item}<source>b</source></item>", 1).getvalue()
    assert list(markup.walk(io.BytesIO(whole), ITEMS_SCHEMA))
    cut = whole.removesuffix(b"</items>")
    with pytest.raises(InvalidPackage):
        list(markup.walk(io.BytesIO(cut), ITEMS_SCHEMA))


@pytest.mark.parametrize(
    "stream",
    [
        io.BytesIO(b""),
        io.BytesIO(b"<items"),
        items_xml("", prolog="<!DOCTYPE items []>"),
        items_xml("&x;", prolog='<!DOCTYPE items [<!ENTITY x "a">]>'),
    ],
)
def test_walk_refuses_what_is_cut_short_or_declares_a_document_type(stream):
    with pytest.raises(InvalidPackage) as caught:
        list(markup.walk(stream, ITEMS_SCHEMA))
    assert caught.value.findings


def test_a_document_that_breaks_its_schema_is_not_written():
    with pytest.raises(InvalidPackage) as caught:
        markup.require_valid(etree.Element("x"), ITEMS_SCHEMA)
    assert caught.value.findings
