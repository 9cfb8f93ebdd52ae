# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form in which two sights of a profile's texts are compared.

Platforms vary white space, invisible characters, packaging of links, suffixes of titles
and counters from one visit to the next. None of it is the owner's word, so none of it
may look like a change; what the owner wrote must stay.
"""

import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff]"
)
_EXPANDER = re.compile(
    r"(?:\s*(?:…|\.\.\.)?\s*(?<!\w)(?:See more|See less|Visa mer|Visa mindre))+$",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*(?:(?:See|Visa) (?:more|mer))?$", re.IGNORECASE)

_UNREAD = re.compile(r"^\(\d+\+?\)\s+")
_TITLE_END = re.compile(
    r"\s+(?:(?:-\s+(?:Home|Hem|Startsida|Posts|Inlägg)\s+)?\|\s+(?:Facebook|LinkedIn)"
    r"|(?:\(@[\w.]+\)\s+)?•\s+Instagram(?:-foton och -videoklipp| photos and videos)?"
    r"|(?:\(@[\w.]+\)\s+)?/\s+(?:X|Twitter)"
    r"|[-–]\s+YouTube)$",
    re.IGNORECASE,
)

_NUMBER = r"(?:\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]\d+)?)"
_POWER = r"(?:\s?(?:tn|mn|md|tusen|milj\.|miljoner|[kmt])(?![^\W\d_]))?\+?"
_LIKED = (
    r"(?:followers?|likes?|people (?:like|follow) this|följare"
    r"|gilla-markering(?:ar)?|(?:personer )?(?:gillar|följer)(?: (?:detta|det här))?)"
)
_DONE = (
    r"(?:following|posts?|talking about this|were here|(?:har )?varit här"
    r"|inlägg|pratar om (?:detta|det här))"
)
_JOINT = r"\s*[.,·•|–—-]\s*"
_COUNTERS = re.compile(
    rf"(?:^|(?<=[.,·•|–—!?-] )){_NUMBER}{_POWER}\s{_LIKED}"
    rf"(?:{_JOINT}{_NUMBER}{_POWER}\s(?:{_LIKED}|{_DONE}))*(?:{_JOINT}|$)",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"(?:See Instagram photos and videos from|Se Instagram-foton och -videoklipp från)"
    r"\s.{0,200}?\(@[\w.]+\)",
    re.IGNORECASE,
)

_SHIM_HOSTS = frozenset({"l.facebook.com", "lm.facebook.com", "l.instagram.com"})
_SHORT_HOSTS = frozenset({"t.co", "www.t.co"})
_TRACKERS = frozenset(
    {"fbclid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "msclkid"}
)
_HOST = re.compile(r"https?://([^/?#:\s]+)", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>()\"”]+", re.IGNORECASE)
_PATH_SAFE = "%/:@!$&'()*+,;=~-._"

_MAIL = re.compile(r"(?:mailto:)?([^\s@:]+@[^\s@?]+\.[^\s@?]+)(?:\?.*)?", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:tel:)?((?:\+|00?)[\d\s().\-\u2010-\u2015/]{5,})", re.IGNORECASE
)
_CONTACT_LABEL = re.compile(
    r"^(?:tel(?:efon(?:nummer)?)?|phone|mobil|växel|e-?post(?:adress)?|e-?mail|mejl"
    r"|adress|address|fax)\s*[.:]+\s*",
    re.IGNORECASE,
)
_TRUNK_ZERO = re.compile(r"\(0\)")


def normal_text(text: str) -> str:
    """Bring a text to the form in which two sights of it are compared.

    Platforms vary white space, zero-width characters, Unicode composition and the
    "Visa mer" at the end of a shortened text from one visit to the next.
    """
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    collapsed = " ".join(composed.split())
    return _EXPANDER.sub("", collapsed).strip()


def normal_name(name: str) -> str:
    """Bring a name to its normal form, without what the platform adds in a title."""
    return _TITLE_END.sub("", _UNREAD.sub("", normal_text(name))).strip()


def normal_handle(handle: str) -> str:
    """Bring an account's name in its address to its normal form; case is no matter."""
    return normal_text(handle).removeprefix("@").casefold()


def normal_about(about: str) -> str:
    """Bring an about text to its normal form, without counters and trackers.

    Open Graph descriptions begin with how many follow and like; those clauses are the
    platform's, are localised and change by the hour.
    """
    text = _LINK.sub(lambda link: normal_link(link[0]), normal_text(about))
    return _INVITATION.sub("", _COUNTERS.sub("", text)).strip()


def is_cut_from(shorter: str, longer: str) -> bool:
    """Tell whether a text ends in "…" and is the beginning of another one.

    Then the rest of it was not seen, and nothing is known about a change.
    """
    collapsed = " ".join(unicodedata.normalize("NFC", shorter).split())
    found = _CUT.search(collapsed)
    if found is None:
        return False
    beginning = normal_about(collapsed[: found.start()])
    return bool(beginning) and normal_about(longer).startswith(beginning)


def normal_contact(contact: str) -> str:
    """Bring a way of contact to its normal form: numbers as +46…, e-mail in lower case.

    "08-123 456 00", "+46 (0)8 12 34 56 00" and "tel:+46812345600" are one number.
    """
    text = _CONTACT_LABEL.sub("", normal_text(contact))
    mail = _MAIL.fullmatch(text)
    if mail:
        return mail[1].casefold()
    phone = _PHONE.fullmatch(text)
    return _normal_number(phone[1]) if phone else text.casefold()


def normal_link(link: str) -> str:
    """Bring a link to the form in which two sights of it are compared.

    Link shims are unwrapped, tracking parameters dropped, the host lower-cased. What
    is not a link in form is compared as text.
    """
    text = normal_text(link)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        return text
    host = (parts.hostname or "").rstrip(".")
    target = _shim_target(host, parts)
    if target:
        return normal_link(target)
    authority = host if port is None else f"{host}:{port}"
    path = quote(parts.path.rstrip("/"), safe=_PATH_SAFE)
    query = _normal_query(parts.query)
    return urlunsplit((parts.scheme.lower(), authority, path, query, parts.fragment))


def is_opaque(link: str) -> bool:
    """Tell whether a link hides where it leads: a shim or "t.co" without its target."""
    found = _HOST.match(link)
    return found is not None and found[1].lower() in _SHIM_HOSTS | _SHORT_HOSTS


def _shim_target(host: str, parts: SplitResult) -> str | None:
    if host in _SHIM_HOSTS:
        return dict(parse_qsl(parts.query)).get("u")
    if host.endswith("youtube.com") and parts.path == "/redirect":
        return dict(parse_qsl(parts.query)).get("q")
    return None


def _normal_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([pair for pair in pairs if not _tracks(pair[0].lower())])


def _tracks(parameter: str) -> bool:
    return parameter in _TRACKERS or parameter.startswith("utm_")


def _normal_number(number: str) -> str:
    """Write a telephone number in full, as if it were dialled from abroad."""
    digits = re.sub(r"\D", "", _TRUNK_ZERO.sub("", number))
    if number.startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+46{digits[1:]}"
