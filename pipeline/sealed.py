# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lets Avbild in to a platform: kept encrypted, one file to an account.

The key lies in a file that only its owner may read, so that a copy of the folders
alone, as in a backup, lets nobody in.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from pipeline.context import Archive
from pipeline.disk import translated
from pipeline.keys import OTHERS
from schemas.errors import BadInput, Damaged

OWNER_ONLY = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True)
class SealedFolder:
    """A folder of the data home whose files only the archive's key opens.

    `called` is what the folder is called in an error, and `unopened` the sentence that
    says what to do about a file that the key does not open; it may name `{account_id}`.
    """

    name: str
    called: str
    unopened: str

    def make_ready(self, archive: Archive) -> None:
        """See that the key can be used, before a person makes an effort.

        The first time of all, for any folder, makes the key.

        Raises:
            BadInput: the key cannot be used.
            DiskFull: there is no room.
        """
        _box(archive, is_new=True)

    def put(self, archive: Archive, account_id: str, secret: Mapping[str, Any]) -> None:
        """Keep what lets someone in to an account, in the place of what was there.

        Raises:
            BadInput: the key cannot be used.
            DiskFull: there is no room.
        """
        box = _box(archive, is_new=True)
        with translated(self.called):
            _write(
                self._file(archive, account_id),
                box.encrypt(json.dumps(secret).encode()),
            )

    def get(self, archive: Archive, account_id: str) -> Mapping[str, Any] | None:
        """Give what is kept for an account; None if nothing is.

        Raises:
            BadInput: the key cannot be used.
            Damaged: the key does not fit, or the file is not what was written.
        """
        try:
            with translated(self.called):
                sealed = self._file(archive, account_id).read_bytes()
        except FileNotFoundError:
            return None
        try:
            kept: dict[str, Any] = json.loads(_box(archive).decrypt(sealed))
        except InvalidToken as error:
            message = self.unopened.format(account_id=account_id)
            raise Damaged(message) from error
        return kept

    def remove(self, archive: Archive, account_id: str) -> bool:
        """Remove what is kept for an account; tell whether anything was."""
        with translated(self.called):
            try:
                self._file(archive, account_id).unlink()
            except FileNotFoundError:
                return False
        return True

    def _file(self, archive: Archive, account_id: str) -> Path:
        return archive.settings.home_folder / self.name / account_id


def _box(archive: Archive, *, is_new: bool = False) -> Fernet:
    """Give what opens and closes the files; the first of all makes the key.

    Raises:
        BadInput: the key's file is missing, open to others, or holds no key.
    """
    path = archive.settings.login_key
    if is_new and not path.exists() and archive.settings.login_key_file is None:
        with translated("datamappen"):
            _write(path, Fernet.generate_key())
    try:
        if path.stat().st_mode & OTHERS:
            message = f"Filen {path} får bara kunna läsas av sin ägare (chmod 600)."
            raise BadInput(message)
        return Fernet(path.read_bytes().strip())
    except OSError as error:
        message = (
            f"Nyckeln till sparade inloggningar och åtkomstnycklar, {path}, "
            "går inte att läsa."
        )
        raise BadInput(message) from error
    except ValueError:
        # The cause would show what is in the file.
        message = (
            f"Filen {path} innehåller ingen nyckel till sparade inloggningar och "
            "åtkomstnycklar."
        )
    raise BadInput(message)


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in one stroke."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
