# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must stand nowhere once items are disposed of, and what remains of them.

The values are what the independent verifier looks for before and after. They live in
memory while that is done: never stored, never logged.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules.wording import fold
from schemas.gallring import RemovedValue, ValueKind
from schemas.item import Item
from schemas.personal_data import DataKind, Finding

SHORTEST_PART = 20
"""Letters and digits; a shorter sentence may be anybody's ("Tack för hjälpen!")."""

SHORTEST_RUN = 6
"""Letters and digits; a shorter identifier is compared as a word, never inside one."""

SURE_NAME = 10
"""Letters; so long a name is itself also inside another word."""

OPENING = 24
"""Letters and digits; previews show a text's beginning, cut short anywhere."""

HEADLINE = "\n\n"
"""What stands between a headline and its text, which the page has in fields apart."""

WHOLE = 64
PIECE = 48
"""Letters and digits; a text longer than `WHOLE` is known by pieces of so many."""

PERSONAL_DIGITS = 10
_COUNTRY = re.compile(r"^(?:00)?46|^0")
LEAST_PATH = 12
"""Characters; a shorter path may be anybody's, so it is looked for with its host."""

WITHIN = "export:"
"""How an address begins that leads to a file of the owner's export, not to the net."""

_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_NAME_PARTS = re.compile(r"[\s,;]+")
_ADDITION = re.compile(r"[?#]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|[\r\n]+")
_HANDLE = re.compile(r"@[\w.@-]+|[\w-]+(?:[._][\w-]+)+")
_KINDS: dict[DataKind, ValueKind] = {DataKind.HANDLE: ValueKind.HANDLE}
_NOT_STRUCTURED = frozenset({DataKind.NAME, DataKind.PICTURE})

Find = Callable[[str], Sequence[Finding]]


def removed_values(
    removed: Sequence[Item],
    kept: Sequence[Item],
    account_names: Collection[str],
    findings: Find,
) -> tuple[RemovedValue, ...]:
    """List what must be gone: texts, authors, addresses and identifiers.

    `account_names` are the names, handles and other texts of the account's own
    profile; `findings` finds the personal data in a text. What stands in a kept item
    or in the profile, in any form, is not listed, since it is to remain: a name that a
    kept comment mentions, a phrase that the municipality's answer quotes. A long text
    of which a piece is quoted is listed by its other sentences.
    """
    staying = _Staying(tuple(kept), tuple(account_names))
    values = dict.fromkeys(
        value for item in removed for value in _values_of(item, findings)
    )
    gone = (v for v in values if v.text.strip() and not staying.holds(v))
    return tuple(dict.fromkeys(own for v in gone for own in staying.own_part(v)))


def tombstone(item: Item, decision_id: str) -> Item:
    """Give what remains of an item: id, kind, place in the thread and plan row.

    One that was disposed of before keeps the decision that it was disposed of under.
    """
    return Item(
        item_id=item.item_id,
        kind=item.kind,
        parent_id=item.parent_id,
        position=item.position,
        author="",
        is_by_account=item.is_by_account,
        body="",
        sources=item.sources,
        plan=item.plan,
        gallring=item.gallring or decision_id,
    )


def _values_of(item: Item, findings: Find) -> Iterator[RemovedValue]:
    for text in _texts(item):
        yield from (_value(ValueKind.BODY, part) for part in _parts(text))
        yield from _identifiers(text, findings)
    if not item.is_by_account:
        yield from _author(item.author)
    for address in _addresses(item):
        yield _value(ValueKind.ADDRESS, address)
    yield from (_value(ValueKind.IDENTIFIER, name) for name in _files(item))


def _texts(item: Item) -> tuple[str, ...]:
    return (item.body, *(medium.alternative_text for medium in item.media))


def _addresses(item: Item) -> tuple[str, ...]:
    links = (item.permalink or "", *(medium.url for medium in item.media))
    return tuple(link for link in links if link and not link.startswith(WITHIN))


def _files(item: Item) -> tuple[str, ...]:
    """Give the names of an item's files within the owner's export.

    Other files of it name them so. A short name may be a part of any other.
    """
    names = (medium.member.name for medium in item.media if medium.member)
    return tuple(name for name in names if len(_squeezed(name)) >= LEAST_PATH)


def _parts(text: str) -> Iterator[str]:
    """Give the whole text, each sentence that tells it from others, and its opening."""
    yield text.strip()
    for part in _SENTENCE_END.split(text):
        if len(_squeezed(part)) >= SHORTEST_PART:
            yield part.strip()
    yield _opening(text)
    if HEADLINE in text.strip():
        yield from (part.strip() for part in text.strip().split(HEADLINE, 1))


def _opening(text: str) -> str:
    """Give a longer text's first letters; a short text's opening is all of it."""
    count = 0
    for place, character in enumerate(text, 1):
        count += len(_squeezed(character))
        if count >= OPENING:
            return text[:place].strip()
    return text.strip()


def _author(author: str) -> Iterator[RemovedValue]:
    """Give an author's display name, and the handles that stand in it.

    Some platforms show "Åsa Tänkt (@asa.tankt)", others the handle alone.
    """
    handles = _HANDLE.findall(author)
    if fold(author) not in map(fold, handles):
        yield _value(ValueKind.NAME, author.strip())
    yield from (_value(ValueKind.HANDLE, handle.strip(".")) for handle in handles)


def _identifiers(text: str, findings: Find) -> Iterator[RemovedValue]:
    """Give what a rule found in a text and can tell from other words.

    Names in free text are guesses ("Sten", "Siv"), and are gone with the text.
    """
    for found in findings(text):
        if found.kind.is_personal and found.kind not in _NOT_STRUCTURED:
            kind = _KINDS.get(found.kind, ValueKind.IDENTIFIER)
            yield _value(kind, text[found.start : found.end].strip())


def _value(kind: ValueKind, text: str) -> RemovedValue:
    return RemovedValue(kind=kind, text=text)


@dataclass(frozen=True)
class _Staying:
    """What is to remain, in the forms that a removed value is compared with."""

    kept: tuple[Item, ...]
    account_names: tuple[str, ...]

    def holds(self, value: RemovedValue) -> bool:
        """Tell whether a value, or a near form of it, stands in what remains."""
        if value.kind is ValueKind.ADDRESS:
            return self._holds_address(value.text)
        if value.kind is ValueKind.NAME:
            return self._holds_name(value.text)
        if value.kind is ValueKind.HANDLE:
            return self._holds_words(value.text)
        run = _squeezed(value.text)
        if value.kind is ValueKind.IDENTIFIER:
            return self._holds_identifier(value.text, run)
        if not run:
            return any(fold(value.text) in fold(text) for text in self._texts)
        return any(piece in self._runs for piece in _pieces(run))

    def _holds_words(self, text: str) -> bool:
        words = _words(text)
        return bool(words) and f" {words} " in self._word_lines

    def _holds_name(self, text: str) -> bool:
        """Tell whether a name stands there, be it over the edge of two texts."""
        run, words = _squeezed(text), _words(text)
        is_inside = len(run) >= SURE_NAME and run in self._runs
        return is_inside or self._holds_words(text) or f" {words} " in self._thread

    def _holds_identifier(self, text: str, run: str) -> bool:
        """Tell whether an identifier stands there, a number in any of its lengths."""
        if len(run) < SHORTEST_RUN:
            return self._holds_words(text)
        forms = {run, run[-PERSONAL_DIGITS:], _COUNTRY.sub("", run)}
        usable = forms if run.isdecimal() else {run}
        return any(form in self._runs for form in usable if len(form) >= SHORTEST_RUN)

    def own_part(self, value: RemovedValue) -> tuple[RemovedValue, ...]:
        """Give what of a value is its own, when parts of it are to remain.

        The verifier knows names and addresses by their parts as well. Where the parts
        are to remain they would be found for ever, so such a value is named as an
        identifier, which is looked for whole or not at all.
        """
        if value.kind is ValueKind.NAME and self._holds_parts(value.text):
            return (_value(ValueKind.IDENTIFIER, value.text),)
        if value.kind is ValueKind.ADDRESS:
            return self._own_address(value)
        return (value,)

    def _holds_parts(self, name: str) -> bool:
        """Tell whether first and last name stand there, be it of different people.

        "Kerstin Ek" and "Eva Påhittad" beside each other in a thread look like a
        Kerstin Påhittad, and so does "Påhittad, Kerstin".
        """
        first, *others = _NAME_PARTS.split(name)
        return bool(others) and all(map(self._holds_words, (first, others[-1])))

    def _own_address(self, value: RemovedValue) -> tuple[RemovedValue, ...]:
        """Give an address whole when it is a kept one with something added.

        A comment's address is often its post's with a query, and pictures' signatures
        vary: the verifier looks for an address without its query too.
        """
        bare = _SCHEME.sub("", value.text)
        path = bare.partition("/")[2]
        stem = _ADDITION.split(path)[0]
        if not stem or not self._holds_stem(stem):
            return (value,)
        forms = [bare, path] if path != stem and len(path) > LEAST_PATH else [bare]
        return tuple(_value(ValueKind.IDENTIFIER, form) for form in forms)

    def _holds_address(self, address: str) -> bool:
        """Tell whether an address is a kept one or the beginning of one.

        A post's address stands in those of its comments, as in "…/1" and "…/1#c2", but
        "…/1" is not the beginning of "…/12".
        """
        return any(
            kept.startswith(address) and not kept[len(address) :][:1].isalnum()
            for kept in self._addresses
        )

    def _holds_stem(self, stem: str) -> bool:
        whole = re.compile(rf"/{re.escape(stem)}(?![^\W_])", re.IGNORECASE)
        return any(stem in kept and whole.search(kept) for kept in self._addresses)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        own = (text for text in self.account_names if _SCHEME.match(text))
        kept = (link for item in self.kept for link in _addresses(item))
        return frozenset((*own, *kept))

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        authors = (item.author for item in self.kept)
        texts = (text for item in self.kept for text in _texts(item))
        names = (name for item in self.kept for name in _files(item))
        said = (*self.account_names, *authors, *texts, *self._addresses, *names)
        return tuple(dict.fromkeys(text for text in said if text))

    @cached_property
    def _thread(self) -> str:
        said = (
            text
            for item in self.kept
            for text in (item.author, *_texts(item), *_addresses(item))
        )
        return f" {' '.join(filter(None, map(_words, said)))} "

    @cached_property
    def _runs(self) -> str:
        return "\n".join(map(_squeezed, self._texts))

    @cached_property
    def _word_lines(self) -> str:
        return "\n".join(f" {_words(text)} " for text in self._texts)


def _pieces(run: str) -> tuple[str, ...]:
    """Give the pieces that a long text is known by, its end among them."""
    if len(run) <= WHOLE:
        return (run,)
    starts = (*range(0, len(run) - PIECE + 1, PIECE), len(run) - PIECE)
    return tuple(run[start : start + PIECE] for start in starts)


def _words(text: str) -> str:
    """Give a text's words in one form, parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = (x if x.isalnum() else " " for x in plain if not unicodedata.combining(x))
    return " ".join("".join(kept).split())


def _squeezed(text: str) -> str:
    """Give a text's letters and digits in one form, with nothing between them."""
    return _words(text).replace(" ", "")
