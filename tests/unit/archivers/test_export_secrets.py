# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""No export that is packed holds what opens the account."""

import io
import zipfile
from urllib.parse import quote

import pytest

from archivers.export_secrets import EDGE, find_in_export
from archivers.secrets import WINDOW
from schemas.errors import Damaged

SECRET = "EAAG-hemlig/token+17"  # noqa: S105 -- invented
FILM = b"\0\0\0\x20ftypisom"


def export(folder, name="a.json", data=b"{}", comment=b"", of_all=b""):
    """Write an export with one file."""
    path = folder / "1.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.comment = comment
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, data)
        archive.comment = of_all
    return path


@pytest.mark.parametrize(
    "made",
    [
        {"data": SECRET.encode()},
        {"data": quote(SECRET, safe="").encode()},
        {"data": b"x" * (WINDOW - 5) + SECRET.encode()},
        {"data": FILM + SECRET.encode()},
        {"data": FILM + bytes(3 * EDGE) + SECRET.encode()},
        {"name": f"mapp/{quote(SECRET, safe='')}.json"},
        {"comment": SECRET.encode()},
        {"of_all": SECRET.encode()},
    ],
    ids=["text", "quoted", "on a border", "film", "its end", "name", "note", "notes"],
)
def test_a_known_secret_is_found_wherever_it_stands(tmp_path, made):
    (found,) = find_in_export(export(tmp_path, **made), [SECRET])
    assert found.path == "1.zip"
    assert SECRET not in found.message


def test_an_export_without_any_is_let_through(tmp_path):
    assert find_in_export(export(tmp_path, data=b"annat"), [SECRET]) == []


def test_a_damaged_export_is_not_let_through(tmp_path):
    path = export(tmp_path, data=SECRET.encode() * 99)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Damaged):
        find_in_export(path, [SECRET])


def test_it_is_read_in_pieces(tmp_path, monkeypatch):
    """However large a film is, never more than a piece of it is held."""
    read: list[int] = []
    real = zipfile.ZipExtFile.read

    def measured(self, n=-1):
        found = real(self, n)
        read.append(len(found))
        return found

    path = export(tmp_path, "film.mp4", FILM + io.BytesIO(bytes(9 * 1024**2)).read())
    monkeypatch.setattr(zipfile.ZipExtFile, "read", measured)
    assert find_in_export(path, [SECRET]) == []
    assert max(read) <= 1024**2
