# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo STORY=gallring` tells its story to the end, and leaves nothing running."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600
NUMBER = "19121212-1212"

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo printed; it ends well only if nothing of it is left running."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    words = ("--oneshot", "--story", "gallring", "--folder", str(folder))
    done = subprocess.run(
        [sys.executable, "tools/demo.py", *words],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_gates_are_told_in_their_order(told):
    said = (
        "Det är inte bedömt om handlingen ska diarieföras.",
        "Handlingen ska diarieföras men har inget diarienummer än.",
        "är diarieförd som KS 2026/214",
        "Den som har föreslagit gallringen får inte godkänna den.",
        "Gallringen är genomförd och bevisad i 1 paket.",
        "Gallringsprotokollets underskrift stämmer.",
    )
    places = [told.find(sentence) for sentence in said]
    assert -1 not in places
    assert places == sorted(places)


def test_the_thread_is_shown_before_and_after(told):
    """The comment is gone, and the answer to it stands."""
    before, _, after = told.partition("Gallringen är genomförd och bevisad")
    assert NUMBER in before
    assert NUMBER not in after
    assert "Kommentaren är gallrad enligt beslut" in after
    answer = "Skriv aldrig ditt personnummer i kommentarsfältet"
    assert answer in before
    assert answer in after


def test_what_was_found_before_and_after_is_told(told):
    found = {
        when: int(count)
        for when, count in re.findall(r"Funnet (före|efter) gallringen +(\d+)", told)
    }
    assert found["före"] > 0
    assert found["efter"] == 0


def test_the_certificate_is_where_it_is_said_to_be(told):
    path = re.search(r"^ +Gallringsprotokoll +(/.+\.pdf)$", told, re.MULTILINE)
    assert path
    with pikepdf.open(path[1]) as pdf:
        assert len(pdf.pages) > 0
    written = Path(path[1]).parent
    assert {file.suffix for file in written.iterdir()} == {".pdf", ".xml", ".json"}
    assert not any(NUMBER.encode() in file.read_bytes() for file in written.iterdir())
