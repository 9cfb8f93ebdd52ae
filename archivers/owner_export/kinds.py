# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a file is that somebody takes for an export, told by its first bytes."""

import os
import stat
from pathlib import Path
from typing import IO

from archivers.owner_export.checked import refusal
from archivers.owner_export.ending import SPLIT

LEAST = 22
_BEGINS_FILE, _BEGINS_END, _BEGINS_SPLIT = b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"
_TAR_AT, _TAR = 257, b"ustar"
_ZIP_WANTED = "Avbild läser exporten som den zip-fil som plattformen gav"
_FOLDER = f"är en mapp. {_ZIP_WANTED}, så packa inte upp den"
_SIGNS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"Rar!",), f"är ett rar-arkiv. {_ZIP_WANTED}"),
    ((b"7z\xbc\xaf\x27\x1c",), f"är ett 7z-arkiv. {_ZIP_WANTED}"),
    (
        (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
        f"är ett tar-arkiv eller en annan packad fil. {_ZIP_WANTED}",
    ),
    (
        (b"<!doctype", b"<html", b"<?xml"),
        f"är en webbsida. {_ZIP_WANTED}, inte en av filerna ur den",
    ),
    ((b"{", b"["), f"är en JSON-fil. {_ZIP_WANTED}, inte en av filerna ur den"),
    (
        (b"window.",),
        f"är en av filerna ur ett arkiv från X. {_ZIP_WANTED}",
    ),
    ((_BEGINS_END,), "är en tom zip-fil"),
    ((_BEGINS_SPLIT,), SPLIT),
)
_OTHER = f"är ingen zip-fil. {_ZIP_WANTED}"


def open_zip(path: Path, label: str) -> tuple[IO[bytes], int]:
    """Open what should be a zip file, and give its size.

    Raises:
        BadInput: it is something else, or is not there, or may not be read.
    """
    file = _opened(path, label)
    status = os.fstat(file.fileno())
    fault = _fault(file.fileno(), status)
    if fault:
        file.close()
        raise refusal(label, fault)
    return file, status.st_size


def _opened(path: Path, label: str) -> IO[bytes]:
    """Open a file; one that would never answer, such as a pipe, is not waited for."""
    if not _is_text(str(path)):
        raise refusal(label, "har ett namn som inte är giltig text. Byt namn på den")
    try:
        return os.fdopen(
            os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb"
        )
    except FileNotFoundError as error:
        raise refusal(label, "finns inte") from error
    except IsADirectoryError as error:
        raise refusal(label, _FOLDER) from error
    except PermissionError as error:
        raise refusal(label, "får inte läsas av Avbild. Se dess rättigheter") from error
    except (OSError, ValueError) as error:
        raise refusal(label, "går inte att öppna") from error


def _is_text(name: str) -> bool:
    """Whether a name can be written in an order and a report, and not just on disk."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fault(file: int, status: os.stat_result) -> str:
    """Say what a file is, if it is no zip file; empty when it may be one."""
    if not stat.S_ISREG(status.st_mode):
        return "är ingen vanlig fil"
    if not status.st_size:
        return "är tom"
    head = os.pread(file, 512, 0)
    if head.startswith(_BEGINS_FILE):
        return ""
    if head[_TAR_AT:].startswith(_TAR):
        return f"är ett tar-arkiv. {_ZIP_WANTED}"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signs, what in _SIGNS:
        if head.startswith(signs) or text.startswith(signs):
            return what
    return _OTHER
