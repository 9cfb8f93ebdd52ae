# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the exports of several platforms share: zip files in parts, Meta's fault."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ZIPPED = (2026, 11, 3, 10, 14, 0)


def with_fault(value: object) -> bytes:
    """Write JSON as Meta does: each byte of UTF-8 as a character of its own."""
    return json.dumps(_faulty(value), indent=2).encode("ascii")


def _faulty(value: Any) -> Any:  # noqa: ANN401 -- JSON of any shape
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [_faulty(each) for each in value]
    if isinstance(value, dict):
        return {_faulty(name): _faulty(each) for name, each in value.items()}
    return value


def packed(
    folder: Path, stem: str, files: Mapping[str, bytes], parts: int
) -> tuple[Path, ...]:
    """Deal the files out, so that pictures and posts lie in different parts."""
    paths = tuple(folder / f"{stem}-{number}.zip" for number in range(1, parts + 1))
    for number, path in enumerate(paths):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files)[number::parts]:
                info = zipfile.ZipInfo(name, ZIPPED)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, files[name])
    return paths
