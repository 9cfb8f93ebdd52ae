# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON of any length is read entry by entry, each with the pointer to its place."""

import io
import itertools
import json
import tracemalloc
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.owner_export import Entry, json_entries, pointer_of, read_entries
from archivers.owner_export.json_entries import DEEPEST, read_whole
from schemas.errors import Undecodable

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def entries(text: str | bytes, *, mended: bool = False) -> list[Entry]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_entries(io.BytesIO(data), mended=mended))


def resolved(value: object, pointer: str) -> object:
    """Follow a JSON pointer as RFC 6901 has it."""
    steps = pointer.split("/")[1:]
    names = (step.replace("~1", "/").replace("~0", "~") for step in steps)
    return reduce(
        lambda at, name: at[int(name)] if isinstance(at, list) else at[name],
        names,
        value,
    )


def test_an_outermost_list_is_read_element_by_element():
    assert entries('[{"a": 1}, "två", [3], null]') == [
        Entry("/0", {"a": 1}),
        Entry("/1", "två"),
        Entry("/2", [3]),
        Entry("/3", None),
    ]


def test_the_lists_of_an_outermost_object_are_too():
    text = '{"comments_v2": [{"a": [1]}, 2], "b/c~d": {"e": [5]}, "f": [], "g": "h"}'
    assert entries(text) == [
        Entry("/comments_v2/0", {"a": [1]}),
        Entry("/comments_v2/1", 2),
        Entry("/b~1c~0d", {"e": [5]}),
        Entry("/g", "h"),
    ]


def test_a_value_alone_is_an_entry():
    assert entries("4.5") == [Entry("", 4.5)]


def test_numbers_are_those_of_python():
    (entry,) = entries("[[1, 1.5, 1e3, -0.25, 1234567890123456789]]")
    numbers = [1, 1.5, 1000.0, -0.25, 1234567890123456789]
    assert entry.value == numbers
    assert [type(n) for n in entry.value] == [type(n) for n in numbers]


def test_the_mark_of_utf_8_is_no_part_of_the_text():
    assert entries(b"\xef\xbb\xbf[1]") == [Entry("/0", 1)]


def test_texts_are_mended_and_names_are_not():
    name = "Användarnamn".encode().decode("latin-1")
    text = json.dumps([{name: "räksmörgås 🎉".encode().decode("latin-1")}])
    (entry,) = entries(text, mended=True)
    assert entry.value == {name: "räksmörgås 🎉"}
    assert resolved(json.loads(text), entry.at(name)) != "räksmörgås 🎉"
    assert entries(text)[0].value == json.loads(text)[0]


@given(VALUES)
def test_every_pointer_leads_to_its_value_and_nothing_is_lost(value):
    text = json.dumps(value)
    found = entries(text)
    for entry in found:
        assert resolved(value, entry.pointer) == entry.value
    if isinstance(value, list):
        assert [entry.value for entry in found] == value
    assert read_whole(io.BytesIO(text.encode())) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "[1", "[1] 2", "{", '{"a"}', "[01]", "[NaN]", "{'a': 1}", "[1,]"),
        *("<html>", '["\n"]', "[" + "9" * 5000 + "]", "[1e99999]"),
    ],
)
def test_what_is_no_json_is_damaged(text):
    with pytest.raises(Undecodable, match="inte giltig JSON"):
        entries(text)


def test_bytes_that_are_no_text_are_damaged():
    with pytest.raises(Undecodable, match="inte giltig JSON"):
        entries(b'["\xff\xfe"]')


def test_what_came_before_a_fault_has_been_given():
    found = []
    with pytest.raises(Undecodable):
        read_into(found)
    assert [entry.value for entry in found] == [1, 2]


def read_into(found: list[Entry]) -> None:
    """Read on into a list, so that what came first is kept."""
    for entry in read_entries(io.BytesIO(b"[1, 2, }")):
        found.append(entry)  # noqa: PERF402 -- a fault comes


def test_nesting_without_end_is_refused():
    deep = "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)
    assert entries(deep[1:-1])
    with pytest.raises(Undecodable, match="djupare nästlad"):
        entries(deep)
    with pytest.raises(Undecodable, match="djupare nästlad"):
        entries("[" * 5_000_000)


def test_a_file_that_is_read_whole_may_not_be_long(monkeypatch):
    monkeypatch.setattr(json_entries, "LARGEST", 10)
    assert read_whole(io.BytesIO(b"[1, 2, 3]")) == [1, 2, 3]
    with pytest.raises(Undecodable, match="för stor"):
        read_whole(io.BytesIO(b"[1, 2, 3, 4]"))


def test_an_entry_may_not_be_large_but_a_file_may(monkeypatch):
    monkeypatch.setattr(json_entries, "LARGEST", 200_000)
    small = "[" + ",".join(['{"a": "' + "x" * 50_000 + '"}'] * 40) + "]"
    assert len(entries(small)) == 40
    for large in ('["' + "x" * 600_000 + '"]', f'{{"a": {{"b": {small}}}}}'):
        with pytest.raises(Undecodable, match="för stor"):
            entries(large)


def test_a_long_list_is_not_held():
    class Endless(io.RawIOBase):
        """A hundred million bytes of JSON that lie nowhere."""

        def __init__(self) -> None:
            line = json.dumps({"text": "å" * 500}).encode() + b","
            block = line * 100
            self.blocks = itertools.chain(
                [b'{"comments_v2": ['], itertools.repeat(block, 300), [b"1]}"]
            )

        def read(self, size: int = -1) -> bytes:
            return next(self.blocks, b"") if size else b""

    tracemalloc.start()
    count = sum(1 for _ in read_entries(Endless(), mended=True))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 30_001
    assert peak < 8_000_000


def test_a_pointer_is_made_of_names_and_numbers():
    assert pointer_of() == ""
    assert pointer_of("a/b", 0, "c~d", "") == "/a~1b/0/c~0d/"
