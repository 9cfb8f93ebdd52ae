# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A large transcript is in volumes: nothing lost, each no larger than it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivers.transcript.document import Shown, document_markup
from archivers.transcript.pictures import Pictures
from archivers.transcript.thread import in_reading_order
from archivers.transcript.volumes import volumes_of
from schemas.item import Item, ItemKind
from tests.samples import sample_capture
from tests.unit.archivers.transcript.test_document import sample_cover


def item(name: str, position: int, parent: str | None = None) -> Item:
    return Item(
        item_id=name,
        kind=ItemKind.COMMENT if parent else ItemKind.POST,
        parent_id=parent,
        position=position,
        author="Testperson",
        is_by_account=not parent,
        body=f"Text {name}",
    )


def account(*comments: int) -> tuple[Item, ...]:
    """Give posts with so many comments each."""
    found = []
    for post, count in enumerate(comments, start=1):
        found.append(item(f"p{post}", post))
        found += [item(f"c{post}-{n}", n, f"p{post}") for n in range(1, count + 1)]
    return tuple(found)


def numbers(volume) -> list[str]:
    return [entry.number for thread in volume.threads for entry in thread]


def test_a_usual_account_has_one_volume_at_its_usual_place():
    [volume] = volumes_of(in_reading_order(account(2, 0)))
    assert (volume.path, volume.named) == ("pdf/transcript.pdf", "")
    [empty] = volumes_of(())
    assert empty.threads == ()


def test_a_thread_is_kept_together_if_it_fits():
    first, second = volumes_of(in_reading_order(account(2, 2)), most=4)
    assert numbers(first) == ["1", "1.1", "1.2"]
    assert numbers(second) == ["2", "2.1", "2.2"]
    assert second.path == "pdf/transcript-2.pdf"
    assert second.named == "del 2 av 2"
    assert second.span == "inlägg 2 till kommentar 2.2"


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(1, 6))
def test_nothing_is_lost_and_no_volume_is_too_large(comments, most):
    threads = in_reading_order(account(*comments))
    volumes = volumes_of(threads, most)
    together = [number for volume in volumes for number in numbers(volume)]
    assert together == [entry.number for thread in threads for entry in thread]
    assert all(len(numbers(volume)) <= most for volume in volumes)
    assert len({volume.path for volume in volumes}) == len(volumes)
    assert all(volume.threads for volume in volumes) or len(volumes) == 1


@pytest.fixture
def written(tmp_path) -> list[str]:
    capture = sample_capture(tmp_path).model_copy(update={"items": account(1, 3)})
    threads = in_reading_order(capture.items)
    return [
        document_markup(capture, sample_cover(), Shown(Pictures()), threads, volume)
        for volume in volumes_of(threads, most=3)
    ]


def test_each_volume_says_which_it_is_and_what_stands_in_it(written):
    assert len(written) == 3
    assert "del 1 av 3" in written[0]
    assert "Den här delen går från inlägg 2 till kommentar 2.2" in written[1]
    assert "Text c2-3" in written[2]
    assert "Text c2-3" not in written[0] + written[1]


def test_only_the_first_tells_of_the_capture(written):
    assert 'class="about"' in written[0]
    assert all('class="about"' not in volume for volume in written[1:])
    assert all("läser du i del 1" in volume for volume in written[1:])
