# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every DAG file keeps to, so that it is read quickly and understood by people."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

DAGS = Path(__file__).resolve().parents[2] / "dags"
FILES = sorted(path for path in DAGS.glob("*.py") if path.stem != "__init__")
SHARED = frozenset({"steps", "post", "tokens"})
ALLOWED = ("airflow.sdk", "dags.steps", "dags.post", "dags.tokens")
SWEDISH = set("åäöÅÄÖ")


def imports(nodes) -> set[str]:
    """Name the modules that some statements import, whatever follows `from`."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= (
                {f"dags.{alias.name}" for alias in node.names}
                if module == "dags"
                else {module}
            )
    return found


def is_allowed_at_the_top(module: str) -> bool:
    """Say whether a module may be imported when the file is read."""
    is_ours = any(module == name or module.startswith(f"{name}.") for name in ALLOWED)
    return is_ours or module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_reading_a_file_imports_nothing_heavy(path):
    """At the top stand Airflow's SDK, the standard library and what the DAGs share."""
    top = imports(ast.parse(path.read_text(encoding="utf-8")).body)
    assert [name for name in top if not is_allowed_at_the_top(name)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_the_stable_part_of_airflow_is_used(path):
    """Airflow promises to keep airflow.sdk and its providers, and nothing else."""
    everything = imports(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    airflow = {name for name in everything if name.partition(".")[0] == "airflow"}
    stable = ("airflow.sdk", "airflow.providers")
    assert [name for name in airflow if not name.startswith(stable)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_task_does_one_thing(path):
    """A task's body is at most five lines: it calls one use case."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and is_task(node):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1
            assert lines <= 5, node.name


def is_task(node: ast.FunctionDef) -> bool:
    """Say whether a function is a task."""
    marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
    return "task" in marks


def test_no_file_takes_the_name_of_a_package():
    """The DAG folder is on the path: dags/storage.py would fight with storage/."""
    packages = {path.parent.name for path in DAGS.parent.glob("*/__init__.py")}
    assert packages & {path.stem for path in FILES} == set()


def test_every_file_is_read_without_error(bag):
    """No import error, and each file holds the DAG that it is named for."""
    assert bag.import_errors == {}
    named = {path.stem for path in FILES if path.stem not in SHARED}
    assert set(bag.dags) == named
    for dag_id, found in bag.dags.items():
        assert Path(found.fileloc).stem == dag_id


def test_reading_the_files_starts_no_work(bag):
    """A scheduler forks from what was read: no browser, database or WARC is loaded."""
    heavy = {"playwright", "warcio", "boto3", "lxml.etree", "storage", "archivers"}
    code = (
        "import sys; from airflow.dag_processing.dagbag import DagBag;"
        f"before = set(sys.modules); DagBag(dag_folder={str(DAGS)!r},"
        " bundle_name='dags-folder', collect_dags=True);"
        f"print(sorted((set(sys.modules) - before) & {heavy!r}))"
    )
    assert bag is not None
    assert run_python(code).splitlines()[-1] == "[]"


def run_python(code: str) -> str:
    """Run code in a new process with the tests' environment."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_what_people_read_is_swedish(bag):
    """Airflow's own words are English; ours are the board secretary's."""
    for found in bag.dags.values():
        assert found.dag_display_name != found.dag_id
        assert found.catchup is False
        assert SWEDISH & set(found.doc_md), found.dag_id
    form = bag.dags["snapshot_account"].params
    assert set(form) == {"konto", "anledning", "diarienummer"}
    for name in form:
        schema = form.get_param(name).schema
        assert schema["title"].lower() == name
        assert form.get_param(name).description.endswith(".")


def test_the_clock_is_the_municipality_s(bag):
    """A nightly check is nightly in Sweden, in summer too."""
    for dag_id in ("watch_accounts", "verify_packages"):
        timetable = bag.dags[dag_id].timetable
        assert str(timetable.timezone) == "Europe/Stockholm"
