# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The order and numbers in which posts, comments and replies stand on paper.

A number says where an item belongs: 3.2.1 answers 3.2, which is a comment on post 3.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.item import Item


@dataclass(frozen=True)
class Entry:
    """An item with its number and how deep it stands; a post has depth 0.

    `is_orphan` says that what it answers is not in the capture. `answers` counts
    everything below it, replies to replies as well.
    """

    item: Item
    number: str
    depth: int
    answers: int = 0
    is_orphan: bool = False

    @property
    def label(self) -> str:
        """Its kind and number, such as "Kommentar 3.2"."""
        return f"{self.item.kind.label} {self.number}"

    @property
    def anchor(self) -> str:
        """Its name as a target inside the document."""
        return "p" + self.number.replace(".", "-")


def in_reading_order(items: Iterable[Item]) -> tuple[tuple[Entry, ...], ...]:
    """Give one thread a post: the post, then its comments, each with its replies.

    Nothing is left out: an item whose parent is missing, or that answers itself in a
    circle, starts a thread of its own after all others.
    """
    everything = sorted(items, key=lambda item: item.position)
    known = {item.item_id for item in everything}
    children: dict[str | None, list[Item]] = defaultdict(list)
    for item in everything:
        children[item.parent_id if item.parent_id in known else None].append(item)
    first = sorted(children[None], key=lambda item: item.parent_id is not None)
    seen: set[str] = set()
    found = [tuple(_below(root, children, seen)) for root in first]
    found += [
        tuple(_below(item, children, seen))
        for item in everything
        if item.item_id not in seen
    ]
    return tuple(_numbered(each, at) for at, each in enumerate(found, start=1))


def _below(
    root: Item, children: Mapping[str | None, Sequence[Item]], seen: set[str]
) -> Iterator[tuple[Item, tuple[int, ...]]]:
    """Walk a thread without recursion: replies may be nested a thousand deep."""
    waiting: list[tuple[Item, tuple[int, ...]]] = [(root, ())]
    while waiting:
        item, path = waiting.pop()
        if item.item_id in seen:
            continue
        seen.add(item.item_id)
        yield item, path
        answers = enumerate(children.get(item.item_id, ()), start=1)
        waiting.extend(reversed([(each, (*path, at)) for at, each in answers]))


def _numbered(
    thread: Sequence[tuple[Item, tuple[int, ...]]], at: int
) -> tuple[Entry, ...]:
    below: dict[tuple[int, ...], int] = defaultdict(int)
    for _, path in reversed(thread):  # answers come after what they answer
        if path:
            below[path[:-1]] += 1 + below[path]
    return tuple(
        Entry(
            item=item,
            number=".".join(map(str, (at, *path))),
            depth=len(path),
            answers=below[path],
            is_orphan=not path and item.parent_id is not None,
        )
        for item, path in thread
    )
