# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text, times and addresses of a page, brought to one form to be compared.

Pages wrap links in counting addresses, add parameters of campaigns and put invisible
characters into text; none of that is a change of a profile or another post.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import (
    SplitResult,
    parse_qs,
    parse_qsl,
    urlencode,
    urlsplit,
    urlunsplit,
)
from zoneinfo import ZoneInfo

INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad]")
EXPANDERS_AT_END = re.compile(r"\s*(?:…|\.\.\.)?\s*(?:Visa mer|See more|Se mer)\s*$")
SHIMS = {"l.facebook.com": "u", "lm.facebook.com": "u", "l.instagram.com": "u"}
CAMPAIGN = re.compile(r"^(utm_\w+|fbclid|gclid|igshid|igsh|mc_[ce]id)$")
COMMENT_PAGE = re.compile(r"/comment-page-\d+(?=/|$)")
PAGING = frozenset({"cpage", "replytocom", "unapproved", "moderation-hash"})
FEED_PAGE = re.compile(r"(?:[?&](?:paged|page|sida)=|/(?:page|sida)/)(\d+)")
SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
HAS_CLOCK = re.compile(r"\d[T ]\d{1,2}:\d\d")

MOST_WRAPS = 5
"""How many counting addresses a link may lie in; more are somebody's trick."""


def one_line(text: str) -> str:
    """Bring text to one line: NFC, no invisible characters, single spaces."""
    visible = INVISIBLE.sub("", unicodedata.normalize("NFC", mended(text)))
    return EXPANDERS_AT_END.sub("", " ".join(visible.split()))


def mended(text: str) -> str:
    """Replace half a character, which no file or database can hold.

    A page's own script that shortens a text may cut an emoji in two.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def paragraphs(text: str) -> str:
    """Bring text to one form and keep its line breaks."""
    visible = INVISIBLE.sub("", mended(text))
    lines = (" ".join(line.split()) for line in visible.splitlines())
    joined = unicodedata.normalize("NFC", "\n".join(lines))
    return EXPANDERS_AT_END.sub("", re.sub(r"\n{3,}", "\n\n", joined)).strip()


def address_parts(address: str) -> SplitResult:
    """Take an address apart; what somebody wrote that is none is all path."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return SplitResult("", "", address, "", "")
    return parts


def plain_link(url: str) -> str:
    """Give the address that a link leads to, without counters and campaigns."""
    parts = address_parts(url)
    for _ in range(MOST_WRAPS):
        target = SHIMS.get((parts.hostname or "").lower())
        wrapped = parse_qs(parts.query).get(target, []) if target else []
        if not wrapped:
            break
        parts = address_parts(wrapped[0])
    return urlunsplit(
        parts._replace(netloc=parts.netloc.lower(), query=_query(parts.query))
    )


def _query(query: str, also_dropped: frozenset[str] = frozenset()) -> str:
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not CAMPAIGN.match(name) and name not in also_dropped
    ]
    return urlencode(kept)


def sorted_links(urls: Iterable[str]) -> tuple[str, ...]:
    """Give the links in one order, each once."""
    return tuple(sorted({plain_link(url) for url in urls}))


def same_address(url: str) -> str:
    """Bring a permalink to the form under which it is known on every page.

    A comment's address changes with the page of comments it stands on; that part is
    left out. The fragment stays: it is what tells comments apart.
    """
    parts = address_parts(plain_link(url))
    path = COMMENT_PAGE.sub("", parts.path) or "/"
    return urlunsplit(
        parts._replace(scheme="", path=path, query=_query(parts.query, PAGING))
    )


def page_number(url: str) -> int:
    """Give the number of a page of a feed, as its address has it; 0 if it has none.

    Links to the last page stand beside those to the next; the feed is read in order.
    """
    found = FEED_PAGE.search(url)
    return int(found.group(1)) if found else 0


def moment(text: str | None) -> datetime | None:
    """Read a time as markup states it; None when it gives no time of day.

    A time without a zone is Swedish time: pages are asked for with the Swedish zone.
    """
    if not text or not HAS_CLOCK.search(text):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=SWEDISH_TIME)
