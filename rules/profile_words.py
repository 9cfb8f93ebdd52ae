# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds names, contact details, links and phrases in what a profile says of itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from rules.changes import normal_link, normal_text

FEWEST_DIGITS, MOST_DIGITS = 7, 13
LONGEST_EXCERPT = 110

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\]|\(a\))\s?[\w-]+(?:\.[\w-]+)+"
)
_PHONE = re.compile(r"(?<![\w/.-])(?:(?:\+|00)46|0)[\d\s()/\u2010-\u2015-]{5,18}\d")
_HOURS = re.compile(r"[01]\d[0-5]\d\s*[\u2010-\u2015-]\s*[012]\d[0-5]\d")
_LINK = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?][^\s<>\"”]*)?",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\w\.\w\w")  # "t.ex", "m.fl"
_SENTENCE_ENDS = ".,;:!?)»”'…"
_TAG = re.compile(r"[#@][\w.]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONTACT_PATH = re.compile(
    r"kontakt|contact|servicecenter|medborgarservice", re.IGNORECASE
)
_SAME_HOSTS = {"twitter.com": "x.com", "fb.com": "facebook.com"}
_FRONTS = re.compile(r"^(?:www|m|mobile|mbasic|web|[a-z]{2}-[a-z]{2})\.(?=.+\.)")
_CASELESS_HOSTS = """
facebook.com instagram.com x.com linkedin.com tiktok.com youtube.com threads.net
bsky.app
"""
_SAY_NOTHING = """
och eller men att som den det de en ett vi du ni vår vårt våra är av för från i hos inom
med om på till här där välkommen välkomna officiell officiella officiellt konto kontot
sida sidan kanal kanalen profil profilen facebook instagram youtube linkedin tiktok
bluesky mastodon twitter
"""
_CASELESS = frozenset(_CASELESS_HOSTS.split())
_EMPTY_WORDS = frozenset(_SAY_NOTHING.split())


def find_name(names: Sequence[str], text: str) -> str:
    """Find one of the sender's names as whole words, in any case or the genitive.

    "Älmhult" is not "Almhult": the rings and dots are letters of their own.

    Returns:
        The place where it stands, cut to be shown; "" when it is not there.
    """
    for name in names:
        words = r"\s+".join(map(re.escape, normal_text(name).split()))
        found = re.search(rf"(?<!\w){words}s?(?!\w)", normal_text(text), re.IGNORECASE)
        if found:
            return excerpt(text, found.start())
    return ""


def find_phrase(phrases: Sequence[str], text: str) -> str:
    """Find a phrase where a word begins; its last word may be inflected.

    Returns:
        The place where it stands, cut to be shown; "" when it is not there.
    """
    for phrase in phrases:
        words = r"\s+".join(map(re.escape, normal_text(phrase).split()))
        found = re.search(rf"(?<!\w){words}(?!\d)", normal_text(text), re.IGNORECASE)
        if found:
            return excerpt(text, found.start())
    return ""


def excerpt(text: str, at: int = 0) -> str:
    """Cut a text around a place, between words."""
    line = normal_text(text)
    if len(line) <= LONGEST_EXCERPT:
        return line
    start = max(0, at - LONGEST_EXCERPT // 3)
    if start:
        start = line.find(" ", start, at) + 1 or at
    cut = line[start : start + LONGEST_EXCERPT]
    if start + LONGEST_EXCERPT < len(line):
        cut = cut.rsplit(" ", 1)[0].rstrip(_SENTENCE_ENDS) + "…"
    return f"{'…' if start else ''}{cut}"


def emails_in(text: str) -> tuple[str, ...]:
    """Find e-mail addresses, also those written as "info (at) kommun.se"."""
    return tuple(found.group().rstrip(".") for found in _EMAIL.finditer(text))


def phones_in(text: str) -> tuple[str, ...]:
    """Find Swedish telephone numbers; opening hours such as 0800-1600 are none."""
    found = (match.group().strip() for match in _PHONE.finditer(text))
    return tuple(
        each
        for each in found
        if FEWEST_DIGITS <= len(phone_digits(each)) <= MOST_DIGITS
        and not _HOURS.fullmatch(each)
    )


def phone_digits(number: str) -> str:
    """Bring a telephone number to its digits: "+46 (0)476-550 00" -> "047655000"."""
    digits = re.sub(r"\D", "", number)
    for country in ("0046", "46"):
        if digits.startswith(country):
            return f"0{digits.removeprefix(country).removeprefix('0')}"
    return digits


def links_in(text: str) -> tuple[str, ...]:
    """Find addresses in running text, also without https:// and at a sentence's end."""
    plain = normal_text(text)
    found = (
        match.group().rstrip(_SENTENCE_ENDS)
        for match in _LINK.finditer(plain)
        if not plain.startswith("@", match.end())
    )
    return tuple(each for each in found if not _SHORTENED.fullmatch(each))


def normal_address(link: str) -> str:
    """Bring an address to the form in which two of them name the same page.

    Shims and trackers go, and so do the scheme, "www." and the platforms' mobile
    hosts; their names of accounts are the same in any case.
    """
    parts = urlsplit(normal_link(link))
    host = _FRONTS.sub("", parts.netloc.lower()).removesuffix(":443")
    host = _SAME_HOSTS.get(host, host)
    path = parts.path.rstrip("/")
    if host in _CASELESS:
        path = path.casefold()
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def leads_to(link: str, page: str) -> bool:
    """Whether a link leads to a page, or to something below it."""
    return is_within(normal_address(link), normal_address(page))


def is_within(address: str, page: str) -> bool:
    """Whether an address in normal form is that of a page, or of what is below it."""
    return address == page or address.startswith((f"{page}/", f"{page}?"))


def is_contact_link(link: str) -> bool:
    """Whether a link lets a reader write, call, or leads to a page of contacts."""
    if link.lower().startswith(("mailto:", "tel:")):
        return True
    parts = urlsplit(normal_link(link))
    return parts.hostname == "m.me" or bool(_CONTACT_PATH.search(parts.path))


def telling_words(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Give the words that say something of what an account is for.

    Addresses, tags, the names of account and sender, and words such as "välkommen" and
    "officiell sida" say nothing of it.
    """
    plain = normal_text(text).casefold()
    for name in sorted(names, key=len, reverse=True):
        plain = re.sub(
            rf"(?<!\w){re.escape(normal_text(name).casefold())}s?\b", " ", plain
        )
    for pattern in (_EMAIL, _LINK, _TAG):
        plain = pattern.sub(" ", plain)
    return tuple(_unique(w for w in _WORD.findall(plain) if w not in _EMPTY_WORDS))


def _unique(words: Iterator[str]) -> Iterator[str]:
    yield from dict.fromkeys(words)
