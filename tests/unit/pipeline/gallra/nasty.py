# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captures made to deceive disposal, and a plain look at all that a data home holds.

What is added lies beside the thread of `tests.gallring_samples`: more records in its
web archive, more files, other items. The look shares no code with the verifier.
"""

import base64
import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.adopt import adopt_plan, read_plan_file
from pipeline.classify import classify_account, confirm
from pipeline.context import Archive
from pipeline.crafts import Crafts
from pipeline.gallra.execute import execute
from pipeline.gallra.propose import Wish, approve, propose
from pipeline.order import Request, place_order
from pipeline.snapshot import run_order
from schemas.capture import Capture, CaptureFile, FileRole
from schemas.gallring import GallringCertificate, GallringDecision
from schemas.item import Item
from tests.fakes import FakeClock, ids
from tests.gallring_samples import PAGE_URL, WARC, thread_items
from tests.homes import PLAN
from tests.sample_files import captured, warc_digest, warc_record
from tests.unit.pipeline.gallra.conftest import (
    ACCOUNT,
    ADOPTION,
    BOARD,
    LATER,
    THE_ACCOUNT,
    ThreadPlatform,
    judge_not_registered,
    opened,
)

JSON = "application/json"
HTML = "text/html; charset=utf-8"


def record_id(number: int) -> str:
    """Give the id of the record with a number."""
    return f"urn:uuid:0b1f3c6e-7e62-4f0a-9d6d-2f0c7a1f{number:04x}"


def response(number: int, body: bytes, kind: str = JSON, **more: str) -> bytes:
    """Write an answer as a gzip member; `more` are fields of the HTTP head."""
    extra = "".join(f"{n.replace('_', '-')}: {v}\r\n" for n, v in more.items())
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{extra}"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    return written("response", number, head.encode() + body, body)


def written(
    kind: str, number: int, block: bytes, body: bytes = b"", **more: str
) -> bytes:
    """Write a record; its payload digest is that of `body`."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{record_id(number)}>",
        "WARC-Date": "2026-03-02T08:15:03Z",
        "WARC-Target-URI": f"{PAGE_URL}/{number}",
        "Content-Type": f"application/http; msgtype={kind}",
        "WARC-Payload-Digest": warc_digest(body),
    }
    return warc_record(
        fields | {n.replace("_", "-"): v for n, v in more.items()}, block
    )


@dataclass
class NastyPlatform(ThreadPlatform):
    """A platform whose capture of the thread holds more than the thread."""

    records: tuple[bytes, ...] = ()
    thread: tuple[Item, ...] = field(default_factory=thread_items)
    files: tuple[tuple[str, bytes, FileRole, str, str | None], ...] = ()

    def crafts(self) -> Crafts:
        """Give crafts whose PDF writes what its typeface has letters for."""
        made = super().crafts()

        def transcript(capture, *rest):
            items = tuple(map(_writable, capture.items))
            return made.transcript(capture.model_copy(update={"items": items}), *rest)

        return replace(made, transcript=transcript)

    def _capture(self, account, order, folder: Path, tools) -> Capture:
        found = super()._capture(account, order, folder, tools)
        files = [self._file(folder, file) for file in found.files]
        for path, data, role, mime, page in self.files:
            made = captured(folder, path, data, role, mime)
            files.append(made.model_copy(update={"page_url": page}))
        return found.model_copy(update={"files": tuple(files), "items": self.thread})

    def _file(self, folder: Path, file: CaptureFile) -> CaptureFile:
        if file.path != WARC or not self.records:
            return file
        data = (folder / WARC).read_bytes() + b"".join(self.records)
        (folder / WARC).unlink()
        return captured(folder, WARC, data, file.role, file.mime_type)


def _writable(item: Item) -> Item:
    body = item.body.encode("cp1252", "ignore").decode("cp1252")
    return item.model_copy(update={"body": body})


@dataclass
class Attack:
    """An archive that holds a nasty capture, every gate open, and its crafts."""

    archive: Archive
    crafts: Crafts
    clock: FakeClock

    @property
    def home(self) -> Path:
        """The data home."""
        return self.archive.settings.home_folder

    def decide(self, *item_ids: str) -> GallringDecision:
        """Propose and approve the disposal of some items."""
        proposed = propose(self.archive, Wish(ACCOUNT, item_ids))
        assert proposed.frozen is not None, proposed.refused
        assert len(proposed.frozen.entries) == len(item_ids), proposed.refused
        by_gun = replace(self.archive, agent="Gun")
        return approve(by_gun, proposed.frozen.list_id, "KS 4.2")

    def dispose(self, *item_ids: str) -> GallringCertificate:
        """Propose, approve and carry out."""
        decision = self.decide(*item_ids)
        return execute(self.archive, decision.decision_id, self.crafts)

    def holds(self, *texts: str) -> list[str]:
        """Say which texts, or checksums of them, can be read under the data home."""
        everything = opened_home(self.home)
        return [
            f"{text[:30]!r} {how} in {path}"
            for text in texts
            for how, form in forms(text)
            for path, data in everything.items()
            if form in data
        ]


def opened_home(home: Path) -> dict[str, bytes]:
    """Give every file under a data home, opened."""
    found = {}
    for path in sorted(p for p in home.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data += gzip.decompress(data)
        found[path.relative_to(home).as_posix()] = data
    return found


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Write a text plainly, and as the checksums by which a guess is confirmed."""
    plain = text.encode()
    yield "plain", plain
    yield "escaped", json.dumps(text)[1:-1].encode()
    yield "wide", text.encode("utf-16-le")
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, plain, usedforsecurity=False).digest()
        yield name, digest.hex().encode()
        yield name, digest.hex().upper().encode()
        yield name, base64.b32encode(digest).rstrip(b"=")
        yield name, base64.b64encode(digest).rstrip(b"=")


@contextmanager
def attack(
    tmp_path: Path, empty_home: Path, platform: ThreadPlatform
) -> Iterator[Attack]:
    """Capture, and open every gate before the decision for whatever is no post."""
    home, clock = tmp_path / "hem", FakeClock()
    shutil.copytree(empty_home, home)
    with opened(home, ids(), clock) as archive:
        archive.database.boards.add(BOARD)
        archive.database.accounts.add(THE_ACCOUNT)
        adopt_plan(archive, read_plan_file(PLAN), ADOPTION)
        asked = Request(account_id=ACCOUNT, ordered_by="Ulla", reason_text="Begärd")
        order = place_order(archive, asked)
        run_order(archive, order.order_id, platform.crafts())
        open_gates(archive)
        clock.now = LATER
        yield Attack(archive, platform.crafts(), clock)


def open_gates(archive: Archive) -> None:
    """Confirm the proposed rows of the comments, and judge their registration."""
    classify_account(archive, ACCOUNT)
    names = {
        entry.item_id
        for entry in archive.database.items.of_account(ACCOUNT)
        if entry.kind.value == "comment"
    }
    confirm(archive, ACCOUNT, sorted(names))
    for name in sorted(names):
        judge_not_registered(archive, ACCOUNT, name)
