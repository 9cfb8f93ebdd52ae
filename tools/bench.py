# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: measure, and write build/bench.json.

Every figure is a ratio of one run, or a share, so that it says the same on a fast
machine and a slow one: what is measured and its limit or peer take turns, and the
median is what counts. Nothing here fails a build.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.bench_api import api_figures
from tools.bench_capture import capture_figures
from tools.bench_figure import Figure
from tools.bench_gallring import gallring_figures
from tools.bench_import import import_figures
from tools.bench_large import large_figures
from tools.bench_national import national_figures
from tools.bench_observe import observe_figures
from tools.bench_package import package_figures
from tools.bench_personal_data import personal_data_figures
from tools.bench_proof import proof_figures

TARGET = Path(__file__).resolve().parents[1] / "build" / "bench.json"
GROUPS: dict[str, Callable[[Path, int], list[Figure]]] = {
    "api": api_figures,
    "package": package_figures,
    "capture": capture_figures,
    "gallring": gallring_figures,
    "import": import_figures,
    "large": large_figures,
    "national": national_figures,
    "observe": observe_figures,
    "personal_data": personal_data_figures,
    "proof": proof_figures,
}


def main() -> int:
    """Measure the groups that are asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], default=[])
    parser.add_argument("--runs", type=int, default=3, help="rounds (default 3)")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    for name in arguments.groups or GROUPS:
        with tempfile.TemporaryDirectory(prefix="avbild-bench.") as folder:
            measured = GROUPS[name](Path(folder), arguments.runs)
        for figure in measured:
            print(figure.line(), flush=True)
        figures += measured
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps([f.as_json() for f in figures], indent=1) + "\n")
    print(f"Skrivet: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
