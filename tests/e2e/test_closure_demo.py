# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo STORY=closure` tells its story to the end, and leaves nothing running."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_text

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 1200

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo printed; it ends well only if nothing of it is left running."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    words = ("--oneshot", "--story", "closure", "--folder", str(folder))
    done = subprocess.run(
        [sys.executable, "tools/demo.py", *words],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_no_step_is_skipped_and_each_is_told(told):
    said = (
        "1 konton är på den publika listan.",
        "Sidan kräver inloggning",
        "Bevakningen når Älmhults kommun igen",
        "Bevakningen når inte Älmhults kommun",
        "om-information, profilbild: ska ses igen innan den räknas",
        "Skrev",
        "måste tas före ”Slutlig arkivering, fullständig”",
        "Den slutliga arkiveringen är fullständig och noterad",
        "måste tas före ”Kontot stängt på plattformen”",
        "Arkiveringen är godkänd. Nu får kontot stängas på plattformen.",
        "Kontot är stängt på plattformen.",
        "0 konton är på den publika listan.",
    )
    places = [told.find(sentence) for sentence in said]
    assert -1 not in places, said[places.index(-1)]
    assert places == sorted(places)


def test_the_change_report_says_what_was_there_before_and_after(told):
    found = re.findall(r"^ +Förändringsrapport +(/.+\.pdf)$", told, re.MULTILINE)
    text = " ".join(extract_text(found[0]).split())
    assert "Ändrat i profilen: om-information och profilbild." in text
    assert "Ring kontaktcenter" in text
    assert "Någon behöver jämföra bilderna" not in text


def test_the_conformity_report_is_where_it_is_said_to_be(told):
    path = re.search(r"^ +Prövning \(PDF\) +(/.+\.pdf)$", told, re.MULTILINE)
    assert path
    with pikepdf.open(path[1]) as pdf:
        assert len(pdf.pages) > 0
