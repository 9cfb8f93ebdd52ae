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
_ORDER = (Certainty.POSSIBLE, Certainty.LIKELY, Certainty.CERTAIN)
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
    forms: dict[Tokens, Form] = field(default_factory=dict, repr=False)
    reach: dict[str, int] = field(default_factory=dict, repr=False)

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
        known = _strongest(form for form in forms if form.tokens not in own_tokens)
        return cls(people, own_tokens, known, _reach(known))

    def names_in(self, passage: Passage) -> Iterator[Finding]:
        """Find the thread's names in a text, the longest form at each place."""
        tokens = [*_TOKEN.finditer(passage.text)] if self.forms else []
        folded = [token[0].casefold() for token in tokens]
        place = 0
        while place < len(tokens):
            taken = 1
            for length in range(self._longest(folded[place]), 0, -1):
                form = _form(self.forms, tuple(folded[place : place + length]))
                if form is None:
                    continue
                finding = _judge(passage, form, tokens[place : place + length])
                if finding is not None:
                    yield finding
                    taken = length
                    break
            place += taken

    def is_own(self, text: str) -> bool:
        """Say whether a text is a name of the account's own."""
        tokens = _tokens(text)
        return tokens in self.own or _nominative(tokens) in self.own

    def _longest(self, token: str) -> int:
        """Count the words of the longest form that begins with a word."""
        return max(self.reach.get(token, 0), self.reach.get(token.removesuffix("s"), 0))


def _form(forms: dict[Tokens, Form], tokens: Tokens) -> Form | None:
    """Give the form that some words are, the last one perhaps in the genitive."""
    return forms.get(tokens) or forms.get(_nominative(tokens))


def _nominative(tokens: Tokens) -> Tokens:
    return (*tokens[:-1], tokens[-1].removesuffix("s")) if tokens else ()


def _strongest(forms: Iterable[Form]) -> dict[Tokens, Form]:
    """Keep of forms that are written alike the one that says most."""
    best: dict[Tokens, Form] = {}
    for form in forms:
        other = best.get(form.tokens)
        if other is None or _strength(form) > _strength(other):
            best[form.tokens] = form
    return best


def _strength(form: Form) -> tuple[bool, int]:
    return not form.is_alone, _ORDER.index(form.certainty)


def _reach(forms: Iterable[Tokens]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for tokens in forms:
        longest[tokens[0]] = max(len(tokens), longest.get(tokens[0], 0))
    return longest


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
    is_compound = len(form.tokens) > 1 or any(char.isdigit() for char in token)
    if form.kind is DataKind.HANDLE and is_compound:
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
