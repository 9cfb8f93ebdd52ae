# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people of a thread: who wrote in it and whom they call by name.

What the structure tells is found whatever a name's origin, where a list of names finds
some groups better than others.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rules.personal_data.first_names import ALSO_WORDS, NO_NAMES
from rules.personal_data.mail import handles_in
from rules.personal_data.passage import Passage, found
from schemas.item import Item
from schemas.personal_data import Certainty, DataKind, Finding

_TOKEN = re.compile(r"[^\W_]+")
_SIGNATURE = re.compile(r"\s*\(?@([\w.@-]+)\)?\s*$")
_TURNED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss"})
_CALLS = re.compile(
    r"(?:^|[\s(])(?:hej|hallå|tack|men|du|snälla|kära|nej|ja|jo|med|instämmer|precis|"
    r"exakt|hälsa|hälsar|grattis|kram|stackars|som|håller med|mvh|hälsningar|och|"
    r"fråga|frågar|skrev|skriver|säger|sa)[ ,!:]+$|@$"
)
_CALLED = re.compile(r"[,:!?]")
_SHORTEST = 2
_WHOLE = "hela namnet på någon i tråden"
_PART = "en del av namnet på någon i tråden"
_HANDLE = "användarnamnet på någon i tråden"

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name of the thread."""

    tokens: Tokens
    kind: DataKind
    certainty: Certainty
    reason: str
    is_alone: bool = False
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class ThreadNames:
    """The names of a thread, and those that are the account's own.

    The account and its official senders are no personal data; their names are left out.
    """

    people: tuple[str, ...] = ()
    own: frozenset[Tokens] = frozenset()
    forms: dict[str, tuple[Form, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, items: Sequence[Item], own: Collection[str] = ()) -> "ThreadNames":
        """Gather the names of a thread: authors, their handles, and who is mentioned.

        `own` are more names of the account than it signs with.
        """
        official = {*own, *(item.author for item in items if item.is_by_account)}
        own_tokens = frozenset(
            tokens for name in official for tokens in _written(name) if tokens
        )
        people = tuple(
            dict.fromkeys(
                item.author
                for item in items
                if not item.is_by_account and item.author not in official
            )
        )
        forms = [form for name in people for form in _forms_of(name)]
        forms += [form for item in items for form in _mentioned(item.body)]
        return cls(people, own_tokens, _indexed(forms, own_tokens))

    def names_in(self, passage: Passage) -> Iterator[Finding]:
        """Find the thread's names in a text, the longest form at each place."""
        tokens = [*_TOKEN.finditer(passage.text)] if self.forms else []
        folded = [token[0].casefold() for token in tokens]
        place = 0
        while place < len(tokens):
            taken = 1
            for form in self._forms_at(folded[place]):
                end = place + len(form.tokens)
                if _is_same(form.tokens, folded[place:end]):
                    finding = _judge(passage, form, tokens[place:end])
                    if finding:
                        yield finding
                        taken = len(form.tokens)
                        break
            place += taken

    def is_own(self, text: str) -> bool:
        """Say whether a text is a name of the account's own."""
        tokens = _tokens(text)
        return any(_is_same(own, tokens) for own in self.own)

    def _forms_at(self, token: str) -> Iterable[Form]:
        forms = self.forms.get(token, ())
        if token.endswith("s"):
            return (*forms, *self.forms.get(token[:-1], ()))
        return forms


def _tokens(name: str) -> Tokens:
    return tuple(token.casefold() for token in _TOKEN.findall(Passage.of(name).text))


def _plain(tokens: Tokens) -> Tokens:
    """Give a name as a keyboard without its letters writes it."""
    return tuple(
        "".join(
            char
            for char in unicodedata.normalize("NFD", token.translate(_TURNED))
            if not unicodedata.combining(char)
        )
        for token in tokens
    )


def _written(name: str) -> tuple[Tokens, Tokens]:
    """Part a signature into its name and its handle: "Anna Ek (@anna.example)"."""
    handle = _SIGNATURE.search(name)
    if handle is None:
        return _tokens(name), ()
    return _tokens(name[: handle.start()]), _tokens(handle[1])


def _forms_of(author: str) -> Iterator[Form]:
    name, handle = _written(author)
    if handle:
        yield Form(handle, DataKind.HANDLE, Certainty.CERTAIN, _HANDLE)
        yield from _local_part(handle)
    for tokens in dict.fromkeys((name, _plain(name))):
        yield from _forms_of_name(tokens)


def _local_part(handle: Tokens) -> Iterator[Form]:
    """Give what stands before the server's name, when it cannot be a word."""
    first = handle[0]
    if len(handle) > 1 and any(char.isdigit() for char in first):
        yield Form(handle[:1], DataKind.HANDLE, Certainty.LIKELY, _HANDLE)


def _forms_of_name(name: Tokens) -> Iterator[Form]:
    if not name:
        return
    if len(name) == 1:
        is_word = _is_word(name[0])
        yield Form(
            name, DataKind.NAME, Certainty.CERTAIN, _WHOLE, is_alone=is_word,
            is_word=is_word,
        )  # fmt: skip
        return
    yield Form(name, DataKind.NAME, Certainty.CERTAIN, _WHOLE)
    yield Form((*name[1:], name[0]), DataKind.NAME, Certainty.LIKELY, _WHOLE)
    for token, certainty in (
        (name[0], Certainty.LIKELY),
        (name[-1], Certainty.POSSIBLE),
    ):
        if len(token) > _SHORTEST or not token.isascii():
            yield Form(
                (token,), DataKind.NAME, certainty, _PART, is_alone=True,
                is_word=_is_word(token),
            )  # fmt: skip


def _is_word(token: str) -> bool:
    return token in ALSO_WORDS or token in NO_NAMES or len(token) <= _SHORTEST


def _mentioned(body: str) -> Iterator[Form]:
    if "@" not in body:
        return
    passage = Passage.of(body)
    for mention in handles_in(passage):
        tokens = _tokens(passage.text[mention.start : mention.end])
        if len("".join(tokens)) > 3:  # noqa: PLR2004 - too short to tell from a word
            yield Form(
                tokens, DataKind.HANDLE, Certainty.LIKELY, _HANDLE, is_alone=True,
                is_word=_is_word(tokens[0]),
            )  # fmt: skip


def _indexed(
    forms: Iterable[Form], own: frozenset[Tokens]
) -> dict[str, tuple[Form, ...]]:
    index: dict[str, list[Form]] = {}
    for form in dict.fromkeys(forms):
        if form.tokens not in own:
            index.setdefault(form.tokens[0], []).append(form)
    return {
        token: tuple(sorted(same, key=lambda form: -len(form.tokens)))
        for token, same in index.items()
    }


def _is_same(name: Tokens, tokens: Sequence[str]) -> bool:
    """Say whether tokens are a name, its last one perhaps in the genitive."""
    return (
        tuple(tokens[:-1]) == name[:-1]
        and bool(tokens)
        and (tokens[-1] in {name[-1], f"{name[-1]}s"})
    )


def _judge(
    passage: Passage, form: Form, tokens: Sequence[re.Match[str]]
) -> Finding | None:
    """Weigh capitals and address where a form is not the whole name."""
    start, end = tokens[0].start(), tokens[-1].end()
    if form.reason is _HANDLE and passage.text[start - 1 : start] == "@":
        start -= 1
    certainty: Certainty | None = form.certainty
    if form.is_alone:
        certainty = _alone(passage, form, tokens[0][0], (start, end))
    if certainty is None:
        return None
    return found(form.kind, (start, end), certainty, form.reason)


def _alone(
    passage: Passage, form: Form, token: str, span: tuple[int, int]
) -> Certainty | None:
    """Weigh a name that stands alone: capital, or spoken to; a word needs both."""
    is_capital = token[0].isupper() or token[0].lower() == token[0].upper()
    if form.kind is DataKind.HANDLE and any(char.isdigit() for char in token):
        return form.certainty
    is_called = bool(
        _CALLS.search(passage.before(span[0]))
        or (span[0] == 0 and _CALLED.match(passage.after(span[1])))
        or _closes(passage, span)
    )
    if form.is_word:
        return Certainty.POSSIBLE if is_capital and is_called else None
    if is_capital:
        return form.certainty
    return Certainty.POSSIBLE if is_called else None


def _closes(passage: Passage, span: tuple[int, int]) -> bool:
    """Say whether a text ends by naming someone: "..., lasse!"."""
    ends = not passage.text[span[1] :].strip(" .!?)")
    return ends and passage.before(span[0], 2) in {", ", "! "}
