# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each documented error of the Graph API means what somebody has to do about it."""

import json
from dataclasses import replace

import pytest

from archivers.api.client import Answer
from archivers.api.graph.faults import error_of, fault_in, may_pass
from archivers.http_head import HttpHead
from schemas.errors import (
    AccountGone,
    LoginExpired,
    PageNotUnderstood,
    PermissionMissing,
    PlatformDown,
    RateLimited,
)
from tests.unit.archivers.graph_answers import POSTS, SPEC

PRIVATE_WORDS = "Session for Ulla Persson is invalid"


def answer(code=None, subcode=None, status=400, body=None, headers=()):
    """Make an answer that is an error."""
    error = {"code": code, "message": PRIVATE_WORDS}
    if subcode is not None:
        error["error_subcode"] = subcode
    content = json.dumps({"error": error}).encode() if body is None else body
    head = HttpHead.build(f"HTTP/1.1 {status} X", headers)
    return Answer("https://g.se", status, head, "r", content, len(content), "s")


def test_whoever_is_asked_for_a_key_is_told_to_which_account():
    told = [
        str(error_of(answer(code, status=401), POSTS, SPEC, "sidan"))
        for code in (190, 10)
    ]
    assert all(said.endswith("avbild account token sidan.") for said in told)


def meaning(*args, **more):
    return error_of(answer(*args, **more), POSTS, SPEC)


@pytest.mark.parametrize("code", [102, 104, 190])
def test_a_key_that_is_not_taken_any_more_is_renewed_by_a_person(code):
    error = meaning(code, status=401)
    assert isinstance(error, LoginExpired)
    assert "avbild account token" in str(error)


@pytest.mark.parametrize(
    ("subcode", "why"),
    [
        (458, "Appen har tagits bort"),
        (459, "måste logga in på Facebook"),
        (460, "bytt lösenord"),
        (463, "tid har gått ut"),
        (464, "bekräfta sitt konto"),
        (467, "återkallats"),
        (492, "roll på sidan"),
    ],
)
def test_the_reason_for_a_dead_key_is_told(subcode, why):
    error = meaning(190, subcode)
    assert isinstance(error, LoginExpired)
    assert why in str(error)
    assert error.code == f"190/{subcode}"


@pytest.mark.parametrize("code", [3, 10, 200, 230, 299])
def test_a_key_that_is_too_narrow_names_the_permission(code):
    error = meaning(code, status=403)
    assert isinstance(error, PermissionMissing)
    assert "pages_read" in str(error)


def test_the_permission_that_meta_names_is_told_alone():
    spec = replace(
        SPEC, lists={"a": replace(POSTS, permissions=("pages_x", "pages_y"))}
    )
    body = b'{"error": {"code": 10, "message": "(#10) requires pages_y permission"}}'
    told = str(error_of(answer(body=body), spec.of("a"), spec))
    assert "pages_y" in told
    assert "pages_x" not in told


def test_an_app_that_wants_its_secret_too_is_set_otherwise_by_a_person():
    body = (
        b'{"error": {"code": 100, "message": "requires an appsecret_proof argument"}}'
    )
    error = error_of(answer(body=body), POSTS, SPEC)
    assert isinstance(error, PermissionMissing)
    assert "Kräv apphemlighet" in str(error)


@pytest.mark.parametrize(
    "code", [4, 17, 32, 341, 368, 613, 80000, 80001, 80002, 80006, 80014]
)
def test_a_limit_is_waited_for(code):
    error = meaning(code)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 3600
    assert not may_pass(answer(code))


def test_the_wait_is_the_longest_that_the_headers_name():
    rows = [{"call_count": 100, "estimated_time_to_regain_access": n} for n in (3, 19)]
    usage = ("X-Business-Use-Case-Usage", json.dumps({"1": rows[:1], "2": rows[1:]}))
    error = meaning(80001, headers=[usage])
    assert error.retry_after == 19 * 60
    assert "19 minuter" in str(error)


@pytest.mark.parametrize(("code", "subcode"), [(100, 33), (803, None)])
def test_what_is_not_there_is_for_a_person_to_judge(code, subcode):
    assert isinstance(meaning(code, subcode, status=404), AccountGone)


@pytest.mark.parametrize("code", [100, 12, 2500, 2635])
def test_a_question_that_is_not_understood_is_ours_to_mend(code):
    error = meaning(code)
    assert isinstance(error, PageNotUnderstood)
    assert "posts" in str(error)
    assert error.code == str(code)


@pytest.mark.parametrize(("code", "status"), [(1, 500), (2, 503), (1, 400), (99, 500)])
def test_a_fault_of_the_platform_is_tried_later(code, status):
    assert isinstance(meaning(code, status=status), PlatformDown)


@pytest.mark.parametrize(
    ("status", "family"),
    [(502, PlatformDown), (429, RateLimited), (404, PageNotUnderstood)],
)
def test_an_error_without_a_number_is_read_by_its_status(status, family):
    error = meaning(status=status, body=b"<html>")
    assert isinstance(error, family)
    assert error.code == f"HTTP {status}"


@pytest.mark.parametrize("code", [1, 2, 3, 4, 10, 100, 190, 200, 613])
def test_the_platforms_own_words_are_never_shown(code):
    assert "Ulla" not in str(meaning(code))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"error": "x"}', b'{"error": {"code": "x"}}', b'{"a": 1}']
)
def test_what_is_no_error_of_the_api_is_none(body):
    assert fault_in(answer(body=body)) is None


@pytest.mark.parametrize(
    ("code", "status", "passes"),
    [(1, 400, True), (2, 503, True), (10, 500, False), (100, 400, False)],
)
def test_only_what_may_pass_is_asked_again(code, status, passes):
    assert may_pass(answer(code, status=status)) is passes


def test_what_the_api_calls_passing_may_pass():
    body = b'{"error": {"code": 99, "is_transient": true}}'
    assert may_pass(answer(body=body))
    limit = b'{"error": {"code": 4, "is_transient": true}}'
    assert not may_pass(answer(body=limit))


@pytest.mark.parametrize(("status", "passes"), [(502, True), (429, True), (404, False)])
def test_a_bare_fault_may_pass_by_its_status(status, passes):
    assert may_pass(answer(status=status, body=b"")) is passes
