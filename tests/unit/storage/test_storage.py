# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stores and databases are opened by URL."""

import pytest

from schemas.errors import Refused, ToolMissing
from storage import STORES, open_database, open_folder, open_store
from storage.local import LocalStore


def test_a_file_url_opens_a_store_on_local_disk(tmp_path):
    """Escapes in the URL stand for what they mean."""
    folder = tmp_path / "lager åäö"
    store = open_store(folder.as_uri())
    assert isinstance(store, LocalStore)
    store.prepare()
    assert folder.is_dir()


@pytest.mark.parametrize("url", ["s4://hink", "packages", "", "FILE2:///x"])
def test_an_unknown_scheme_is_refused_and_the_known_are_named(url):
    """The sentence says what may be used."""
    with pytest.raises(Refused, match="file://"):
        open_store(url)


@pytest.mark.parametrize("url", ["file://server/share", "file:///", "file:", "file://"])
def test_a_file_url_names_a_folder_on_this_machine(url):
    """Neither another machine nor the root of the disk."""
    with pytest.raises(Refused, match="file:///srv"):
        open_store(url)


def test_every_scheme_has_a_class():
    """The one place where back-ends are chosen."""
    assert dict(STORES) == {"file": LocalStore.from_url}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("inte en adress", "går inte att tolka"),
        ("mysql://server/avbild", "”mysql”"),
        ("sqlite:///relativ.db", "hela sökvägen"),
        ("sqlite://", "hela sökvägen"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(url, message):
    """A memory database could not be shared between processes."""
    with pytest.raises(Refused, match=message):
        open_database(url)


def test_a_missing_driver_is_said_by_name(monkeypatch):
    """PostgreSQL needs psycopg, and the operator is told so."""
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(ToolMissing, match="psycopg"):
        open_database("postgresql://server/avbild")


def test_opening_a_database_touches_nothing(tmp_path):
    """Only `upgrade` makes files."""
    with open_database(f"sqlite:///{tmp_path}/avbild.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_package_is_readable_where_it_was_built(tmp_path):
    """A check may come before the store."""
    (tmp_path / "METS.xml").write_bytes(b"<mets/>")
    files = open_folder(tmp_path)
    assert list(files.paths()) == ["METS.xml"]
    with files.open("METS.xml") as stream:
        assert stream.read() == b"<mets/>"
