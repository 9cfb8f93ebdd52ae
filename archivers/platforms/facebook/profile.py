# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a page's profile from what the Graph API says of it.

A field that the API does not give is one that the owner has left empty: it leaves out
what is empty and answers with an error where the key does not open a field.
https://developers.facebook.com/docs/graph-api/reference/page
"""

import re

from archivers.api.graph import Graph, Row
from archivers.api.graph.rows import inside, words
from archivers.api.platform import Errand, ProfileSight
from archivers.picture_keys import key_of
from archivers.platforms.facebook.addresses import page_of
from archivers.text import paragraphs
from schemas.errors import AccountDeactivated, PermissionMissing
from schemas.profile import Picture, Profile

_FIELDS = ("name", "about", "avatar", "cover", "links", "contact", "category")
SOURCES = dict.fromkeys((*_FIELDS, "handle", "platform_id"), "graph:page")
ABOUT = ("about", "description", "general_info")
COUNTERS = {"fans": "fan_count", "followers": "followers_count"}
OTHER = (
    "Facebook svarade med en annan sida än den som är registrerad. Rätta adressen, "
    "eller lägg in en nyckel för rätt sida med: avbild account token {account}"
)
UNPUBLISHED = "unpublished"
BETWEEN = re.compile(r"[\s,;]+")
"""What stands between the addresses in a field that may hold several."""


def look_up(graph: Graph, errand: Errand) -> tuple[Row, ProfileSight]:
    """Ask for the profile: one question, by the page's number once that is known.

    Raises:
        PermissionMissing: another page answers.
        NeedsPerson: the page is gone, the key is no longer good, nothing is understood.
        Unavailable: the platform is down or asks us to wait.
    """
    known = errand.known.platform_id if errand.known else None
    page = known or page_of(str(errand.account.url))
    row, answer = graph.get(page, graph.spec.of("profile"))
    if not isinstance(row.get("id"), str) or not isinstance(row.get("name"), str):
        raise graph.not_understood()
    _demand_own(row, page, errand)
    sight = ProfileSight(
        profile=profile_of(row),
        sources=SOURCES,
        counters=_counters(row),
        answers=(answer,),
    )
    return row, sight


def _demand_own(row: Row, asked: str, errand: Errand) -> None:
    """See that what answered is the page that was asked for, and no other.

    A number is a page's for ever. A name is one's at a time, and Facebook takes no heed
    of case and dots in it; a page may lack one.

    Raises:
        PermissionMissing: it is another page.
    """
    name = words(row, "username")
    is_own = words(row, "id") == asked
    if not asked.isdecimal():
        is_own = is_own or not name or _bare(name) == _bare(asked)
    if not is_own:
        raise PermissionMissing(OTHER.format(account=errand.account.account_id))


def _bare(name: str) -> str:
    return name.replace(".", "").casefold()


def see(graph: Graph, errand: Errand) -> ProfileSight:
    """Look at a page.

    Raises:
        AccountDeactivated: its owner has taken it out of public view.
        NeedsPerson: the page is gone, the key is no longer good, nothing is understood.
        Unavailable: the platform is down or asks us to wait.
    """
    row, sight = look_up(graph, errand)
    if is_unpublished(row):
        msg = "Sidan är avpublicerad på Facebook: bara de som sköter den ser den."
        raise AccountDeactivated(msg).named(UNPUBLISHED)
    return sight


def is_unpublished(row: Row) -> bool:
    """Whether the owner has taken the page out of public view."""
    return row.get("is_published") is False


def profile_of(row: Row) -> Profile:
    """Make the profile; its pictures are named, not fetched."""
    told = [paragraphs(words(row, name)) for name in ABOUT]
    return Profile(
        name=words(row, "name"),
        about="\n\n".join(dict.fromkeys(text for text in told if text)),
        avatar=_avatar(row),
        cover=_cover(row),
        links=tuple(one for one in BETWEEN.split(words(row, "website")) if one),
        contact=_contact(row),
        category=words(row, "category") or None,
        handle=words(row, "username") or None,
        platform_id=words(row, "id"),
    )


def _avatar(row: Row) -> Picture:
    """Give the profile picture; the silhouette stands for none."""
    found = inside(inside(row, "picture"), "data")
    url = words(found, "url")
    if not url or found.get("is_silhouette") is True:
        return Picture(url="")
    return Picture(url=url, key=key_of(url))


def _cover(row: Row) -> Picture:
    """Give the cover picture; its own number is its key where its address has none."""
    found = inside(row, "cover")
    url = words(found, "source")
    key = key_of(url) or words(found, "id") or None
    return Picture(url=url, key=key if url else None)


def _contact(row: Row) -> tuple[str, ...]:
    emails = row.get("emails")
    listed = emails if isinstance(emails, list) else []
    told = (words(row, "phone"), *(one for one in listed if isinstance(one, str)))
    return tuple(one for one in told if one)


def _counters(row: Row) -> dict[str, int]:
    counts = {name: row.get(field) for name, field in COUNTERS.items()}
    return {name: count for name, count in counts.items() if isinstance(count, int)}
