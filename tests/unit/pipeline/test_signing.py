# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A signature holds for the record as it was signed, and for nothing else."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey

from pipeline.signing import KEY_NAME, canonical_json, signing_key, verify_signature
from schemas.capture import Software
from schemas.errors import BadInput, Damaged, DiskFull

RECORD = Software(name="Åäö ”citat”", version="1")


def test_what_is_signed_is_found_right(tmp_path: Path):
    key = signing_key(tmp_path)
    data = key.sign(RECORD)
    found = verify_signature(data, key.key_id)
    assert found.record == RECORD.model_dump(mode="json")
    assert found.key_id == key.key_id
    assert key.sign(RECORD) == data


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path):
    first = signing_key(tmp_path / "home")
    path = tmp_path / "home" / KEY_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == [KEY_NAME]
    assert signing_key(tmp_path / "home").key_id == first.key_id


def test_the_private_key_is_never_in_what_is_signed(tmp_path: Path):
    key = signing_key(tmp_path)
    secret = (tmp_path / KEY_NAME).read_bytes().splitlines()[1]
    assert secret not in key.sign(RECORD)
    assert secret.decode() not in repr(key)


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("record", "version", "2"),
        ("record", "extra", 1),
        ("signature", "key_id", "0" * 64),
        ("signature", "algorithm", "none"),
        ("signature", "value", "AAAA"),
        ("signature", "value", "%%"),
        ("signature", "value", None),
        ("signature", "public_key", "AAAA"),
    ],
)
def test_a_changed_file_is_found_out(
    tmp_path: Path, part: str, name: str, value: object
):
    document = json.loads(signing_key(tmp_path).sign(RECORD))
    document[part][name] = value
    with pytest.raises(Damaged):
        verify_signature(json.dumps(document).encode())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"\xff", b"{}", b"null", b'{"signature": 1}']
)
def test_what_is_no_signed_file_is_damaged(data: bytes):
    with pytest.raises(Damaged, match="inte en signerad"):
        verify_signature(data)


def test_another_key_is_found_out(tmp_path: Path):
    ours, other = signing_key(tmp_path / "a"), signing_key(tmp_path / "b")
    with pytest.raises(Damaged, match="annan nyckel"):
        verify_signature(other.sign(RECORD), ours.key_id)


def test_how_the_file_is_laid_out_does_not_matter(tmp_path: Path):
    document = json.loads(signing_key(tmp_path).sign(RECORD))
    verify_signature(json.dumps(document, indent=7).encode())


def test_canonical_json_is_one_and_the_same():
    assert canonical_json({"b": 1, "a": "å"}) == '{"a":"å","b":1}'.encode()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    signing_key(tmp_path)
    (tmp_path / KEY_NAME).chmod(0o640)
    with pytest.raises(BadInput, match="chmod 600"):
        signing_key(tmp_path)


def test_a_file_that_is_no_such_key_is_refused(tmp_path: Path):
    path = tmp_path / KEY_NAME
    other = Ed448PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for data in (b"", b"secret", other):
        path.write_bytes(data)
        path.chmod(0o600)
        with pytest.raises(BadInput) as caught:
            signing_key(tmp_path)
        assert "secret" not in str(caught.value)


def test_another_process_that_is_first_has_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    link = Path.hardlink_to

    def twice(path: Path, draft: Path) -> None:
        link(path, draft)
        link(path, draft)

    monkeypatch.setattr(Path, "hardlink_to", twice)
    assert signing_key(tmp_path).key_id == signing_key(tmp_path).key_id


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises((DiskFull, BadInput)):
        signing_key(tmp_path / "file")
