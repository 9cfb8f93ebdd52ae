# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make demo PLATFORM=facebook` tells its story to the end; nothing is left running."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 1200

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo printed; it ends well only if nothing of it is left running."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    words = ("--oneshot", "--story", "facebook", "--folder", str(folder))
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


@pytest.fixture(scope="module")
def transcripts(told) -> list[str]:
    """The text of each package's readable record, in the order of the archivings."""
    found = re.findall(r"^ +Läsbar handling +(/.+\.pdf)$", told, re.MULTILINE)
    return [" ".join(extract_text(path).split()) for path in found]


@pytest.fixture(scope="module")
def packages(told) -> list[Path]:
    """The folders of the packages, in the order of the archivings."""
    found = re.findall(r"^ +Läsbar handling +(/.+\.pdf)$", told, re.MULTILINE)
    return [Path(path).parents[4] for path in found]


def test_no_step_is_skipped_and_each_is_told(told):
    said = (
        "är infört i registret",
        "Åtkomstnyckeln är sparad.",
        "Webbläsaren får användas utan att en person är med.",
        "Plattformens API: fungerar",
        "Sidan visades som den ska",
        "Arkiverar sidan: första arkivering av kontot",
        "omslagsbild: ska ses igen innan den räknas",
        "omslagsbild: bekräftad",
        "Exporten är bevarad som den är",
        "En lista av tre källor",
        "Det borttagna inlägget finns kvar genom exporten.",
        "dold av kontots ägare",
        "Vår inloggning eller nyckel godtas inte",
        "avbild account token",
        "Den finns ingenstans.",
    )
    places, start = [], 0
    for sentence in said:
        start = told.find(sentence, start)
        places.append(start)
        assert start >= 0, sentence
    assert places == sorted(places)


def test_the_key_is_never_shown(told):
    assert "EAA" not in told


def test_each_archiving_holds_every_comment_and_says_which_are_hidden(transcripts):
    assert len(transcripts) == 3
    for text in transcripts:
        assert "Kan ni ta Svampvägen också?" in text
        assert "Tack snälla!" in text
        assert "Ni är värdelösa hela högen" in text
        assert re.search("[Dd]old", text)


def test_what_was_removed_is_in_the_last_archiving_by_the_export(transcripts):
    assert "Bygglovsexpeditionen har nya öppettider" in transcripts[-1]


def test_the_export_is_kept_as_it_came(packages):
    kept = sorted(packages[-1].rglob("*.zip"))
    assert len(kept) == 2
    for path in kept:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
