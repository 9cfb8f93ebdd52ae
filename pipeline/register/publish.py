# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Publish the register: the public list as JSON, CSV and HTML, in a folder."""

from pathlib import Path

from pipeline.context import Archive
from pipeline.policies import publication_rules
from pipeline.register.give_out import csv_bytes
from pipeline.register.page import fragment, page
from pipeline.whole_files import write_whole
from rules.public_list import public_lines, public_register
from schemas.order import EventKind
from schemas.register import PublicRegister

SUBJECT = "register"
JSON_NAME, CSV_NAME = "register.json", "register.csv"
FRAGMENT_NAME, PAGE_NAME = "register-fragment.html", "register.html"


def publish_register(archive: Archive, folder: Path) -> PublicRegister:
    """Write the public list, over the one that was there before.

    `register.html` is a page to look at; the fragment is what a web page takes in.

    Raises:
        BadInput: the folder's name is that of a file.
        DiskFull: there is no room; the old list stays.
        StoreDown: the folder cannot be written.
    """
    database = archive.database
    register = public_register(
        database.accounts.list(),
        database.boards.list(),
        publication_rules(archive),
        archive.clock(),
    )
    write_whole(folder, public_files(register))
    detail = {
        "accounts": str(len(register.accounts)),
        "fields": ",".join(column.name for column in register.columns),
    }
    archive.note(EventKind.REGISTER_PUBLISHED, SUBJECT, detail)
    return register


def public_files(register: PublicRegister) -> dict[str, bytes]:
    """Give the files of a public list by their names."""
    return {
        JSON_NAME: f"{register.model_dump_json(indent=2)}\n".encode(),
        CSV_NAME: csv_bytes(public_lines(register)),
        FRAGMENT_NAME: fragment(register).encode(),
        PAGE_NAME: page(register).encode(),
    }
