# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast a capture becomes a stored package, and how fast one is checked.

The limit is `sha256sum` over the same bytes: nothing that proves fixity is faster.
"""

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from archivers.body import Body
from archivers.http_head import HttpHead
from archivers.warc import NewRecord, WarcFile, record_ids
from archivers.warc_check import check_warc
from eark.build import build_package
from eark.check import check_package
from schemas.capture import Capture, FileRole
from storage import open_store
from tests.samples import PACKED, sample_capture, sample_description
from tools.bench_figure import Figure, seconds

RECORDS = 400
RECORD_BYTES = 1024 * 1024


def package_figures(folder: Path, runs: int) -> list[Figure]:
    """Measure `store_ratio` and `verify_ratio` on a package of about 400 MB."""
    source = folder / "capture"
    source.mkdir()
    capture = _heavy_capture(source)
    files = [str(source / file.path) for file in capture.files]
    stored, checked = [], []
    for number in range(runs):
        limit = seconds(lambda: _sha256sum(files))
        taken, package = _store(capture, source, folder / f"run{number}")
        stored.append(limit / taken)
        checked.append(limit / seconds(package))
        shutil.rmtree(folder / f"run{number}")
    peer = f"sha256sum of the same {RECORDS * RECORD_BYTES // 10**6} MB"
    return [
        Figure("store_ratio", "x", ">= 0.6", peer, stored),
        Figure("verify_ratio", "x", ">= 0.8", peer, checked),
    ]


def _store(
    capture: Capture, source: Path, place: Path
) -> tuple[float, Callable[[], None]]:
    """Build and store a package; give the seconds, and a check of what was stored."""
    description = sample_description(capture)
    store = open_store(f"file://{place / 'store'}")
    built = place / description.package_id
    place.mkdir()
    store.prepare()

    def work() -> None:
        build_package(description, source, built)
        store.put(description.package_id, 1, built, lambda _: None)

    taken = seconds(work)

    def check() -> None:
        files = store.open(description.package_id, 1)
        report = check_package(
            files, description.package_id, check_warc, lambda _: None
        )
        if not report.is_valid:
            msg = f"the package is not valid: {report.findings[:3]}"
            raise RuntimeError(msg)

    return taken, check


def _sha256sum(files: list[str]) -> None:
    subprocess.run(["sha256sum", *files], check=True, stdout=subprocess.DEVNULL)


def _heavy_capture(folder: Path) -> Capture:
    """A sample capture whose WARC holds pictures that do not compress."""
    capture = sample_capture(folder)
    light = next(file for file in capture.files if file.role is FileRole.WARC)
    path = folder / light.path
    path.unlink()
    noise = random.Random(7)  # noqa: S311 -- content to measure with
    with WarcFile(path, record_ids("bench", path.name)) as warc:
        for number in range(RECORDS):
            warc.write(_picture(number, noise.randbytes(RECORD_BYTES)))
    heavy = light.model_copy(update=_measured(path))
    files = tuple(heavy if file is light else file for file in capture.files)
    return capture.model_copy(update={"files": files})


def _picture(number: int, data: bytes) -> NewRecord:
    fields = [("Content-Type", "image/jpeg"), ("Content-Length", str(len(data)))]
    head = HttpHead.build("HTTP/1.1 200 OK", fields)
    return NewRecord(
        type="response",
        date=PACKED,
        content_type="application/http; msgtype=response",
        body=Body.of([data]),
        head=head,
        target_uri=f"https://media.example/{number}.jpg",
    )


def _measured(path: Path) -> dict[str, object]:
    output = subprocess.run(["sha256sum", path], check=True, capture_output=True)
    return {"size": path.stat().st_size, "sha256": output.stdout.decode().split()[0]}
