# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""certificate.xml says all that a certificate does, and follows its schema."""

import errno
from pathlib import Path

import pytest
from lxml import etree

from eark.certificate import CERTIFICATE, write_certificate
from schemas.errors import DiskFull
from schemas.gallring import Execution, ExecutionState, Gate, Purge, SightPurge
from tests.sample_gallring import (
    GONE_ITEMS,
    sample_certificate,
    sample_execution,
    sample_proof,
)

C = f"{{{CERTIFICATE}}}"
LEFT = Purge(package_id="a", version=1, files=3, size=9, remaining=1)
LEAST = {
    "rows": (),
    "item_ids": (),
    "executions": (),
    "excluded": {},
    "exceptions": (),
    "backups": "",
}


def written(folder: Path, **changes: object) -> etree._Element:
    target = folder / "certificate.xml"
    write_certificate(sample_certificate(**changes), target)
    return etree.parse(target).getroot()


def one(root: etree._Element, path: str) -> dict[str, str]:
    (found,) = root.findall("/".join(f"{C}{step}" for step in path.split("/")))
    return dict(found.attrib)


def test_it_names_who_decided_proposed_and_carried_out(tmp_path: Path):
    root = written(tmp_path)
    assert one(root, "decision")["by"] == "Bo Beslutsfattare"
    assert one(root, "decision")["delegation"] == "Delegationsordning KFN 4.2"
    assert one(root, "proposal")["by"] == "Ulla Nämndsekreterare"
    assert one(root, "execution")["by"] == "Anders Arkivarie"
    assert one(root, "authority")["board"] == "Kultur- och fritidsnämnden"
    assert root.get("complete") == "true"


def test_it_counts_what_was_disposed_of_by_which_row(tmp_path: Path):
    root = written(tmp_path)
    row = one(root, "row")
    assert (row["code"], row["publishedFrom"]) == ("2.4.2", "2025-03-01")
    counts = {e.get("kind"): e.get("count") for e in root.iter(f"{C}items")}
    assert counts == {"comment": "1", "reply": "1"}
    assert tuple(e.get("id") for e in root.iter(f"{C}item")) == GONE_ITEMS
    excluded = {e.get("kind"): e.get("count") for e in root.iter(f"{C}excluded")}
    assert excluded == {Gate.REGISTRATION: "2", Gate.HOLD: "1"}


def test_it_says_what_was_proven_and_purged_in_each_package(tmp_path: Path):
    root = written(tmp_path)
    first, second = root.findall(f"{C}package")
    proof = first.find(f"{C}proof")
    assert proof is not None
    assert (proof.get("passed"), proof.get("mappedFound")) == ("true", "24")
    before = {e.get("kind"): e.get("count") for e in proof.findall(f"{C}before")}
    assert before == {"items": "4", "pdf": "8", "warc": "12"}
    assert one(first, "purge")["remaining"] == "0"
    assert "toVersion" not in second.attrib
    assert "newMetsSha256" not in second.attrib


def test_it_counts_what_the_watch_had_kept_of_a_whole_account(tmp_path: Path):
    sights = SightPurge(observations=7, changes=2, evidence=3, remaining=0)
    assert one(written(tmp_path, sights=sights), "sights") == {
        "observations": "7",
        "changes": "2",
        "evidence": "3",
        "remaining": "0",
    }
    left = sights.model_copy(update={"remaining": 1})
    assert written(tmp_path, sights=left).get("complete") == "false"
    assert written(tmp_path).find(f"{C}sights") is None


def test_the_least_that_a_certificate_can_say_is_valid(tmp_path: Path):
    assert written(tmp_path, **LEAST).find(f"{C}package") is None


def test_what_went_wrong_is_said(tmp_path: Path):
    proof = sample_proof(
        passed=False, found_after={"pdf": 1}, problems=("En sida går inte att läsa.",)
    )
    failed = sample_execution(
        "avbild-almhult-0001",
        proof,
        state=ExecutionState.INCOMPLETE,
        ended_at=None,
        purge=None,
        failure="Det gallrade finns kvar.",
    )
    root = written(tmp_path, executions=(failed,))
    assert root.get("complete") == "false"
    assert one(root, "package")["state"] == "incomplete"
    assert root.findtext(f"{C}package/{C}failure") == "Det gallrade finns kvar."
    assert root.findtext(f"{C}package/{C}proof/{C}problem") is not None


WHOLE = sample_execution("a", None, to_version=None)
PART = sample_execution("a", sample_proof())


@pytest.mark.parametrize("execution", [WHOLE, PART])
def test_what_is_done_and_proven_is_carried_out(execution: Execution):
    assert sample_certificate(executions=(execution,)).is_carried_out


@pytest.mark.parametrize(
    "executions",
    [
        (),
        (PART, WHOLE.model_copy(update={"state": ExecutionState.PURGED})),
        (WHOLE.model_copy(update={"purge": None}),),
        (PART.model_copy(update={"proof": None}),),
        (PART.model_copy(update={"proof": sample_proof(passed=False)}),),
        (sample_execution("a", sample_proof(), purge=LEFT),),
    ],
)
def test_less_than_that_is_not_carried_out(executions: tuple[Execution, ...]):
    assert not sample_certificate(executions=executions).is_carried_out


def test_the_same_certificate_gives_the_same_bytes(tmp_path: Path):
    for name in ("a", "b"):
        write_certificate(sample_certificate(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskFull):
        write_certificate(sample_certificate(), tmp_path / "certificate.xml")
    assert list(tmp_path.iterdir()) == []
