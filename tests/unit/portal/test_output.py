# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables lose nothing, markup in names is text, and JSON stands alone."""

import json
from datetime import UTC, date, datetime

import pytest

from portal.door import warn
from portal.output import Output, size, text
from schemas.order import OrderState


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1,0 kB"),
        (13_547_520, "13,5 MB"),
        (2_000_000_000_000_000, "2000,0 TB"),
    ],
)
def test_sizes_are_written_in_swedish(count, expected):
    assert size(count) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ((), ""),
        (True, "ja"),
        (False, "nej"),
        (0, "0"),
        (OrderState.DONE, "Klar"),
        ((OrderState.DONE, "x"), "Klar, x"),
        (date(2026, 5, 4), "2026-05-04"),
        (datetime(2026, 7, 1, 10, tzinfo=UTC), "2026-07-01 12:00:00"),
    ],
)
def test_values_are_written_as_people_read_them(value, expected):
    assert text(value) == expected


def test_a_table_to_a_file_cuts_nothing_off(capsys):
    long = "x" * 150
    Output(is_json=False).table(["A", "B"], [(long, "[bold]y[/bold]")], "tomt")
    said = capsys.readouterr().out
    assert long in said
    assert "[bold]y[/bold]" in said


def test_json_stands_alone(capsys):
    out = Output(is_json=True)
    out.say("hej")
    out.table(["A"], [(1,)], "tomt")
    out.facts({"a": 1})
    out.document(day=date(2026, 5, 4), words=("å", {"x": None}))
    said = capsys.readouterr().out
    assert json.loads(said) == {"day": "2026-05-04", "words": ["å", {"x": None}]}
    assert "å" in said


def test_people_get_no_json(capsys):
    out = Output(is_json=False)
    out.document(a=1)
    out.facts({"Namn": "Å", "Tomt": "", "Tal": 0})
    said = capsys.readouterr().out
    assert "Namn:" in said
    assert "Tomt" not in said
    assert "Tal:" in said


def test_what_a_terminal_would_obey_is_shown_and_not_done(capsys):
    """The words of a profile come from a stranger's server."""
    out = Output(is_json=False)
    hostile = "Hej\x1b]0;kapad\x07 \x9b31m\rx"
    out.say(hostile)
    out.table(["Om"], [[hostile]], "")
    out.facts({"Om": hostile})
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\x07\x9b\r")
    assert shown.count("kapad") == 3


def test_what_is_warned_of_is_harmless_too(capsys):
    """Names of files in an export that somebody else has made stand in warnings."""
    warn("Filen \x1b]0;kapad\x07", ["a\u202egpj.exe", "b\u2028c", "d\ud800e"])
    shown = capsys.readouterr().err
    assert not set(shown) & set("\x1b\x07\u202e\u2028\ud800")
    assert len(shown.split("\n")) == 5
