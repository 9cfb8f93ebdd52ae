# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The removed value goes, and every other byte stays."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.gallring.needles import Needles
from archivers.gallring.sweep import Sweep
from schemas.gallring import RemovedValue, ValueKind
from tests.contract.planted import NAME, forms

PARTED = {"split_by_tags", "split_by_spans", "form_fields"}
CODED = {"base64_0", "base64_1", "base64_2", "base64url_json", "data_uri"}
INSIDE = {"json_in_json", "html_of_json"}
KEPT = st.text(
    st.sampled_from("abcdefghijklmnoprstuvåäö ÅÄÖ.,!?\n0123456789(){}[]é€ "),
    max_size=80,
)


def sweep(*texts: str, kind: ValueKind = ValueKind.NAME) -> Sweep:
    """Make a sweep of some values."""
    return Sweep(Needles([RemovedValue(kind=kind, text=text) for text in texts]))


def cleaned(text: str, *values: str, kind: ValueKind = ValueKind.NAME) -> str:
    """Clean a text."""
    return sweep(*values, kind=kind).clean(text.encode()).data.decode()


@given(KEPT, KEPT, st.sampled_from(sorted(set(forms(NAME)) - PARTED - CODED - INSIDE)))
def test_all_else_is_byte_identical(before, after, form):
    """Only the value's own bytes are replaced, in whatever code it stands."""
    start, end = f"{before} (".encode(), f") {after}".encode()
    found = sweep(NAME).clean(start + forms(NAME)[form] + end)
    assert found.is_clean
    assert found.data.startswith(start)
    assert found.data.endswith(end)
    middle = found.data[len(start) : len(found.data) - len(end)]
    assert middle.replace(b"\0", b"") in (b"gallrad", b"gallrad ", b"gallrad.example")


@given(KEPT)
def test_text_without_the_value_is_not_touched(text):
    """Kept words are never harmed."""
    data = text.encode()
    assert sweep("Kalle Qwist", "Wxyz").clean(data).data == data


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_rest_of_a_base64_text_stays(before, after):
    """What is put in keeps the alignment of all that follows."""
    text = f"{before} ({NAME}) {after}"
    coded = base64.b64encode(text.encode())
    found = base64.b64decode(sweep(NAME).clean(b'"' + coded + b'"').data[1:-1])
    start, end = f"{before} (".encode(), f") {after}".encode()
    assert found.startswith(start)
    assert found.endswith(end)
    assert NAME.encode() not in found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Annandag påsk", "Anna"),
        ("Johanna skrev", "Anna"),
        ("Anna&aring;s", "Anna"),
        ("Anna\u00adndag", "Anna"),
        ("&ouml;Anna", "Anna"),
        ("äAnna", "Anna"),
        ("Karin Håkan", "Hakan"),
        ("Mari a", "Maria"),
        ("Anna Lindh", "Anna Lind"),
        ('"first":"Anna","last":"Berg"},{"first":"Bo","last":"Lind"', "Anna Lind"),
    ],
)
def test_another_word_is_not_the_name(text, value):
    """A name must not be cut out of a longer one."""
    assert cleaned(text, value) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("av Anna.", "av gallrad."),
        ("<b>Anna</b>", "<b>gallrad</b>"),
        ("<i>Bo</i><i>An<b>na</b></i>Lind", "<i>Bo</i><i>gallrad<b></b></i>Lind"),
        ("\\nAnna\\n", "\\ngallrad\\n"),
        ("x=Anna&y=2", "x=gallrad&y=2"),
        ("Annandag, Anna", "Annandag, gallrad"),
    ],
)
def test_the_word_itself_goes(text, expected):
    """Whatever parts words in the code that it stands in."""
    assert cleaned(text, "Anna") == expected


def test_a_number_stays_a_number():
    """JSON with a word where a number stood could not be read."""
    text = '{"id":123456789,"other":1234567890,"at":"c123456789"}'
    expected = '{"id":0,"other":1234567890,"at":"c0"}'
    assert cleaned(text, "123456789", kind=ValueKind.IDENTIFIER) == expected


def test_a_short_value_is_not_looked_for():
    """Three letters stand everywhere."""
    assert cleaned("Jag åt en bit", "åt", kind=ValueKind.BODY) == "Jag åt en bit"


def test_values_that_overlap_go_together():
    """A name inside a removed text leaves nothing of either behind."""
    body = "Hej, jag heter Åsa Nyström och bor här"
    values = [
        RemovedValue(kind=ValueKind.BODY, text=body),
        RemovedValue(kind=ValueKind.NAME, text="Åsa Nyström"),
    ]
    found = Sweep(Needles(values)).clean(f"<p>{body}</p>".encode())
    assert found.data == b"<p>gallrad</p>"
