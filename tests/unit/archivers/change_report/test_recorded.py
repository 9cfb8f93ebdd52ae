# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A profile's picture is found in a web archive, and nothing else is taken for it."""

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from archivers.change_report.recorded import recorded_pictures
from schemas.errors import Damaged
from tests.unit.archivers.warc_samples import response, write

PICTURE, OTHER = b"the picture", b"another picture"
ADDRESS = "https://torget.example/media/avatar.png"
DIGEST = hashlib.sha256(PICTURE).hexdigest()


def at(address: str, body: bytes, kind: str = "image/png", status: int = 200):
    record = response(body, status=status, Content_Type=kind)
    return replace(record, target_uri=address)


def found(folder: Path, *records, addresses=(), digests=()):
    warc = write(folder / "capture.warc.gz", *records)
    opened = [partial(warc.open, "rb")]
    return list(recorded_pictures(opened, addresses, digests))


def test_a_picture_is_found_by_its_address(tmp_path):
    records = (at("https://torget.example/a", OTHER), at(ADDRESS, PICTURE))
    assert found(tmp_path, *records, addresses=[ADDRESS]) == [
        (ADDRESS, DIGEST, PICTURE)
    ]


def test_a_picture_is_found_by_its_digest_wherever_it_stood(tmp_path):
    elsewhere = "https://torget.example/media/avatar.png?sig=2"
    records = (at(ADDRESS, OTHER), at(elsewhere, PICTURE))
    assert found(tmp_path, *records, digests=[DIGEST]) == [(elsewhere, DIGEST, PICTURE)]


def test_an_error_page_at_the_address_is_not_the_picture(tmp_path):
    records = (at(ADDRESS, b"Not found", "text/html", 404), at(ADDRESS, b""))
    assert found(tmp_path, *records, addresses=[ADDRESS]) == []


def test_a_page_with_the_bytes_of_a_picture_is_passed_over(tmp_path):
    page = at("https://torget.example/a", PICTURE, "text/html")
    assert found(tmp_path, page, digests=[DIGEST]) == []


def test_a_web_archive_that_is_cut_off_is_an_error(tmp_path):
    warc = write(tmp_path / "capture.warc.gz", at(ADDRESS, PICTURE))
    warc.write_bytes(warc.read_bytes()[:-20])
    with pytest.raises(Damaged):
        list(recorded_pictures([partial(warc.open, "rb")], [ADDRESS], ()))
