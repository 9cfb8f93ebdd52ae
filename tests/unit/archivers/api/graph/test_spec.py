# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each platform's data file says what is asked, and which permissions that takes."""

import re

from archivers.api.graph import read_spec

FACEBOOK = read_spec("archivers.platforms.facebook", "facebook.toml")


def test_a_list_makes_the_question():
    comments = FACEBOOK.of("comments")
    question = comments.question()
    assert comments.edge == "comments"
    assert question["filter"] == "stream"
    assert question["order"] == "chronological"
    assert question["limit"] == "100"
    assert question["fields"].startswith("id,message,")


def test_an_object_is_asked_for_without_a_size():
    assert "limit" not in FACEBOOK.of("profile").question()
    assert FACEBOOK.of("posts").sized(5).question()["limit"] == "5"


def test_a_list_may_have_the_fields_of_another():
    assert FACEBOOK.of("post").fields == FACEBOOK.of("posts").fields
    assert FACEBOOK.of("post").edge == ""


def test_the_permissions_are_listed_once():
    assert FACEBOOK.permissions == (
        "pages_show_list",
        "pages_read_engagement",
        "pages_read_user_content",
    )


def test_version_and_language_are_fixed():
    assert re.fullmatch(r"v\d+\.0", FACEBOOK.version)
    assert FACEBOOK.locale == "sv_SE"


def test_every_list_closes_what_it_opens():
    for row in FACEBOOK.lists.values():
        assert row.fields.count("{") == row.fields.count("}")
        assert row.fields.count("(") == row.fields.count(")")
        assert " " not in row.fields
