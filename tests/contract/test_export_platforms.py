# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every reader of owners' exports must do, in every form that there has been."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import html

from archivers import PLATFORMS
from archivers.assembly import Owner
from archivers.by_api import enter_items
from archivers.items import ItemCollection
from archivers.owner_export import (
    ExportPlatform,
    ExportReading,
    OwnerExport,
    media_address,
)
from archivers.owner_export.javascript import assignment_in
from archivers.owner_export.mojibake import mended_text
from archivers.platform import FoundItem
from archivers.text import one_line
from schemas.errors import BadInput
from schemas.profile import Profile
from tests.contract.export_cases import (
    ABOUT,
    AVATAR,
    CASES,
    COMMENTS,
    CONVERSATIONS,
    LOST,
    MADE,
    MESSAGE,
    NAME,
    OTHER,
    POSTS,
    USERNAME,
    WEBSITE,
    ExportCase,
    at,
    bytes_of,
)

WAYS = [
    pytest.param((case, parts), id=f"{case.platform}-{case.form}-{parts}")
    for case in CASES
    for parts in (1, 3)
]


@dataclass(frozen=True)
class Read:
    """An export that was read, and still open."""

    case: ExportCase
    export: OwnerExport
    reading: ExportReading

    @property
    def items(self) -> list[FoundItem]:
        """Its items, those of a file after those of the file before.

        Facebook has an album of the profile's pictures, which is a post by itself.
        """
        found = [item for sheet in self.reading.sheets for item in sheet.items]
        return [item for item in found if not item.title]


def reader_of(case: ExportCase) -> ExportPlatform:
    platform = PLATFORMS[case.platform]
    assert isinstance(platform, ExportPlatform)
    return platform


@pytest.fixture(params=WAYS)
def read(request, tmp_path) -> Iterator[Read]:
    case, parts = request.param
    with OwnerExport.opened(case.build(tmp_path, USERNAME, parts)) as export:
        yield Read(case, export, reader_of(case).read_export(export, case.account))


def digest(name: str) -> str:
    return hashlib.sha256(bytes_of(name)).hexdigest()


def test_every_platform_that_reads_exports_is_tried():
    reading = {n for n, one in PLATFORMS.items() if isinstance(one, ExportPlatform)}

    assert {case.platform for case in CASES} == reading


def test_the_profile_is_read(read):
    profile = read.reading.profile.profile

    assert profile.name == NAME
    assert profile.about == ABOUT
    assert profile.handle == USERNAME
    assert [link.rstrip("/") for link in profile.links] == [WEBSITE]
    assert profile.avatar.sha256 == digest(AVATAR)
    assert profile.core_fields() >= 3
    assert {"name", "about", "avatar"} <= read.reading.profile.sources.keys()


def test_every_post_is_read_with_its_moment(read):
    found = [(i.text, i.published) for i in read.items if i.is_post]

    wanted = [(text, when) for text, when, _ in MADE] + [("Utan bild", at(90))]
    assert sorted(found) == sorted(wanted)


def test_every_own_comment_is_read(read):
    found = [(i.text, i.published) for i in read.items if not i.is_post]

    assert sorted(found) == sorted((t, at(60 + n)) for n, t in enumerate(COMMENTS))


def test_everything_is_the_owners_by_address_alone(read):
    items = ItemCollection(read.case.account.account_id, "export")
    enter_items(read.reading, items)
    owner = Owner.of(Profile(), read.reading.addresses)

    assert len(items.all()) >= len(POSTS) + 1 + len(COMMENTS)
    assert all(owner.wrote(one) for one in items.all())


def test_each_picture_is_the_file_that_the_export_has(read):
    by_text = {item.text: item for item in read.items if item.is_post}

    for text, _, names in MADE:
        stored = [read.reading.media[m.url] for m in by_text[text].media]
        assert [one.sha256 for one in stored] == [digest(name) for name in names]
        for one, media in zip(stored, by_text[text].media, strict=True):
            assert media.url == media_address(one.member)
            assert (one.record_id, one.status, one.mime_type) == ("", 200, "image/jpeg")
            assert one.member.file == read.export.members[one.member.name].file


def test_a_picture_that_is_not_there_is_missing_and_told_of(read):
    (item,) = (item for item in read.items if item.text == "Utan bild")
    (media,) = item.media

    stored = read.reading.media[media.url]
    assert media.url.endswith(LOST)
    assert (stored.status, stored.member, stored.sha256) == (404, None, None)
    assert any("saknas i exporten" in note for note in read.reading.notes)


def test_each_pointer_leads_to_the_items_text(read):
    for sheet in read.reading.sheets:
        assert sheet.record_id == ""
        assert sheet.member == read.export.members[sheet.member.name].member
        with read.export.open(sheet.member.name) as stream:
            content = stream.read()
        for item in sheet.items:
            written = text_at(sheet.member.name, content, sheet.pointers[item.key])
            assert one_line(item.text)[:20] in one_line(written)


def text_at(name: str, content: bytes, pointer: str) -> str:
    """Give what stands at a place in a file, as its author wrote it."""
    if name.endswith(".html"):
        root = html.fromstring(content.decode())
        (found,) = root.cssselect(pointer)
        return found.text_content()
    named = assignment_in(content)
    value = json.loads(content[named.offset if named else 0 :])
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key) if isinstance(value, list) else key]
    return mended_text(value) if isinstance(value, str) else json.dumps(value)


def test_no_text_is_left_with_the_fault(read):
    texts = [item.text for item in read.items] + [read.reading.profile.profile.about]

    assert not [text for text in texts if "Ã" in text or "â" in text]


def test_messages_are_told_of_and_are_never_items(read):
    assert MESSAGE not in {item.text for item in read.items}
    notes = [note for note in read.reading.notes if "meddelanden" in note]
    assert len(notes) == 1
    assert f"{CONVERSATIONS} konversationer" in notes[0]


def test_files_that_were_not_read_are_left_out_of_the_understood(read):
    left = set(read.export.members) - read.reading.understood

    assert read.reading.understood <= set(read.export.members)
    assert all(
        sheet.member.name in read.reading.understood for sheet in read.reading.sheets
    )
    assert any("message" in name for name in left)
    assert not [name for name in left if name.endswith((".jpg", ".mp4"))]


def test_keys_are_never_shared(read):
    keys = [item.key for item in read.items]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=f"{c.platform}-{c.form}") for c in CASES]
)
def test_the_export_of_another_account_is_refused(case, tmp_path):
    with (
        OwnerExport.opened(case.build(tmp_path, OTHER, 1)) as export,
        pytest.raises(BadInput),
    ):
        reader_of(case).read_export(export, case.account)


@pytest.mark.parametrize("case", CASES[::5], ids=lambda c: f"{c.platform}-{c.form}")
def test_the_export_of_another_platform_is_refused(case, tmp_path):
    others = [one for one in CASES if one.platform != case.platform]
    with OwnerExport.opened(case.build(tmp_path, USERNAME, 1)) as export:
        for other in {one.platform: one for one in others}.values():
            with pytest.raises(BadInput):
                reader_of(other).read_export(export, other.account)


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=f"{c.platform}-{c.form}") for c in CASES]
)
def test_a_file_that_nobody_knows_is_listed_and_stops_nothing(case, tmp_path):
    parts = case.build(tmp_path, USERNAME, 1)
    extra = with_files(tmp_path / "extra.zip", {"okänd/ny_fil.json": b'{"a": 1}'})

    with OwnerExport.opened([*parts, extra]) as export:
        reading = reader_of(case).read_export(export, case.account)

    assert "okänd/ny_fil.json" not in reading.understood
    assert sum(len(sheet.items) for sheet in reading.sheets) >= 6


def with_files(path: Path, files: dict[str, bytes]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def test_reading_twice_gives_the_same(read):
    again = reader_of(read.case).read_export(read.export, read.case.account)

    assert again == read.reading
