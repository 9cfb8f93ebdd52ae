# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The small Graph API: that it answers as the public documentation says."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from graph import World
from graph.api import FACEBOOK, INSTAGRAM
from graph.tokens import APP_TOKEN, IG_TOKEN, PAGE_TOKEN, USER_TOKEN, TokenState
from tests.unit.demo.graph_asker import NOW, ORIGIN, Asker

GOLDEN = Path(__file__).parent / "graph_answers"
POST = "104100200300400_122000000000007"


@pytest.fixture
def page():
    return Asker()


QUESTIONS = {
    "page": (
        FACEBOOK,
        (
            "/v25.0/me?fields=id,name,about,category,emails,phone,website,username,"
            "is_published,fan_count,cover{id,source},picture{url,is_silhouette}&locale=sv_SE"
        ),
    ),
    "posts": (
        FACEBOOK,
        (
            "/v25.0/104100200300400/published_posts?limit=2&fields=id,message,created_time,"
            "updated_time,permalink_url,is_hidden,from,attachments{media_type,target,type,"
            "subattachments{media_type,target}},comments.filter(stream).limit(0)"
            ".summary(true),reactions.type(LOVE).limit(0).summary(total_count).as(love)"
        ),
    ),
    "comments": (
        FACEBOOK,
        (
            f"/v25.0/{POST}/comments?filter=stream&order=chronological&limit=3&fields="
            "id,message,from{id,name},parent{id},is_hidden,can_hide,like_count"
        ),
    ),
    "several": (FACEBOOK, f"/v25.0/?ids={POST},500000000007001&fields=created_time"),
    "instagram_media": (
        INSTAGRAM,
        (
            "/v25.0/me/media?limit=2&fields=id,caption,media_type,permalink,timestamp,"
            "like_count,comments_count,children{id,media_type}"
        ),
    ),
    "instagram_comments": (
        INSTAGRAM,
        (
            "/v25.0/17900000000000005/comments?fields=id,text,username,timestamp,hidden,"
            "like_count,replies{id,text,username,parent_id}"
        ),
    ),
    "gone": (FACEBOOK, "/v25.0/104100200300400_122000000000999"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_are_those_that_were_recorded(name):
    """Written from the documentation's examples: names, order, shapes of values."""
    host, target = QUESTIONS[name]
    found = Asker(host=host).ask(target)
    assert found == json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


# --- questions ------------------------------------------------------------------------


def test_versions_stand_in_the_path_or_not_at_all(page):
    assert page.reply("/v25.0/me").headers["facebook-api-version"] == "v25.0"
    assert page.reply("/me").headers["facebook-api-version"] == "v19.0"
    assert page.reply("/v2.2/me").headers["facebook-api-version"] == "v19.0"
    assert page.error("/v99.0/me")[0] == 400


def test_an_object_shows_its_id_whatever_is_asked(page):
    assert page.ask("/me")["id"] == "104100200300400"
    assert page.ask("/alvmalakommun?fields=phone")["id"] == "104100200300400"


def test_what_is_empty_is_left_out(page):
    found = page.ask("/me?fields=general_info,about")
    assert set(found) == {"id", "about"}


@pytest.mark.parametrize(
    ("target", "code", "status"),
    [
        ("/me?fields=nam", 100, 400),
        ("/me?fields=posts{messag}", 100, 400),
        ("/me?fields=a{b", 2500, 400),
        ("/me?fields=,", 2500, 400),
        ("/me/posts/more", 2500, 400),
        ("/me/permissions", 100, 400),
        ("/me/posts?limit=101", 100, 400),
        ("/me/posts?limit=many", 100, 400),
        ("/me/posts?after=nonsense", 100, 400),
        ("/123456", 100, 400),
        ("/?ids=123456,me", 100, 400),
    ],
)
def test_questions_that_are_not_understood_say_so(page, target, code, status):
    found, error = page.error(target)
    assert (found, error["code"]) == (status, code)
    assert set(error) >= {"message", "type", "code", "fbtrace_id"}


def test_words_of_the_platform_follow_the_locale(page):
    assert page.ask("/me?fields=category")["category"] == "Government Organization"
    swedish = page.ask("/me?fields=category&locale=sv_SE")
    assert swedish["category"] == "Myndighet"


# --- pages of lists -------------------------------------------------------------------


def walked(asker, target):
    """Follow a list to its end as the real addresses lead, key and all."""
    pages = []
    asker.key = ""
    while target:
        found = asker.ask(target)
        pages.append([row["id"] for row in found["data"]])
        target = found.get("paging", {}).get("next")
        target = target and target.removeprefix(ORIGIN[asker.host])
    return pages


def test_the_addresses_of_next_pages_hold_the_key_however_it_came(page):
    following = page.ask("/v25.0/me/posts?limit=2")["paging"]["next"]
    assert following.startswith(
        "https://graph.facebook.com/v25.0/104100200300400/posts"
    )
    assert parse_qs(urlsplit(following).query)["access_token"] == [PAGE_TOKEN]


def test_a_list_is_walked_to_its_end_and_back(page):
    target = f"/v25.0/me/feed?limit=3&access_token={PAGE_TOKEN}"
    pages = walked(page, target)
    assert [len(one) for one in pages] == [3, 3, 1]
    page.key = PAGE_TOKEN
    middle = page.ask(page.ask("/me/feed?limit=3")["paging"]["next"][26:])
    back = page.ask(middle["paging"]["previous"][26:])
    assert [row["id"] for row in back["data"]] == pages[0]


def test_what_is_removed_makes_pages_short_and_moves_no_place(page):
    first = page.ask("/v25.0/me/feed?limit=3")
    for serial in (5, 4, 3, 2):  # where the cursor stands, and the whole next page
        page.world.delete(f"104100200300400_{122_000_000_000_000 + serial}")
    second = page.ask(first["paging"]["next"][26:])
    assert second["data"] == []
    third = page.ask(second["paging"]["next"][26:])
    assert [row["id"][-1] for row in third["data"]] == ["1"]
    assert "next" not in third["paging"]


def test_comments_are_given_as_a_stream_or_by_what_they_answer(page):
    def numbers(**asked):
        query = "&".join(f"{k}={v}" for k, v in asked.items())
        rows = page.ask(f"/{POST}/comments?fields=id&{query}")["data"]
        return [int(row["id"][-1]) for row in rows]

    assert numbers(filter="stream") == [1, 2, 3, 4, 5]
    assert numbers() == numbers(filter="toplevel") == [1, 2, 5]
    assert numbers(filter="stream", order="reverse_chronological") == [5, 4, 3, 2, 1]
    below = page.ask("/122000000000007_3000000000700001/comments?fields=id")["data"]
    assert [int(row["id"][-1]) for row in below] == [3, 4]


def test_visitors_write_in_the_feed_alone(page):
    own = page.ask("/me/posts?fields=from")["data"]
    every = page.ask("/me/feed?fields=from")["data"]
    assert {row["from"]["name"] for row in own} == {"Älvmåla kommun"}
    assert [row["from"]["name"] for row in every].count("Abdi Warsame") == 1


def test_too_much_at_once_is_asked_to_be_less(page):
    page.world.needs_reduction_over = 10
    status, error = page.error("/me/posts?limit=25")
    assert (status, error["code"]) == (500, 1)
    assert "reduce the amount of data" in error["message"]
    assert len(page.ask("/me/posts?limit=10")["data"]) == 6


# --- keys -----------------------------------------------------------------------------


def test_a_key_may_stand_in_the_address_or_in_a_header():
    assert Asker(key="").error("/me")[1]["code"] == 104
    assert Asker(key="").ask(f"/me?access_token={PAGE_TOKEN}")["id"]
    assert Asker().ask("/me")["id"]


@pytest.mark.parametrize(
    ("state", "subcode"),
    [
        (TokenState.EXPIRED, 463),
        (TokenState.INVALIDATED, 460),
        (TokenState.APP_REMOVED, 458),
    ],
)
def test_a_key_that_has_stopped_working_says_why(page, state, subcode):
    page.world.expire(PAGE_TOKEN, state)
    status, error = page.error("/me")
    assert (status, error["code"], error["error_subcode"]) == (401, 190, subcode)
    assert "invalid_token" in page.reply("/me").headers["www-authenticate"]
    told = Asker(page.world, key=APP_TOKEN).ask(
        f"/debug_token?input_token={PAGE_TOKEN}"
    )
    assert told["data"]["is_valid"] is False
    assert told["data"]["error"]["subcode"] == subcode


def test_a_key_stops_by_the_clock():
    times = {"now": NOW.timestamp()}
    asker = Asker(World(clock=lambda: times["now"]), INSTAGRAM)
    assert asker.ask("/me")["id"]
    times["now"] += timedelta(days=61).total_seconds()
    assert asker.error("/me")[1]["error_subcode"] == 463


def test_keys_open_the_host_that_they_are_for():
    assert Asker(host=INSTAGRAM, key=PAGE_TOKEN).error("/me")[1]["code"] == 190
    assert Asker(host=FACEBOOK, key=IG_TOKEN).error("/me")[1]["code"] == 190


def test_a_key_that_cannot_be_read_is_repeated_in_the_error():
    """As the real one does: a reader must keep it out of its own words."""
    assert "hemlig" in Asker(key="hemlig").error("/me")[1]["message"]


def test_a_key_is_told_of(page):
    found = page.ask(f"/debug_token?input_token={PAGE_TOKEN}")["data"]
    assert (found["is_valid"], found["type"], found["expires_at"]) == (True, "PAGE", 0)
    assert found["profile_id"] == "104100200300400"
    assert "pages_read_engagement" in found["scopes"]
    person = Asker(key=USER_TOKEN)
    granted = {row["permission"]: row for row in person.ask("/me/permissions")["data"]}
    assert granted["pages_show_list"]["status"] == "granted"
    assert person.ask("/me/accounts?fields=access_token")["data"][0]["access_token"]


def test_a_narrow_key_opens_less(page):
    page.world.narrow(PAGE_TOKEN, tasks=("MODERATE",))
    rows = page.ask(f"/{POST}/comments?filter=stream&fields=from,is_hidden")["data"]
    assert [row["from"]["name"] for row in rows if "from" in row] == ["Älvmåla kommun"]
    assert not any(row["is_hidden"] for row in rows)
    page.world.narrow(PAGE_TOKEN, "pages_read_user_content")
    assert page.error(f"/{POST}/comments")[0] == 403
    assert page.error("/me/posts?fields=comments{id}")[1]["code"] == 10
    page.world.narrow(PAGE_TOKEN, "pages_read_engagement")
    assert page.error("/me/posts")[1]["code"] == 10


def test_a_person_lists_pages_by_a_permission_of_its_own():
    person = Asker(key=USER_TOKEN)
    person.world.narrow(USER_TOKEN, "pages_show_list")
    status, error = person.error("/me/accounts")
    assert (status, error["code"]) == (403, 200)
    rows = person.ask("/me/permissions")["data"]
    assert [row["permission"] for row in rows if row["status"] == "declined"] == [
        "pages_show_list"
    ]


def test_a_narrow_key_to_instagram_opens_no_comments():
    asker = Asker(host=INSTAGRAM)
    asker.world.narrow(IG_TOKEN, "instagram_business_manage_comments")
    assert asker.ask("/me/media?fields=id")["data"]
    assert asker.error("/17900000000000005/comments")[1]["code"] == 10


# --- limits and faults ----------------------------------------------------------------


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002])
def test_a_limit_says_when_there_is_room_again(page, code):
    page.world.throttle = code
    status, error = page.error("/me")
    assert (status, error["code"]) == (400, code)
    case = json.loads(page.reply("/me").headers["x-business-use-case-usage"])
    (row,) = case["104100200300400"]
    assert (row["call_count"], row["estimated_time_to_regain_access"]) == (100, 15)


def test_every_answer_says_how_near_the_limit_is(page):
    page.world.used = 80
    headers = page.reply("/me").headers
    for name in ("x-app-usage", "x-page-usage"):
        assert json.loads(headers[name])["call_count"] == 80


def test_calls_run_out(page):
    page.world.calls_left = 2
    codes = [page.reply("/me").status for _ in range(4)]
    assert codes == [200, 200, 400, 400]


def test_faults_come_as_they_were_ordered(page):
    page.world.fail(2, "/posts", code=2)
    page.world.fail(1, "/me", status=0)
    assert page.reply("/me").status == 0
    assert [page.reply("/me/posts").status for _ in range(3)] == [503, 503, 200]
    page.world.down = True
    assert page.reply("/me").status == 503


# --- what changes ---------------------------------------------------------------------


def test_the_world_is_changed_while_it_is_asked(page):
    world = page.world
    before = page.ask("/me?fields=cover{id}")["cover"]["id"]
    world.page.name, world.page.cover = "Älvmåla", 2
    after = page.ask("/me?fields=name,cover{id}")
    assert after["name"] == "Älvmåla"
    assert after["cover"]["id"] != before
    world.edit(POST, "Rättat: 15 centimeter.")
    edited = page.ask(f"/{POST}?fields=message,created_time,updated_time")
    assert edited["message"] == "Rättat: 15 centimeter."
    assert edited["updated_time"] > edited["created_time"]
    comment = "122000000000007_3000000000700001"
    world.hide(comment)
    assert page.ask(f"/{comment}?fields=is_hidden")["is_hidden"] is True
    world.delete(comment)
    assert page.error(f"/{comment}")[1]["error_subcode"] == 33
    rows = page.ask(f"/{POST}/comments?filter=stream&fields=id")["data"]
    assert [int(row["id"][-1]) for row in rows] == [2, 5]


def test_a_world_of_any_size_has_as_many_as_was_asked_for():
    for posts, comments in ((7, 30), (45, 4), (400, 8000)):
        timeline = World(posts, comments).page.timeline
        found = [timeline.post(serial) for serial in timeline.serials()]
        assert len(found) == posts
        assert sum(len(post.comments) for post in found) == comments
        assert all(
            comment.parent is None or post.comments[comment.parent - 1].parent is None
            for post in found
            for comment in post.comments
        )


def test_a_photo_leads_to_its_original_and_a_film_to_its_source(page):
    photo = page.ask("/500000000007001?fields=images,alt_text_custom")
    assert photo["images"][0]["width"] > photo["images"][1]["width"]
    film = page.ask("/500000000003001?fields=source,length")
    assert urlsplit(film["source"]).path.endswith(".webm")


# --- Instagram ------------------------------------------------------------------------


@pytest.fixture
def profile():
    return Asker(host=INSTAGRAM)


def test_the_account_is_behind_both_doors_under_names_of_their_own(profile):
    own = profile.ask("/me?fields=user_id,username,media_count")
    assert own["user_id"] == "17841400000000042" != own["id"]
    page = Asker()
    found = page.ask("/me?fields=instagram_business_account{id,username}")
    assert found["instagram_business_account"]["id"] == own["user_id"]
    assert page.error("/17841400000000042?fields=user_id")[1]["code"] == 100


def test_comments_of_instagram_come_newest_first_with_their_answers(profile):
    rows = profile.ask("/17900000000000005/comments?fields=hidden,replies{parent_id}")
    assert [int(row["id"][-1]) for row in rows["data"]] == [4, 2, 1]
    assert [row["hidden"] for row in rows["data"]] == [True, False, False]
    (reply,) = rows["data"][1]["replies"]["data"]
    assert reply["parent_id"] == rows["data"][1]["id"]


def test_what_has_an_age_limit_shows_no_comments(profile):
    media = "/17900000000000002"
    assert profile.ask(f"{media}?fields=comments_count")["comments_count"] == 1
    assert profile.ask(f"{media}/comments")["data"] == []


def test_a_carousel_has_children(profile):
    found = profile.ask("/17900000000000004?fields=media_type,children{media_type}")
    kinds = [row["media_type"] for row in found["children"]["data"]]
    assert (found["media_type"], kinds) == (
        "CAROUSEL_ALBUM",
        ["IMAGE", "IMAGE", "VIDEO"],
    )
