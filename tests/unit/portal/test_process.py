# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line as a program of its own."""

import os
import subprocess
import sys

import pytest

PROGRAM = [sys.executable, "-m", "portal"]


def test_it_runs_as_a_module():
    done = subprocess.run([*PROGRAM, "-h"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Användning: avbild")
    assert done.stderr == ""


def test_showing_help_loads_no_browser_and_no_database():
    """Whoever only asks how a command is written should not have to wait."""
    code = (
        "import sys; from portal.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'playwright', 'lxml', 'openpyxl', 'sqlalchemy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("town")
def test_a_reader_who_leaves_is_no_fault():
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [*PROGRAM, "plan", "show", "ks"],
            stdout=write,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
