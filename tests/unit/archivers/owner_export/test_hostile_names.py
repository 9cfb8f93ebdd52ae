# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names within an export: refused, or shown on one line; whatever they hold."""

import os
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.owner_export import OwnerExport, check_parts
from archivers.owner_export.names import SHOWN, fault_of_name, shown_name
from schemas.errors import BadInput
from tests.unit.archivers.owner_export.zip_bytes import (
    Packed,
    write_zip,
)


def refused(*parts) -> str:
    """Open an export that must be refused, and give the reason."""
    with pytest.raises(BadInput) as caught:
        OwnerExport.opened(parts)
    return str(caught.value)


@given(st.text(max_size=60))
def test_a_name_is_refused_or_leads_to_a_file_within(name):
    """A name that passes, put in any folder, stays there on every system."""
    if fault_of_name(name):
        return
    steps = name.removesuffix("/").split("/")
    assert all(steps)
    assert not {".", ".."} & set(steps)
    assert "\\" not in name
    assert os.path.normpath(f"/rot/{name}") == f"/rot/{name.removesuffix('/')}"
    assert name.isascii() or name.encode().decode() == name


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_a_name_is_shown_on_one_line_and_cut(name):
    shown = shown_name(name)
    assert len(shown) <= SHOWN + 2
    assert not set(shown) & set(map(chr, range(32)))
    assert "\u202e" not in shown


@given(st.text(max_size=12), st.binary(max_size=30))
def test_what_python_packs_is_opened_or_refused_in_swedish(
    tmp_path_factory, name, data
):
    """Python itself cuts a name at the end of a text in C."""
    path = tmp_path_factory.mktemp("zip") / "export.zip"
    name = name.partition("\0")[0]
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
    except (UnicodeEncodeError, ValueError, IndexError):
        return
    if fault_of_name(name):
        assert refused(path).endswith("Ingenting lästes in.")
        return
    if name.endswith("/"):
        return
    with OwnerExport.opened([path]) as export:
        assert export.open(name).read() == data


def test_a_file_whose_name_is_no_text_is_refused_before_anything_is_ordered(tmp_path):
    """Linux lets a name be any bytes; a report and a database do not."""
    path = tmp_path / os.fsdecode(b"min-export-\xff.zip")
    write_zip(tmp_path, Packed()).rename(path)
    with pytest.raises(BadInput, match="namn som inte är giltig text"):
        check_parts([path])
    assert refused(path).isprintable()
