# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands on an account: posts, comments, pictures; written, or made as needed.

Posts are numbered from the oldest, comments from the oldest of their post, so that a
number means the same thing however much is added or removed afterwards.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

SOURCE = Path(__file__).parent / "content"
OWNER = "@sidan"
MOST_COMMENTS = 99_999
"""A post has no more comments than this: their ids are counted from its own."""


@dataclass(frozen=True)
class Person:
    """Somebody who comments; invented."""

    person_id: str
    name: str
    username: str


@dataclass(frozen=True)
class Picture:
    """A picture or film; `name` decides how it looks."""

    name: str
    alt: str = ""
    is_video: bool = False


@dataclass(frozen=True)
class Comment:
    """A comment; `author` is None for the account itself, `parent` what it answers."""

    number: int
    text: str
    published: datetime
    author: Person | None = None
    parent: int | None = None
    picture: Picture | None = None
    likes: int = 0
    is_hidden: bool = False
    is_private: bool = False


@dataclass(frozen=True)
class Post:
    """A post; `author` is None for the account itself, else a visitor."""

    serial: int
    text: str
    published: datetime
    author: Person | None = None
    pictures: tuple[Picture, ...] = ()
    link: str = ""
    link_title: str = ""
    story: str = ""
    reactions: Mapping[str, int] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    is_hidden: bool = False
    is_age_restricted: bool = False


PEOPLE = tuple(
    Person(str(7_000_000_000_001 + index), name, username)
    for index, (name, username) in enumerate(
        (
            ("Gunnel Åkerlind", "gunnel.akerlind"),
            ("Nisse Brorsson", "nissebror"),
            ("Karin Sörensson", "karin_sor"),
            ("Abdi Warsame", "abdi.w"),
            ("Märta Öhrn", "martaohrn"),
            ("Leif Jönåker", "leif.jonaker"),
            ("Siv Hällgård", "sivhallgard"),
            ("Olga Petrénko", "olga_pet"),
        )
    )
)


def written(name: str, now: datetime) -> tuple[Post, ...]:
    """Read the posts of an account that was written by hand, newest first."""
    raw = tomllib.loads((SOURCE / f"{name}.toml").read_text(encoding="utf-8"))
    listed = raw["post"]
    return tuple(
        _post(one, len(listed) - place, now) for place, one in enumerate(listed)
    )


def _post(raw: Mapping[str, Any], serial: int, now: datetime) -> Post:
    published = now - timedelta(hours=raw["hours_ago"])
    return Post(
        serial=serial,
        text=raw.get("text", "").strip(),
        published=published,
        author=_person(raw.get("author", OWNER)),
        pictures=tuple(Picture(**one) for one in raw.get("pictures", ())),
        link=raw.get("link", ""),
        link_title=raw.get("link_title", ""),
        story=raw.get("story", ""),
        reactions=raw.get("reactions", {}),
        comments=tuple(_comments(raw.get("comment", ()), published)),
        is_hidden=raw.get("hidden", False),
        is_age_restricted=raw.get("age_restricted", False),
    )


def _comments(
    listed: Iterable[Mapping[str, Any]], published: datetime
) -> Iterable[Comment]:
    for number, raw in enumerate(listed, start=1):
        picture = raw.get("picture")
        yield Comment(
            number=number,
            text=raw["text"],
            published=published + timedelta(minutes=raw["after"]),
            author=_person(raw["author"]),
            parent=raw.get("answers"),
            picture=Picture(**picture) if picture else None,
            likes=raw.get("likes", 0),
            is_hidden=raw.get("hidden", False),
            is_private=raw.get("private", False),
        )


def _person(name: str) -> Person | None:
    if name == OWNER:
        return None
    return next(person for person in PEOPLE if person.name == name)


TEXTS = (
    "Nu har vägarbetet på Älvgatan börjat. Gå gärna över Torget så länge. 🚧",
    "Simhallen har öppet som vanligt i helgen: lördag 9–16, söndag 10–15. 🏊",
    "Tack för alla synpunkter på översiktsplanen! Vi läser vartenda ett.",
    "Biblioteket bjuder på sagostund på lördag klockan elva. Välkommen! 📚",
    "Sophämtningen på Åsen är en dag sen på grund av halkan. ❄️",
    "I dag flaggar vi för världens lärare. Tack för allt ni gör! 🍎",
    "Fullmäktige sammanträder på måndag. Du kan följa mötet på vår webbplats.",
)
QUESTIONS = (
    "Hur länge håller det på? Vi som bor på Övre Åsgatan märker av det. 🤔",
    "Tack för informationen! ❤️",
    "Gäller det även på söndagar?",
    "Det här borde ni ha sagt förra veckan …",
    "Så bra! Vi kommer med barnen 👨‍👩‍👧",
)
REPLY = "Hej! Tack för att du frågar. Vi återkommer här så snart vi vet mer. /Älvmåla"


@dataclass(frozen=True)
class MadePosts(Sequence[Post]):
    """As many posts as are wanted, each made when it is asked for; newest first.

    `is_pictured` gives every post a picture, as on Instagram; else each third has one.
    """

    size: int
    comments: int
    newest: datetime
    is_pictured: bool = False

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> Post: ...

    @overload
    def __getitem__(self, index: slice) -> list[Post]: ...

    def __getitem__(self, index: int | slice) -> Post | list[Post]:
        """Make a post by its place, 0 for the newest; or several."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self.size))]
        if not -self.size <= index < self.size:
            raise IndexError(index)
        return _made(self, self.size - index % self.size)

    def comment_count(self, serial: int) -> int:
        """Say how many comments a post has; together they are as many as wanted."""
        each, rest = divmod(self.comments, self.size)
        base = each + (serial <= rest)
        partner = serial + 1 if serial % 2 else serial - 1
        if not 1 <= partner <= self.size:
            return base
        moved = min(each, each * (serial + partner) % 17)
        return base + (moved if serial % 2 else -moved)


@lru_cache(maxsize=256)
def _made(posts: MadePosts, serial: int) -> Post:
    published = posts.newest - timedelta(hours=7 * (posts.size - serial))
    pictures: tuple[Picture, ...] = ()
    if serial % 3 == 0 or posts.is_pictured:
        number = 3 if serial % 30 == 0 else 1
        pictures = tuple(Picture(f"post-{serial}-{n}") for n in range(number))
    if serial % 50 == 0:
        pictures = (Picture(f"film-{serial}", is_video=True),)
    return Post(
        serial=serial,
        text=f"{TEXTS[serial % len(TEXTS)]}\n\nNr {serial}",
        published=published,
        pictures=pictures,
        link=f"https://www.alvmala.example/nyhet/{serial}" if serial % 7 == 1 else "",
        link_title="Läs mer hos Älvmåla kommun" if serial % 7 == 1 else "",
        reactions={"LIKE": serial % 90 + 1, "LOVE": serial % 5},
        comments=tuple(
            _made_comment(serial, number, published)
            for number in range(1, posts.comment_count(serial) + 1)
        ),
    )


def _made_comment(serial: int, number: int, published: datetime) -> Comment:
    """Make a comment: each third answers the one before it, from the account itself."""
    is_reply = number % 3 == 0
    person = PEOPLE[(serial * 31 + number) % len(PEOPLE)]
    asked = QUESTIONS[(serial + number) % len(QUESTIONS)]
    return Comment(
        number=number,
        text=f"{REPLY if is_reply else asked} ({serial}.{number})",
        published=published + timedelta(minutes=number),
        author=None if is_reply else person,
        parent=number - 1 if is_reply else None,
        likes=number % 4,
        is_hidden=number % 41 == 0,
    )
