# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A pointer leads to the very text, in JSON and in pages, and disposal follows it."""

import json
from typing import Any

import pytest
from lxml import html

from archivers.gallring.in_json import path_to, value_of
from archivers.gallring.in_page import Source
from archivers.owner_export.mojibake import mended_text
from archivers.owner_export.opened import OwnerExport
from archivers.platforms.facebook.export import read_export
from archivers.text import paragraphs
from tests.exports.facebook import LAYOUTS, build_facebook_export
from tests.unit.archivers.platforms.facebook.export.samples import (
    POSTS,
    WORLD,
    account,
    read_files,
)

DIV = "div:nth-of-type(1)"
GOLDEN = {
    "Bron öppnar på måndag 🎉\nKör försiktigt!": (
        "/0/data/0/post",
        f"main:nth-of-type(1) > section:nth-of-type(1) > {DIV} > {DIV} > {DIV} > {DIV}",
    ),
    "Ny bänk": (
        "/4/attachments/0/data/0/media/description",
        f"section:nth-of-type(5) > {DIV} > {DIV} > {DIV} > {DIV} > {DIV} > {DIV}",
    ),
    "Grattis!": (
        "/comments_v2/1/data/0/comment/comment",
        f"section:nth-of-type(2) > {DIV} > {DIV} > {DIV} > {DIV}",
    ),
}


def follow(value: Any, pointer: str) -> Any:
    """Follow a JSON pointer as RFC 6901 says."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_json_pointer_leads_to_the_text_as_it_came(tmp_path, layout):
    parts = build_facebook_export(tmp_path, WORLD, layout)
    with OwnerExport.opened(parts) as export:
        for sheet in read_export(export, account()).sheets:
            assert sheet.member is not None
            body = export.open(sheet.member.name).read()
            for item in sheet.items:
                if item.text:
                    found = follow(json.loads(body), sheet.pointers[item.key])
                    assert item.text.startswith(paragraphs(mended_text(found)))
                    raw = body.decode("latin-1")
                    path = path_to(raw, 0, sheet.pointers[item.key])
                    assert path is not None
                    assert value_of(raw, path[-1]) == found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_css_path_leads_to_the_element_of_the_text(tmp_path, layout):
    parts = build_facebook_export(tmp_path, WORLD, layout, "html")
    with OwnerExport.opened(parts) as export:
        for sheet in read_export(export, account()).sheets:
            assert sheet.member is not None
            body = export.open(sheet.member.name).read()
            page = html.document_fromstring(body.decode())
            source = Source(body)
            for item in sheet.items:
                (element,) = page.cssselect(sheet.pointers[item.key])
                place = source.find(sheet.pointers[item.key])
                assert place is not None
                words = "".join(item.text.split())
                found = "".join(element.text_content().split())
                assert not words or words.startswith(found)
                assert place.node.text_content() == element.text_content()


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_pointers_stay_as_they_are(tmp_path, form):
    parts = build_facebook_export(tmp_path, WORLD, "new", form)
    with OwnerExport.opened(parts) as export:
        sheets = read_export(export, account()).sheets
    found = {
        item.text: sheet.pointers[item.key] for sheet in sheets for item in sheet.items
    }
    for text, (pointer, path) in GOLDEN.items():
        expected = pointer if form == "json" else path
        assert found[text].endswith(expected)


def test_a_post_without_words_is_pointed_at_as_a_whole(tmp_path):
    media = {"uri": "posts/media/a.jpg"}
    post = {"timestamp": 1_793_697_240, "attachments": [{"data": [{"media": media}]}]}
    (sheet,) = read_files(tmp_path, {POSTS: [post]}).sheets
    assert list(sheet.pointers.values()) == ["/0"]


def test_names_with_strokes_are_escaped(tmp_path):
    post = {"timestamp": 1_793_697_240, "data": [{"post": "Hej"}]}
    (sheet,) = read_files(tmp_path, {POSTS: {"a/b~c": [post]}}).sheets
    assert list(sheet.pointers.values()) == ["/a~1b~0c/0/data/0/post"]
