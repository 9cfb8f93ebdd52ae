# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second opinion on a package: eark-validator 1.1.3, offline, judged by its report.

Run in its own environment, `.venv-eark` (requirements/eark.txt): it pins old libraries.
The product never imports it, nor this.

    .venv-eark/bin/python tools/eark_validate.py --as aip PACKAGE

prints one JSON object and exits 0 if the package is as it should be: an AIP or a DIP
wholly valid, a SIP with exactly the errors of the allow-list. Three traps of the
validator are taken care of here: it wants the network at import although it carries the
vocabularies, its exit code is 0 for invalid packages, and it raises where it should
report. It does not look at checksums, unlisted files or PREMIS: `avbild package verify`
does.
"""

import argparse
import importlib.util
import json
import sys
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

SPECIFICATION = "V2.1.0"

_SUBMITTER = "asked of every CREATOR, so also of the submitter that SIP15 asks for"

ALLOWED: dict[str, dict[str, str]] = {
    "sip": {
        "SIP14": (
            "tests @NOTETYPE without its csip prefix, which the schema forbids, and"
            " does so on the software agent too: no correct SIP can pass"
        ),
        "CSIP12": _SUBMITTER,
        "CSIP13": _SUBMITTER,
        "CSIP16": _SUBMITTER,
    },
    "aip": {},
    "dip": {},
}
"""Rules that a correct package breaks, and why each is a false alarm."""

_PARTS = ("structure", "schema", "schematron")
_CRASHES = (ValueError, KeyError, AttributeError)
"""What the validator raises where it should report."""


class _Value(Protocol):
    value: str


class _Said(Protocol):
    rule_id: str
    severity: _Value
    message: str
    location: str


class _Results(Protocol):
    status: _Value
    messages: Sequence[_Said]


class _Metadata(Protocol):
    schema_results: _Results
    schematron_results: _Results


class _Report(Protocol):
    structure: _Results
    metadata: _Metadata | None


@dataclass(frozen=True)
class Message:
    """One thing that the validator says."""

    rule: str
    severity: str
    message: str
    location: str


@dataclass(frozen=True)
class Verdict:
    """What the validator says, and whether it is what a correct package gets.

    `unexpected` are errors outside the allow-list; `disappeared` are allowed rules
    that no longer fail, which calls for a look at the allow-list.
    """

    package: str
    kind: str
    passed: bool
    structure: str
    schema: str
    schematron: str
    unexpected: tuple[str, ...]
    disappeared: tuple[str, ...]
    allowed: dict[str, str]
    messages: tuple[Message, ...]
    crash: str = ""


def judge(
    package: str, kind: str, statuses: dict[str, str], messages: Iterable[Message]
) -> Verdict:
    """Compare the validator's errors with the allow-list of the kind."""
    said = tuple(messages)
    errors = {message.rule for message in said if message.severity == "Error"}
    allowed = ALLOWED[kind]
    unexpected = tuple(sorted(errors - allowed.keys()))
    disappeared = tuple(sorted(allowed.keys() - errors))
    schematron = "INVALID" if allowed else "VALID"
    wanted = {"structure": "WellFormed", "schema": "VALID", "schematron": schematron}
    return Verdict(
        package=package,
        kind=kind,
        passed=statuses == wanted and not unexpected and not disappeared,
        **statuses,
        unexpected=unexpected,
        disappeared=disappeared,
        allowed={rule: allowed[rule] for rule in sorted(errors & allowed.keys())},
        messages=said,
    )


def offline_urlopen(vocabularies: Path) -> Callable[..., BinaryIO]:
    """Give a urlopen that serves the vocabularies in the wheel, and nothing else."""

    def urlopen(url: object, *_args: object, **_kwargs: object) -> BinaryIO:
        path = vocabularies / str(url).rsplit("/", 1)[-1]
        if not path.is_file():
            message = f"no network: {url}"
            raise OSError(message)
        return path.open("rb")

    return urlopen


def validate(package: Path, kind: str) -> Verdict:
    """Run the validator on a folder, a .zip or a .tar.

    Raises:
        ModuleNotFoundError: this is not the environment of eark-validator.
    """
    specification = importlib.util.find_spec("eark_validator")
    if specification is None or specification.origin is None:
        message = "eark-validator is not installed here: use .venv-eark"
        raise ModuleNotFoundError(message)
    resources = Path(specification.origin).parent / "ipxml" / "resources"
    urllib.request.urlopen = offline_urlopen(resources / "vocabs")
    packages = importlib.import_module("eark_validator.packages")
    versions = importlib.import_module(
        "eark_validator.specifications.specification"
    ).SpecificationVersion
    try:
        report = packages.PackageValidator(
            package, versions(SPECIFICATION)
        ).validation_report
    except _CRASHES as crash:
        verdict = judge(str(package), kind, dict.fromkeys(_PARTS, ""), ())
        return replace(verdict, passed=False, crash=repr(crash))
    return judge(str(package), kind, _statuses(report), _messages(report))


def _statuses(report: _Report) -> dict[str, str]:
    metadata = report.metadata
    return {
        "structure": report.structure.status.value,
        "schema": metadata.schema_results.status.value if metadata else "",
        "schematron": metadata.schematron_results.status.value if metadata else "",
    }


def _messages(report: _Report) -> Iterable[Message]:
    found = list(report.structure.messages)
    if report.metadata:
        found += report.metadata.schema_results.messages
        found += report.metadata.schematron_results.messages
    for item in found:
        yield Message(
            rule=str(item.rule_id),
            severity=item.severity.value,
            message=str(item.message),
            location=str(item.location),
        )


def main(arguments: list[str] | None = None) -> int:
    """Validate one package and print the verdict as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="a folder, a .zip or a .tar")
    parser.add_argument("--as", dest="kind", choices=sorted(ALLOWED), required=True)
    options = parser.parse_args(arguments)
    package: Path = options.package
    if not package.exists():
        print(f"there is no {package}", file=sys.stderr)
        return 2
    verdict = validate(package, options.kind)
    print(json.dumps(asdict(verdict), ensure_ascii=False, indent=2))
    return 0 if verdict.passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
