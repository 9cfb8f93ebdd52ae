# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package whose owner's export holds a person's words in every form and place."""

import hashlib
import io
import json
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from archivers.owner_export import media_address
from schemas.capture import Capture, ExportPart, ExportReport, FileRole
from schemas.item import ExportMember, Item, Media, Place
from tests.contract.planted import IN_HEADS, matrix
from tests.gallring_samples import COMMENTS, NUMBER
from tests.sample_files import captured
from tests.unit.pipeline.gallra.conftest import (
    ThreadPlatform,
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
