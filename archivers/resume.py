# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the recording of an API lies until its order is done, so that it can go on.

A large account takes hours within the limits of its platform, and a limit, a network or
a machine may end a capture at any moment. The order's next try finds here what the last
one was given. It is personal data outside the archive, so it is nobody else's to read,
and it goes when the order is done, when its capture is worth nothing, or when a day has
passed: by then the account says something else, and addresses of pictures have expired.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archivers.api.kept import KeptExchanges
from archivers.tools import CaptureTools
from archivers.version import own_version
from archivers.warc import WarcHeader
from archivers.warc_prefix import header_of
from schemas.account import Account
from schemas.errors import ArchiveError, LoginExpired, PermissionMissing, Unavailable
from schemas.order import Order

FOLDER = "resume"
LOCK = "held"
KEYS = "keys"
WARC = "*-api.warc.gz"
SOFTWARE = f"Avbild {own_version()}"
RESTS = timedelta(hours=24)
"""For how long it is kept after its last try began or ended."""
LASTS = timedelta(hours=72)
"""For how long it is kept after its first try began, however many there have been."""
PASSING = (Unavailable, LoginExpired, PermissionMissing)
"""What may stop a capture that is worth going on with."""


@dataclass(frozen=True)
class Begun:
    """A capture as it begins, or as it was begun by an earlier try.

    `tools` has the folder to record in only while this process alone holds it.
    """

    tools: CaptureTools
    capture_id: str
    started_at: datetime


@contextmanager
def begun(account: Account, order: Order, tools: CaptureTools) -> Iterator[Begun]:
    """Begin a capture, or go on with what an earlier try of the same order left.

    Raises:
        OSError: the folder cannot be written.
    """
    with _held(tools.resume) as folder:
        left = None if folder is None else _left_in(folder, account, order, tools)
        capture_id = left.capture_id if left else tools.new_id()
        started_at = left.started_at if left else tools.clock()
        with _stamped(folder, tools.clock):
            yield Begun(replace(tools, resume=folder), capture_id, started_at)


def kept_for(work_folder: Path, order_id: str) -> Path:
    """Say where under the work folder an order keeps what it is given."""
    return work_folder / FOLDER / order_id


def kept_at(path: Path, known: tuple[str, ...]) -> KeptExchanges | None:
    """Give what an earlier try left at a path, if it left anything whole.

    Raises:
        OSError: it cannot be read.
    """
    if not path.exists():
        return None
    if path.stat().st_nlink > 1:  # a capture's own copy: what is added is not its
        apart = path.with_suffix(".new")
        shutil.copyfile(path, apart)
        apart.replace(path)
    kept = KeptExchanges(path, known)
    if _noted(path.parent) != _print_of(known):
        kept.forget_who()
    return kept


def note_keys(folder: Path, known: tuple[str, ...]) -> None:
    """Note by which keys a try reads, so that the next can tell if they are the same.

    Raises:
        OSError: it cannot be written.
    """
    note = os.open(folder / KEYS, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with open(note, "w", encoding="ascii") as stream:  # noqa: PTH123 - a descriptor
        stream.write(_print_of(known))


def _noted(folder: Path) -> str:
    try:
        return (folder / KEYS).read_text("ascii")
    except (OSError, ValueError):
        return ""


def _print_of(known: tuple[str, ...]) -> str:
    """Give what tells keys apart and none of them can be found by."""
    return hashlib.sha256("\n".join(sorted(known)).encode()).hexdigest()


def hand_over(path: Path, target: Path) -> None:
    """Let a capture have a finished recording, which stays where it lies too.

    Raises:
        OSError: there is no room for it.
    """
    try:
        os.link(path, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(path, target)


def may_go_on(error: BaseException) -> bool:
    """Whether a capture that this stopped is worth going on with.

    What was refused, gone, not understood, incomplete or damaged must be read anew.
    """
    return not isinstance(error, ArchiveError) or isinstance(error, PASSING)


def forget(folder: Path) -> None:
    """Remove what an order has kept, unless another process works with it."""
    _remove(folder, lambda _: True)


def forget_old(work_folder: Path, now: datetime) -> None:
    """Remove what orders have kept that nobody has gone on with for a day."""
    for folder in (work_folder / FOLDER).glob("*/"):
        _remove(folder, lambda one: _has_rested(one, now))


# --- the folder -----------------------------------------------------------------------


@contextmanager
def _held(folder: Path | None) -> Iterator[Path | None]:
    """Hold the folder, so that nobody else writes in it; None if somebody does."""
    lock = None if folder is None else _locked(folder, is_made=True)
    if lock is None:
        yield None
        return
    try:
        yield folder
    finally:
        if folder is not None and not any(folder.glob(WARC)):
            _take_away(folder)
        os.close(lock)


def _locked(folder: Path, *, is_made: bool) -> int | None:
    """Lock the folder until the descriptor is closed, however this process ends.

    Its last holder may remove it between our opening it and locking it; then it is made
    anew, if it is to be made at all.
    """
    while True:
        try:
            if is_made:
                folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.mkdir(mode=0o700, exist_ok=True)
            lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        except FileNotFoundError:
            if is_made:
                continue
            return None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        if os.fstat(lock).st_nlink:
            return lock
        os.close(lock)


def _remove(folder: Path, is_due: Callable[[Path], bool]) -> None:
    lock = _locked(folder, is_made=False)
    if lock is None:
        return
    try:
        if is_due(folder):
            _take_away(folder)
    finally:
        os.close(lock)


def _take_away(folder: Path) -> None:
    """Remove what an order kept, and the folder of all orders with the last of them."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # other orders may lie beside it
        folder.parent.rmdir()


# --- what lies in it ------------------------------------------------------------------


def _left_in(
    folder: Path, account: Account, order: Order, tools: CaptureTools
) -> WarcHeader | None:
    """Give the header of what an earlier try left; what is of no use is removed."""
    now = tools.clock()
    found = {path: header_of(path) for path in folder.glob(WARC)}
    if len(found) == 1 and not _has_rested(folder, now):
        (header,) = found.values()
        if (
            header
            and _is_of(header, account, order)
            and now - header.started_at <= LASTS
        ):
            return header
    for path in found:
        path.unlink()
    return None


def _is_of(header: WarcHeader, account: Account, order: Order) -> bool:
    """Whether a recording is of this order, by the Avbild that goes on with it."""
    made = (header.software, header.account_id, header.order_id, header.url)
    return made == (SOFTWARE, account.account_id, order.order_id, str(account.url))


def _has_rested(folder: Path, now: datetime) -> bool:
    """Whether nobody has begun or ended a try for so long that it is worth nothing."""
    try:
        last = datetime.fromisoformat((folder / LOCK).read_text("ascii"))
    except (OSError, ValueError):  # no try has begun in it
        return True
    return now - last > RESTS


@contextmanager
def _stamped(folder: Path | None, clock: Callable[[], datetime]) -> Iterator[None]:
    """Note when a try begins and ends; a full disk must not hide why it ended."""
    if folder is None:
        yield
        return
    _stamp(folder, clock())
    try:
        yield
    finally:
        with suppress(OSError):
            _stamp(folder, clock())


def _stamp(folder: Path, now: datetime) -> None:
    """Write over what stands there, so that it is whole whenever we are stopped."""
    with (folder / LOCK).open("r+", encoding="ascii") as stream:
        stream.write(now.astimezone(UTC).isoformat(timespec="microseconds"))
