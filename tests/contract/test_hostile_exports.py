# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An export with one strange value is read, or refused in words: never a fault of ours.

Each platform's files are taken as they are, and each value in them in its turn is put
in the place of something that no platform writes.
"""

import json
import zipfile
from contextlib import suppress
from itertools import cycle

import pytest

from archivers import PLATFORMS
from archivers.owner_export import OwnerExport
from schemas.errors import ArchiveError
from tests.contract.export_cases import CASES, USERNAME

STRANGE = (
    *("1e999", "-1e999", "-1", "99999999999999", "9" * 400, "true", "null", "[[1]]"),
    *('"\\ud800"', '"\\u0000"', '"https://[::1"', '"http://a:99999/"', '"../../x"'),
    *('""', "[]", "{}", '{"a":[1]}', '"9999-99-99T00:00:00Z"', '"%00"'),
)
MOST = 60
"""Changes to each form of an export; they are spread over its files."""


def places(value, path=()):
    """Give the way to each value within a value, and to itself."""
    yield path
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[step], (*path, step))


def changed(value, path, strange):
    """Write a value with something strange at a place within it."""
    if not path:
        return strange
    copy = json.loads(json.dumps(value))
    at = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = "@"
    return json.dumps(copy).replace('"@"', strange)


def values_in(files):
    """Give each file of JSON: its name, what stands before the JSON, its value."""
    for name, data in files.items():
        text = data.decode("utf-8", "replace")
        before = text[: text.find("=") + 1] if name.endswith(".js") else ""
        if name.endswith((".js", ".json")):
            yield name, before, json.loads(text.removeprefix(before))


def changes(files):
    """Give files as they are after each of the changes that are tried."""
    every = [
        (name, before, value, path)
        for name, before, value in values_in(files)
        for path in places(value)
    ]
    some = every[:: max(1, len(every) // MOST)]
    for (name, before, value, path), strange in zip(some, cycle(STRANGE), strict=False):
        yield {**files, name: (before + changed(value, path, strange)).encode()}


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "html" not in case.form],
    ids=lambda case: f"{case.platform}-{case.form}",
)
def test_a_strange_value_anywhere_is_read_past_or_refused(case, tmp_path):
    (made,) = case.build(tmp_path, USERNAME, 1)
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    tried = list(changes(files))
    for found in tried:
        path = tmp_path / "annan.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in found.items():
                archive.writestr(name, data)
        with suppress(ArchiveError), OwnerExport.opened([path]) as export:
            PLATFORMS[case.platform].read_export(export, case.account)
    assert len(tried) >= MOST // 2
