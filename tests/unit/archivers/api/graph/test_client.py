# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions to a Graph API: keys in headers, lists to their end, limits of use."""

import json

import pytest

from archivers.api import ApiAccess
from archivers.api.client import Answer
from archivers.api.graph import graph_of
from archivers.api.platform import Errand
from archivers.http_head import HttpHead
from archivers.secrets import find_secrets
from archivers.warc import read_records
from schemas.account import Account
from schemas.errors import (
    AccountGone,
    NoSource,
    PageNotUnderstood,
    PlatformDown,
    RateLimited,
)
from tests.unit.archivers.graph_answers import ORIGIN, POSTS, SPEC, TOKEN, fault, said

OTHERS_TOKEN = "EAAB9zZandres0nyckel77777777"  # noqa: S105 -- made up


def next_page(after, token=TOKEN):
    """Write the address of a next page as the API does, with its key in it."""
    return (
        f"https://graph.facebook.com/v25.0/1/published_posts?access_token={token}"
        f"&fields=id%2Cmessage&limit=20&after={after}"
    )


def page(*ids, after=None):
    """Write a page of a list."""
    paging = {"cursors": {"before": "A", "after": after or "Z"}}
    if after:
        paging["next"] = next_page(after)
    return said({"data": [{"id": one} for one in ids], "paging": paging})


def ids_of(pages):
    return [row["id"] for one in pages for row in one.rows]


def test_the_key_goes_in_a_header_and_never_in_an_address(setting):
    setting.gives(page("1", after="X"), page("2"))
    assert ids_of(setting.graph.pages("1", POSTS)) == ["1", "2"]
    for request in setting.asked:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in str(request.url)
        assert "access_token" not in str(request.url)


def test_the_next_page_is_asked_of_our_own_server(setting):
    setting.gives(page("1", after="X"), page("2"))
    list(setting.graph.pages("1", POSTS))
    following = setting.asked[1].url
    assert str(following).startswith(f"{ORIGIN}/v25.0/1/published_posts?")
    assert following.params["after"] == "X"
    assert following.params["fields"] == "id,message"


def test_the_language_is_fixed(setting):
    setting.gives(page("1", after="X"), page("2"))
    list(setting.graph.pages("1", POSTS))
    assert [one.url.params["locale"] for one in setting.asked] == ["sv_SE", "sv_SE"]


def test_an_empty_page_that_leads_on_is_not_the_last(setting):
    setting.gives(page(after="X"), page("2"))
    assert ids_of(setting.graph.pages("1", POSTS)) == ["2"]


def test_a_list_that_never_ends_is_refused(setting):
    setting.gives(lambda _: page("1", after="X"))
    with pytest.raises(PageNotUnderstood, match="tar aldrig slut"):
        list(setting.graph.pages("1", POSTS))


def test_a_lost_place_makes_the_list_begin_anew_once(setting):
    lost = fault(100, message="(#100) Invalid cursors values")
    setting.gives(page("1", after="X"), lost, page("2", after="Y"), page("3"))
    assert ids_of(setting.graph.pages("1", POSTS)) == ["1", "2", "3"]
    assert "after" not in setting.asked[2].url.params


def test_a_place_that_is_lost_twice_is_an_error(setting):
    setting.gives(page("1", after="X"), fault(100), page("2", after="Y"), fault(100))
    with pytest.raises(PageNotUnderstood):
        list(setting.graph.pages("1", POSTS))


def test_a_page_that_is_too_much_is_asked_for_smaller(setting):
    words = "Please reduce the amount of data you're asking for, then retry"
    setting.gives(fault(1, message=words, status=500), page("1", after="X"), page("2"))
    assert ids_of(setting.graph.pages("1", POSTS)) == ["1", "2"]
    assert [one.url.params["limit"] for one in setting.asked] == ["20", "10", "10"]
    assert setting.waits == []


def test_a_page_that_cannot_be_smaller_is_given_up(setting):
    words = "Please reduce the amount of data you're asking for, then retry"
    setting.gives(lambda _: fault(1, message=words, status=500))
    with pytest.raises(PlatformDown):
        list(setting.graph.pages("1", POSTS))
    assert len(setting.asked) == 3


@pytest.mark.parametrize(("code", "status"), [(1, 500), (2, 503), (1, 400), (2, 400)])
def test_a_passing_fault_is_asked_again_with_patience(setting, code, status):
    setting.gives(fault(code, status=status), page("1"))
    assert ids_of(setting.graph.pages("1", POSTS)) == ["1"]
    assert setting.waits == [1.0]


def test_a_fault_that_does_not_pass_is_the_platforms(setting):
    setting.gives(lambda _: fault(2, status=503))
    with pytest.raises(PlatformDown, match="Facebook"):
        setting.graph.get("1", POSTS)
    assert len(setting.asked) == 3


def test_a_fault_without_words_is_the_platforms_too(setting):
    setting.gives(lambda _: said("Bad gateway", 502))
    with pytest.raises(PlatformDown):
        setting.graph.get("1", POSTS)


@pytest.mark.parametrize("body", [[], "text", {"data": "text"}, {"data": ["text"]}])
def test_another_form_is_not_understood_and_not_shown(setting, body):
    setting.gives(said(body))
    with pytest.raises(PageNotUnderstood) as caught:
        list(setting.graph.pages("1", POSTS))
    assert "text" not in str(caught.value)


def usage(percent, minutes=0):
    """Write the header that says how much of the limit a page has used."""
    row = {
        "type": "pages",
        "call_count": percent,
        "total_cputime": 1,
        "total_time": 2,
        "estimated_time_to_regain_access": minutes,
    }
    return {"X_Business_Use_Case_Usage": json.dumps({"1": [row]})}


def test_below_three_quarters_nobody_waits(setting):
    setting.gives(lambda _: said({"data": []}, **usage(74)))
    setting.graph.get("1", POSTS)
    setting.graph.get("1", POSTS)
    assert setting.waits == []


def test_from_three_quarters_the_questions_slow_down(setting):
    setting.gives(lambda _: said({"data": []}, **usage(85)))
    setting.graph.get("1", POSTS)
    setting.graph.get("1", POSTS)
    assert setting.waits == [5.0]


def test_near_the_limit_no_more_is_asked(setting):
    setting.gives(said({"data": []}, **usage(95, minutes=12)))
    setting.graph.get("1", POSTS)
    with pytest.raises(RateLimited, match="12 minuter") as caught:
        setting.graph.get("1", POSTS)
    assert caught.value.retry_after == 720
    assert len(setting.asked) == 1


def test_what_an_earlier_try_was_told_of_limits_is_no_longer_so(setting):
    head = HttpHead.build("HTTP/1.1 200 OK", [("X-App-Usage", '{"call_count": 99}')])
    kept = Answer(ORIGIN, 200, head, "r", b'{"data": []}', 12, "s", is_kept=True)
    setting.client.remembering(lambda _address, _kept: kept)
    setting.graph.get("1", POSTS)
    assert setting.graph.get("1", POSTS)[0] == {"data": []}


def test_several_objects_are_asked_for_at_once(setting):
    setting.gives(said({"1": {"id": "1"}, "2": {"id": "2"}}))
    assert setting.graph.many(["1", "2"], POSTS) == {"1": {"id": "1"}, "2": {"id": "2"}}
    assert setting.asked[0].url.params["ids"] == "1,2"


def test_one_that_is_gone_does_not_take_the_others_with_it(setting):
    gone = fault(100, 33)
    setting.gives(gone, said({"id": "1"}), fault(100, 33), said({"id": "3"}))
    assert [*setting.graph.many(["1", "2", "3"], POSTS)] == ["1", "3"]


def test_an_object_that_is_gone_is_gone(setting):
    setting.gives(fault(100, 33))
    with pytest.raises(AccountGone):
        setting.graph.get("1", POSTS)


def test_the_rest_of_a_list_within_an_object_is_given(setting):
    setting.gives(page("2"))
    inner = {"data": [{"id": "1"}], "paging": {"next": next_page("X")}}
    assert ids_of(setting.graph.rest(inner, POSTS)) == ["2"]
    assert ids_of(setting.graph.rest({"data": []}, POSTS)) == []


# --- what is recorded -----------------------------------------------------------------


def recorded(setting):
    """Give every byte of the recording, decoded."""
    setting.recording.finish()
    found = b""
    for record in read_records(setting.warc):
        head = record.head.raw if record.head else b""
        found += record.target_uri.encode() + head + b"".join(record.body.chunks())
    return found


@pytest.mark.parametrize("secret", [TOKEN, OTHERS_TOKEN])
@pytest.mark.parametrize(
    "write",
    [
        lambda token: {"paging": {"next": next_page("X", token)}},
        lambda token: {"paging": {"next": next_page("X", token).replace("?", "%3F")}},
        lambda token: {"next": next_page("X", token).replace("&", "\\u0026")},
        lambda token: {
            "url": f"https%3A%2F%2Fg.se%2F%3Faccess_token%3D{token}%26a%3D1"
        },
        lambda token: {"error": {"code": 190, "message": f"access_token={token} bad"}},
        lambda token: {"access_token": token, "id": "1"},
        lambda token: {"data": {"page_token": token}, "input_token": token},
    ],
    ids=["next", "percent", "unicode", "nested", "error", "field", "token-names"],
)
def test_keys_are_taken_out_of_recorded_bodies(setting, secret, write):
    setting.gives(said({"data": [], **write(secret)}))
    setting.graph.get("1", POSTS)
    assert secret.encode() not in recorded(setting)
    assert not find_secrets(setting.warc, (TOKEN,))


def test_keys_are_taken_out_of_redirects_and_questions(setting):
    address = f"{ORIGIN}/v25.0/2?access_token={OTHERS_TOKEN}&a=1"
    setting.gives(said({}, 302, Location=address), said({"data": []}))
    setting.graph.get("1", POSTS)
    found = recorded(setting)
    assert OTHERS_TOKEN.encode() not in found
    assert TOKEN.encode() not in found


def test_an_account_without_a_key_has_no_source(setting):
    account = Account(
        account_id="konto-1",
        board_id="ks",
        platform="facebook",
        url="https://www.facebook.com/almhult",
        name="Älmhult",
    )
    errand = Errand(account, ApiAccess(), lambda _: None)
    with pytest.raises(NoSource, match="avbild account token konto-1"):
        graph_of(setting.client, errand, ORIGIN, SPEC)
    access = ApiAccess(account_tokens={"konto-1": TOKEN})
    errand = Errand(account, access, lambda _: None)
    assert TOKEN not in repr(graph_of(setting.client, errand, f"{ORIGIN}/", SPEC))
