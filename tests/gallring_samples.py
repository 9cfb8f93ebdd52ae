# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A captured thread to dispose of comments from: a page, its data, pictures, a PDF.

A post of the municipality's, three comments of invented people, and an answer. Every
comment stands in the page, in the page's own data and in the answer of an API.
"""

import html
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from schemas.capture import CaptureFile, FileRole, PdfVerdict
from schemas.item import Box, Item, ItemKind, Place
from tests.sample_files import captured, sample_pdf, warc_digest, warc_record

PAGE_URL = "https://torget.example/almhultsbibliotek"
API_URL = f"{PAGE_URL}/api/comments"
PAGE = "urn:uuid:0a1f3c6e-7e62-4f0a-9d6d-2f0c7a1f0b01"
API = "urn:uuid:0a1f3c6e-7e62-4f0a-9d6d-2f0c7a1f0b02"
ASKED = "urn:uuid:0a1f3c6e-7e62-4f0a-9d6d-2f0c7a1f0b03"
OTHER = "urn:uuid:0a1f3c6e-7e62-4f0a-9d6d-2f0c7a1f0b04"
INFO = "urn:uuid:0a1f3c6e-7e62-4f0a-9d6d-2f0c7a1f0b05"
WARC = "warc/capture.warc.gz"
SHOT = "screenshots/account-001.png"
PUBLISHED = datetime(2026, 3, 1, 14, 5, tzinfo=UTC)
TOWN = "Älmhults bibliotek"
POST = "Sagostund på lördag klockan tio. Alla barn är välkomna!"
NUMBER = "19121212-1212"
COMMENTS = {
    "c1": ("Kerstin Påhittad", f"Kan ni ringa mig? Mitt personnummer är {NUMBER}."),
    "c2": ("Ahmed Uppdiktad", "När öppnar biblioteket egentligen på lördag?"),
    "c3": ("Siv Tänkt", "Tack för en fin stund, hela familjen var där!"),
}
NO_FACES: Mapping[str, str] = MappingProxyType({})
ANSWER = "Hej! Vi öppnar klockan nio på lördagar."


def thread_items() -> tuple[Item, ...]:
    """The post, its three comments, and the answer to the second of them."""
    places = "html > body > main > article"
    post = Item(
        item_id="p1",
        kind=ItemKind.POST,
        position=1,
        author=TOWN,
        is_by_account=True,
        body=POST,
        published=PUBLISHED,
        places=(_place(PAGE, f"{places} > p", 0),),
    )
    comments = tuple(
        Item(
            item_id=name,
            kind=ItemKind.COMMENT,
            parent_id="p1",
            position=number,
            author=author,
            is_by_account=False,
            body=body,
            permalink=f"{PAGE_URL}/inlagg/1#{name}",
            published=PUBLISHED,
            places=(
                _place(PAGE, f"{places} > ul > li:nth-of-type({number}) > p", number),
                _place(PAGE, f"html > body > script /comments/{number - 1}/text"),
                _place(API, f"/comments/{number - 1}/text"),
            ),
        )
        for number, (name, (author, body)) in enumerate(COMMENTS.items(), start=1)
    )
    answer = Item(
        item_id="r1",
        kind=ItemKind.REPLY,
        parent_id="c2",
        position=1,
        author=TOWN,
        is_by_account=True,
        body=ANSWER,
        published=PUBLISHED,
        places=(_place(PAGE, f"{places} > footer > p", 4),),
    )
    return (post, *comments, answer)


def write_thread(folder: Path) -> tuple[CaptureFile, ...]:
    """Write the files of the thread's capture into a folder."""
    lines = [POST, *(f"{a}: {b}" for a, b in COMMENTS.values()), ANSWER]
    page = sample_pdf(TOWN, lines)
    return (
        captured(
            folder,
            "warc/capture.warc.gz",
            thread_warc(),
            FileRole.WARC,
            "application/warc",
        ),
        captured(
            folder, "pdf/account.pdf", page, FileRole.PAGE_PDF, "application/pdf"
        ).model_copy(
            update={
                "page_url": PAGE_URL,
                "verdict": PdfVerdict.FAILED,
                "reasons": ("Typsnittet är inte inbäddat.",),
            }
        ),
        captured(
            folder, SHOT, thread_picture(), FileRole.SCREENSHOT, "image/png"
        ).model_copy(update={"page_url": PAGE_URL}),
    )


def thread_picture() -> bytes:
    """A screenshot on which every item has a stripe of noise."""
    picture = Image.effect_noise((200, 150), 64)
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "PNG")
    return stream.getvalue()


def thread_warc(faces: Mapping[str, str] = NO_FACES) -> bytes:
    """The page, its request, the API's answer, and a file that nobody talks of.

    `faces` are addresses of pictures to show beside comments, by the comment.
    """
    info = b"software: Avbild\r\nformat: WARC File Format 1.1\r\n"
    return b"".join(
        (
            warc_record(_fields("warcinfo", INFO, "application/warc-fields"), info),
            _response(
                PAGE, PAGE_URL, "text/html; charset=utf-8", _page(faces).encode()
            ),
            _request(),
            _response(API, API_URL, "application/json", _data().encode()),
            _response(OTHER, f"{PAGE_URL}/omslag.css", "text/css", b"body{margin:0}"),
            *(
                _response(f"urn:uuid:{url}", url, "image/png", url.encode())
                for url in dict.fromkeys(faces.values())
            ),
        )
    )


def _place(record: str, pointer: str, stripe: int | None = None) -> Place:
    box = None
    if stripe is not None:
        box = Box(file=SHOT, x=10, y=30 * stripe + 2, width=150, height=24)
    return Place(page_url=PAGE_URL, warc_record=record, pointer=pointer, box=box)


def _data() -> str:
    comments = [
        {"id": name, "author": {"name": author}, "text": body}
        for name, (author, body) in COMMENTS.items()
    ]
    return json.dumps({"comments": comments}, ensure_ascii=False)


def _page(faces: Mapping[str, str]) -> str:
    listed = "".join(
        f'<li class="comment">{_face(faces.get(name))}<b>{author}</b>'
        f" <p>{html.escape(body)}</p></li>\n"
        for name, (author, body) in COMMENTS.items()
    )
    return (
        f"<!doctype html>\n<html><head><title>{TOWN}</title></head><body><main>"
        f"<article><p>{POST}</p><ul>{listed}</ul>"
        f"<footer><b>{TOWN}</b> <p>{ANSWER}</p></footer></article></main>"
        f'<script type="application/json">{_data()}</script></body></html>'
    )


def _face(url: str | None) -> str:
    return f'<img alt="" src="{url}">' if url else ""


def _fields(kind: str, record_id: str, content_type: str) -> dict[str, str]:
    return {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{record_id}>",
        "WARC-Date": "2026-03-02T08:15:02Z",
        "Content-Type": content_type,
    }


def _response(record_id: str, url: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
    fields = _fields("response", record_id, "application/http; msgtype=response")
    fields |= {"WARC-Target-URI": url, "WARC-Payload-Digest": warc_digest(body)}
    return warc_record(fields, f"{head}\r\n\r\n".encode() + body)


def _request() -> bytes:
    block = b"GET /almhultsbibliotek HTTP/1.1\r\nHost: torget.example\r\n\r\n"
    fields = _fields("request", ASKED, "application/http; msgtype=request")
    fields |= {"WARC-Target-URI": PAGE_URL, "WARC-Concurrent-To": f"<{PAGE}>"}
    return warc_record(fields, block)
