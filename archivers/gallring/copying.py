# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies what does not change, in the kernel where it can be done there."""

import errno
import io
import os

from schemas.errors import Damaged

_CANNOT = frozenset(
    {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}
)
AT_ONCE = 1024**3
BUFFER = 1024**2


def write_all(out: io.RawIOBase, data: bytes) -> None:
    """Write everything to a file without a buffer."""
    rest = memoryview(data)
    while rest:
        rest = rest[out.write(rest) or 0 :]


def copy_range(source: int, target: int, start: int, end: int) -> None:
    """Copy a range in the kernel, or by hand where the file system cannot.

    Raises:
        Damaged: the file is shorter than it was.
    """
    while start < end:
        count = min(end - start, AT_ONCE)
        try:
            copied = os.copy_file_range(source, target, count, offset_src=start)
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
            copied = os.write(target, os.pread(source, min(count, BUFFER), start))
        if not copied:
            msg = "Filen är kortare än när gallringen planerades; planera om."
            raise Damaged(msg)
        start += copied
