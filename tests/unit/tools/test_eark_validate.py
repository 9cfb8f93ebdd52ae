# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""eark-validator's report is judged by the allow-list, both ways."""

import pytest

from tools.eark_validate import ALLOWED, Message, judge, main, offline_urlopen

WHOLE = {"structure": "WellFormed", "schema": "VALID", "schematron": "VALID"}
FALSE_ALARM = {**WHOLE, "schematron": "INVALID"}


def said(*rules: str, severity: str = "Error") -> list[Message]:
    return [Message(rule, severity, "text", "place") for rule in rules]


@pytest.mark.parametrize("kind", ["aip", "dip"])
def test_an_aip_and_a_dip_must_be_wholly_valid(kind):
    assert judge("p", kind, WHOLE, said("CSIP8", severity="Warn")).passed
    verdict = judge("p", kind, FALSE_ALARM, said("SIP14"))
    assert not verdict.passed
    assert verdict.unexpected == ("SIP14",)


def test_a_sip_passes_with_exactly_the_allowed_errors():
    verdict = judge("p", "sip", FALSE_ALARM, said(*ALLOWED["sip"], "SIP14"))
    assert verdict.passed
    assert verdict.allowed == ALLOWED["sip"]


def test_an_error_outside_the_list_fails():
    verdict = judge("p", "sip", FALSE_ALARM, said(*ALLOWED["sip"], "CSIP1"))
    assert not verdict.passed
    assert verdict.unexpected == ("CSIP1",)


def test_an_allowed_error_that_disappears_fails():
    rules = set(ALLOWED["sip"]) - {"SIP14"}
    verdict = judge("p", "sip", FALSE_ALARM, said(*rules))
    assert not verdict.passed
    assert verdict.disappeared == ("SIP14",)


@pytest.mark.parametrize(
    "statuses",
    [
        {**FALSE_ALARM, "structure": "NotWellFormed"},
        {**FALSE_ALARM, "schema": "INVALID"},
        {"structure": "NotWellFormed", "schema": "", "schematron": ""},
    ],
)
def test_a_broken_structure_or_schema_fails(statuses):
    assert not judge("p", "sip", statuses, said(*ALLOWED["sip"])).passed


def test_each_allowed_rule_has_its_reason():
    assert all(reason for rules in ALLOWED.values() for reason in rules.values())


def test_a_vocabulary_is_served_from_the_wheel_and_nothing_else(tmp_path):
    (tmp_path / "Vocabulary.xml").write_bytes(b"<v/>")
    urlopen = offline_urlopen(tmp_path)
    with urlopen("https://example.example/schema/Vocabulary.xml") as stream:
        assert stream.read() == b"<v/>"
    with pytest.raises(OSError, match="no network"):
        urlopen("https://example.example/other.xml")


def test_a_package_that_is_not_there_is_an_error(tmp_path, capsys):
    assert main(["--as", "aip", str(tmp_path / "none")]) == 2
    assert "there is no" in capsys.readouterr().err
