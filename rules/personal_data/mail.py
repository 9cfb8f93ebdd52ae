# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""E-mail addresses, also those that hide from robots, and user names.

A mailbox of a function (info@, registrator@) belongs to no person.
"""

import re
from collections.abc import Iterator

from rules.personal_data.passage import Passage, found
from rules.personal_data.words import words_of
from schemas.personal_data import Certainty, DataKind, Finding

_FUNCTIONS = words_of(
    """info registrator registratorn kommun kommunen kontakt kontakta kontaktcenter
    kundtjanst kundtjänst kundservice support service noreply no-reply donotreply post
    posten mail epost e-post webmaster webb webbmaster redaktion redaktionen admin
    administration bygglov medborgarservice reception receptionen felanmalan felanmälan
    dataskydd dataskyddsombud dso gdpr press media jobb rekrytering bibliotek
    biblioteket kultur fritid miljo miljö bygg skola skolan forskola förskola
    socialtjansten socialtjänsten kommunstyrelsen ks barnutbildning utbildning teknik
    tekniska vaxel växeln vaxeln valnamnd valnamnden valnämnden overformyndare
    överförmyndare raddningstjansten räddningstjänsten turistbyra turism faktura
    fakturor ekonomi upphandling diarium diariet arkiv arkivet expedition expeditionen
    kansli kansliet styrelsen forening abuse postmaster hostmaster privacy hello hej
    sales help office contact team nyhetsbrev newsletter synpunkt synpunkter
    """
)
_SPOKEN = (
    "snabel",
    "(at",
    "[at",
    "{at",
    "(a)",
    "[a]",
    "{a}",
    "( at",
    "[ at",
    " at ",
    "(@",
    "[@",
)
_SPACED = re.compile(r"@ | @|@\S{1,64}+ \.")
_PLAIN = re.compile(
    r"(?<![\w.+%-])([\w+%-][\w.+%-]{0,63}+)@((?:[\w-]{1,63}+\.){1,8}+[^\W\d_]{2,24}+)"
)
_AT = r"(?: ?[(\[{] ?(?:at|@|a|snabel-?a) ?[)\]}] ?| ?snabel[- ]?a ?| @ |@ ?| at )"
_DOT = r"(?: ?[(\[{] ?(?:dot|punkt|\.) ?[)\]}] ?| punkt | dot | ?\. ?)"
_OBSCURED = re.compile(
    rf"(?<![\w.+%-])((?:[\w+%-]{{1,40}}+{_DOT}){{0,3}}[\w+%-]{{1,40}}?){_AT}"
    rf"((?:[\w-]{{1,40}}+{_DOT}){{1,4}}[^\W\d_]{{2,24}}+)(?!\w)",
    re.IGNORECASE,
)
_ENDINGS = words_of(
    """se com net org nu eu info example test invalid dk no fi de uk fr it es pl io me
    us biz name gov edu"""
)
_HANDLE = re.compile(
    r"(?<![\w@.+%/-])@(\w[\w.-]{0,62}\w(?:@(?:[\w-]{1,63}+\.){1,8}+[^\W\d_]{2,24}+)?)"
)
_PROFILE = re.compile(
    r"(?<![\w-])(?:(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|snapchat|youtube)"
    r"\.com|threads\.net|bsky\.app)/(?:in/|add/|profile/)?(@?\w[\w.-]{2,60})",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<!\w)(?:insta|instagram|snap|snapchat|tiktok|discord|twitch|kik)"
    r"(?: ?: ?| heter (?:jag )?| är )@?(\w[\w.-]{2,30})",
    re.IGNORECASE,
)
_PAGES = words_of(
    """groups group events event watch reel reels p explore hashtag search share sharer
    pages marketplace story stories help policies legal company school jobs intent home
    photo photos video videos permalink profile.php login"""
)


def mail_in(passage: Passage) -> Iterator[Finding]:
    """Find e-mail addresses as they are written and as they are disguised."""
    lowered = passage.text.lower()
    if "@" in lowered:
        for match in _PLAIN.finditer(passage.text):
            yield from _address(match, Certainty.CERTAIN, "byggt som en e-postadress")
    if any(sign in lowered for sign in _SPOKEN) or _SPACED.search(lowered):
        for match in _OBSCURED.finditer(passage.text):
            if _ending(match[2]) in _ENDINGS and _is_meant(match):
                reason = "en e-postadress skriven så att robotar inte ser den"
                yield from _address(match, Certainty.LIKELY, reason)


def _address(
    match: re.Match[str], certainty: Certainty, reason: str
) -> Iterator[Finding]:
    local = re.split(r"[._+-]", match[1].lower())
    if local[0] not in _FUNCTIONS and match[1].lower() not in _FUNCTIONS:
        yield found(DataKind.EMAIL, match.span(), certainty, reason)


def _is_meant(match: re.Match[str]) -> bool:
    """Say whether "at" is a sign: "look at example.com" is no address."""
    says_dot = re.search(r"punkt|dot", match[2], re.IGNORECASE)
    return " at " not in match[0].lower() or bool(says_dot)


def _ending(domain: str) -> str:
    return re.split(r"[\W_]+", domain.lower())[-1]


def handles_in(passage: Passage) -> Iterator[Finding]:
    """Find user names: after @, in the address of a profile, after a service's name."""
    text = passage.text
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if any(char.isalpha() for char in match[1]):
                reason = "ett namn efter @"
                yield found(DataKind.HANDLE, match.span(), Certainty.LIKELY, reason)
    if "/" in text:
        yield from _named(_PROFILE, text, "ett användarnamn i en profiladress")
    if ":" in text or " heter " in text or " är " in text:
        yield from _named(_TOLD, text, "ett namn efter namnet på en tjänst")


def _named(rule: re.Pattern[str], text: str, reason: str) -> Iterator[Finding]:
    for match in rule.finditer(text):
        name = match[1].rstrip(".-")
        if name.lower() not in _PAGES:
            span = (match.start(1), match.start(1) + len(name))
            yield found(DataKind.HANDLE, span, Certainty.POSSIBLE, reason)
