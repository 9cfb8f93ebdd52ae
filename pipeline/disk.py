# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The operating system's faults, told in our own words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.errors import DiskFull, StoreDown

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO})


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Let what the disk says leave in our own words; `what` could not be written.

    Raises:
        DiskFull: there is no room.
        StoreDown: the disk or its rights forbid it.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            message = f"Disken är full, så {what} kunde inte skrivas."
            raise DiskFull(message) from error
        if error.errno in _FORBIDDEN:
            message = f"Det går inte att läsa eller skriva {what}. Se rättigheterna."
            raise StoreDown(message) from error
        raise
