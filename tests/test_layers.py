# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house as a whole: its packages, how large its rooms are, and where its doors are.

import-linter holds the arrows between the packages; here stands what it does not see.
"""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NO_PACKAGES = ("demo", "docker", "docs", "tests", "tools")
SKIPPED = {"build", "node_modules"}
MODULE_LINES = 400
FUNCTION_LINES = 40
BROAD = {"Exception", "BaseException"}
DOORS = ("dags/steps.py", "portal/")
HEADER = (
    "# SPDX-FileCopyrightText: 2026 Avbild contributors",
    "# SPDX-License-Identifier: EUPL-1.2",
)


def python_files() -> list[str]:
    """Name every Python file of the project, from its root."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(
        path.as_posix()
        for path in found
        if not SKIPPED & set(path.parts) and not path.parts[0].startswith(".")
    )


FILES = python_files()
SOURCES = [name for name in FILES if not name.startswith("tests/")]


def tree(name: str) -> ast.Module:
    """Parse a file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def test_every_package_has_its_layer():
    """A new top-level package is in no layer, and import-linter would say nothing."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    layers = config["importlinter:contract:layers"]["layers"].replace("|", " ").split()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == set(layers)
    assert packages == set(config["importlinter"]["root_packages"].split())


@pytest.mark.parametrize("folder", NO_PACKAGES)
def test_a_folder_that_is_no_package_stays_none(folder):
    """With an __init__.py, docker/ would hide the library of that name."""
    assert not (ROOT / folder / "__init__.py").exists()


def test_no_module_is_too_long():
    """Past 400 lines a module has more than one subject."""
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in FILES
    }
    assert {name: n for name, n in lengths.items() if n > MODULE_LINES} == {}


def test_no_function_is_too_long():
    """A function is read at one glance."""
    long = [f"{name}:{node.name}" for name in SOURCES for node in long_functions(name)]
    assert long == []


def long_functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give the functions of a file that are longer than allowed."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield node


def test_only_a_door_catches_everything():
    """Anywhere else it would turn a half-done capture into a log line."""
    broad = {name for name in SOURCES if any(broad_handlers(name))}
    assert {name for name in broad if not name.startswith(DOORS)} == set()


def broad_handlers(name: str) -> Iterator[ast.ExceptHandler]:
    """Give the handlers that catch everything and do not let it go on."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            last = node.body[-1]
            lets_go = isinstance(last, ast.Raise) and last.exc is None
            if BROAD & set(re.findall(r"[\w.]+", caught)) and not lets_go:
                yield node


def test_every_file_names_its_licence():
    """Two lines, so that a file says what it is wherever it goes."""
    bare = [
        name
        for name in FILES
        if tuple((ROOT / name).read_text(encoding="utf-8").splitlines()[:2]) != HEADER
    ]
    assert bare == []


def test_every_schema_and_script_travels_with_its_package():
    """What lies beside the code is in the wheel: schemas, scripts, style."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    kept = {
        path
        for package, patterns in config["options.package_data"].items()
        for pattern in patterns.split()
        for path in (ROOT / package).glob(pattern)
    }
    packages = config["importlinter"]["root_packages"].split()
    beside = {
        path
        for package in packages
        if package != "dags"
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert {path.relative_to(ROOT).as_posix() for path in beside - kept} == set()
