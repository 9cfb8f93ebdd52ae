# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A full disk, told apart from every other fault of writing."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.errors import DiskFull

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No room, no quota, or a larger file than the disk or the process may have."""


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Turn a full disk into our own error.

    Raises:
        DiskFull: there is no room left.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            msg = "Disken är full. Frigör utrymme och försök igen."
            raise DiskFull(msg) from error
        raise
