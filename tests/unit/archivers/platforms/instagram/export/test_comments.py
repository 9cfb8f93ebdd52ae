# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment is told from the owner's name in any language."""

import pytest

from archivers.owner_export.json_entries import Entry
from archivers.platforms.instagram.export.comments import comment_in

TIME = {"timestamp": 1_790_000_000}


def entry(**fields: object) -> Entry:
    return Entry("/3", {"string_map_data": fields})


@pytest.mark.parametrize(
    ("labels", "text", "owner"),
    [
        (("Comment", "Media Owner", "Time"), "Fint", "ann.e"),
        (("Media Owner", "Comment", "Time"), "ann.e", "Fint"),
        (("Kommentar", "Medieägare", "Tid"), "Fint", "ann.e"),
        (("KommentÃ¥r", "Ok", "Nu"), "Fint", "ann.e"),
    ],
)
def test_fields_are_told_by_their_names_and_else_by_their_order(labels, text, owner):
    first, second, third = labels
    said = entry(**{first: {"value": "Fint"}, second: {"value": "ann.e"}, third: TIME})

    comment = comment_in(said)

    assert (comment.text, comment.owner) == (text, owner)


def test_what_cannot_be_a_name_is_the_text_in_a_language_without_words():
    said = entry(Eigandi={"value": "ann.e"}, Orð={"value": "Så fint!"}, Tími=TIME)

    comment = comment_in(said)

    assert (comment.text, comment.owner) == ("Så fint!", "ann.e")
    assert comment.pointer == "/3/string_map_data/Orð/value"


def test_a_slash_in_a_name_is_escaped_in_the_pointer():
    said = entry(**{"a/b~c": {"value": "Så fint!"}, "Time": TIME})

    assert comment_in(said).pointer == "/3/string_map_data/a~1b~0c/value"


def test_a_comment_that_is_a_moving_picture_has_no_text():
    said = entry(**{"Media Owner": {"value": "ann.e"}, "Time": TIME})

    comment = comment_in(said)

    assert (comment.text, comment.owner, comment.pointer) == ("", "ann.e", "/3")


def test_a_comment_as_a_list_of_named_values_is_read_too():
    listed = [
        {"label": "Kommentar", "value": "Hej"},
        {"label": "Tid", "timestamp_value": 1_790_000_000},
    ]

    comment = comment_in(Entry("/0", {"label_values": listed}))

    assert (comment.text, comment.pointer) == ("Hej", "/0/label_values/0/value")


@pytest.mark.parametrize("value", ["text", {}, {"string_map_data": []}, ["a"], None])
def test_what_has_no_time_is_no_comment(value):
    assert comment_in(Entry("/0", value)) is None
