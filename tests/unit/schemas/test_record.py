# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records that there are many of share what is alike, and are records all the same."""

import copy
import pickle
import sys

import pytest
from pydantic import ValidationError

from schemas.item import Item, ItemKind, Place
from schemas.record import Record


def item(number=1, **more):
    return Item(
        item_id=f"i{number}",
        kind=ItemKind.COMMENT,
        position=number,
        author="Karin S",
        is_by_account=False,
        body=f"Kommentar {number}",
        **more,
    )


class Plain(Record):
    """As many fields as a place has, the ordinary way."""

    page_url: str
    warc_record: str | None = None
    member: str | None = None
    pointer: str | None = None
    box: str | None = None


def test_records_of_one_kind_share_names_and_not_values():
    one, other = item(1), item(2, permalink="https://torget.se/2")
    assert (one.body, other.body) == ("Kommentar 1", "Kommentar 2")
    assert one.permalink is None
    assert one.__pydantic_fields_set__ is item(3).__pydantic_fields_set__
    assert other.model_fields_set - one.model_fields_set == {"permalink"}


def test_a_lean_record_is_smaller_than_a_plain_one():
    lean = [Place(page_url=f"https://torget.se/{n}") for n in range(99)][-1]
    plain = Plain(page_url="https://torget.se/1")
    assert sys.getsizeof(lean.__dict__) < sys.getsizeof(plain.__dict__)


def test_it_is_written_read_compared_and_copied_as_any_record():
    one = item(places=(Place(page_url="https://torget.se/", pointer="/data/0"),))
    assert Item.model_validate_json(one.model_dump_json()) == one
    assert Item.model_validate(one.model_dump()) == one
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 -- our own
    assert copy.deepcopy(one) == one
    assert list(one.model_dump()) == list(Item.model_fields)
    assert hash(one.places[0]) == hash(one.places[0].model_copy())


def test_a_copy_with_other_values_leaves_the_first_as_it_was():
    one = item()
    changed = one.model_copy(update={"author": "Bo", "is_hidden": True})
    assert (changed.author, changed.is_hidden) == ("Bo", True)
    assert (one.author, one.is_hidden) == ("Karin S", False)
    assert changed.model_fields_set == one.model_fields_set | {"is_hidden"}
    assert item(2).model_fields_set == one.model_fields_set


def test_it_is_frozen_and_validated():
    with pytest.raises(ValidationError):
        item().author = "Bo"
    with pytest.raises(ValidationError):
        item(unknown=1)
