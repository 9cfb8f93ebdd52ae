# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An Airflow and an archive for the DAG tests, set before Airflow's first import.

These tests run in a process of their own (`make test-dags`): Airflow reads its settings
once, at import.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(tempfile.mkdtemp(prefix="avbild-dags-"))

os.environ.update(
    AIRFLOW_HOME=str(HOME / "airflow"),
    AIRFLOW__CORE__DAGS_FOLDER=str(ROOT / "dags"),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__CORE__UNIT_TEST_MODE="False",
    AIRFLOW__LOGGING__LOGGING_LEVEL="WARNING",
    AVBILD_HOME=str(HOME / "archive"),
)


@pytest.fixture(scope="session", autouse=True)
def _leave_nothing():
    yield
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def bag():
    """The DAGs as Airflow reads them, in an Airflow with a database of its own."""
    subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    from airflow.dag_processing.dagbag import DagBag  # noqa: PLC0415 - see above

    return DagBag(
        dag_folder=str(ROOT / "dags"), bundle_name="dags-folder", collect_dags=True
    )
