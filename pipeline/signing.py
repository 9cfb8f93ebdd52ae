# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sign a record so that anyone can see that it is what Avbild wrote.

Ed25519 over canonical JSON: the same record gives the same bytes, whoever writes them
(keys sorted, no spaces, UTF-8). The signed file holds the record, the public key and
the key's id, which is the SHA-256 of the public key. The key in the file shows that
nothing changed since it was signed; that it is ours shows from the id, which is to be
noted elsewhere, such as in the diary.

The private key lies in a file that only its owner may read, in the data home. It is
made the first time that something is signed and never leaves the home.
"""

import base64
import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from schemas.errors import BadInput, Damaged, DiskFull
from schemas.record import Record

KEY_NAME: Final = "signing-key.pem"
ALGORITHM: Final = "Ed25519"

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OWNER_ONLY = 0o600

_Signature = tuple[bytes, bytes, tuple[str, str]]
"""The public key, the signature, and which algorithm and key the file states."""


@dataclass(frozen=True)
class Signed:
    """A signature that was found right: of what, and by which key."""

    record: dict[str, Any]
    key_id: str


class SigningKey:
    """The private key; it shows itself nowhere."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """The id of the key: the SHA-256 of its public half."""
        return key_id(self.public)

    def sign(self, record: Record) -> bytes:
        """Write a record as signed JSON, the same bytes each time."""
        value = record.model_dump(mode="json")
        signature = {
            "algorithm": ALGORITHM,
            "key_id": self.key_id,
            "public_key": _encoded(self.public),
            "value": _encoded(self._key.sign(canonical_json(value))),
        }
        document = {"record": value, "signature": signature}
        text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
        return f"{text}\n".encode()


def signing_key(home: Path) -> SigningKey:
    """Read the key of an installation, or make it if there is none.

    Raises:
        BadInput: the file cannot be read, is open to others, or holds no such key.
        DiskFull: it could not be written.
    """
    path = home / KEY_NAME
    try:
        return SigningKey(_read(path))
    except FileNotFoundError:
        pass
    try:
        _write(path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    except OSError as error:
        message = "Signeringsnyckeln kunde inte skrivas."
        raise DiskFull(message) from error
    return SigningKey(_read(path))


def verify_signature(data: bytes, expected_key: str | None = None) -> Signed:
    """Check a signed file, and by whom if the id of the key is known.

    Args:
        data: the file.
        expected_key: the id of the key that should have signed it.

    Raises:
        Damaged: it is not a signed file, was changed, or was signed by another key.
    """
    record, signature = _parts(data)
    public, value, stated = signature
    if stated != (ALGORITHM, key_id(public)):
        message = "Signaturen anger en annan nyckel än den som följer med."
        raise Damaged(message)
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(value, canonical_json(record))
    except (InvalidSignature, ValueError) as error:
        message = "Signaturen stämmer inte. Handlingen är ändrad sedan den signerades."
        raise Damaged(message) from error
    if expected_key is not None and expected_key != stated[1]:
        message = "Handlingen är signerad med en annan nyckel än väntat."
        raise Damaged(message)
    return Signed(record, stated[1])


def _parts(data: bytes) -> tuple[dict[str, Any], _Signature]:
    try:
        document = json.loads(data)
        signature = document["signature"]
        public = base64.b64decode(signature["public_key"], validate=True)
        value = base64.b64decode(signature["value"], validate=True)
        stated = (signature["algorithm"], signature["key_id"])
        return document["record"], (public, value, stated)
    except (ValueError, KeyError, TypeError) as error:
        message = "Filen är inte en signerad handling."
        raise Damaged(message) from error


def canonical_json(value: object) -> bytes:
    """Write JSON in the one way that is signed."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def key_id(public: bytes) -> str:
    """Name a public key by its SHA-256."""
    return hashlib.sha256(public).hexdigest()


def _read(path: Path) -> Ed25519PrivateKey:
    """Read the key from the one file that is opened, so that nothing is swapped."""
    message = f"Signeringsnyckeln {path} går inte att läsa."
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_mode & _OTHERS:
                message = f"Filen {path} får bara kunna läsas av sin ägare (chmod 600)."
                raise BadInput(message)
            key = serialization.load_pem_private_key(stream.read(), password=None)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(message) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(message)
    return key


def _write(path: Path) -> None:
    """Write a new key whole under another name, and put it in place if none is there.

    The link either makes the whole file or fails: two processes never have two keys.
    """
    data = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
