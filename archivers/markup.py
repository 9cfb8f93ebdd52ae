# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a profile out of a page's markup, and joins what the sources of it say.

A source gives a row: name, about, avatar, cover, links, and the number of posts it
states. Rows come in the order of how stable their source is; for each field the first
row that has it counts, and the field remembers which it was.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from archivers.platform import FoundProfile
from archivers.text import one_line, paragraphs, sorted_links
from schemas.profile import Picture, Profile

Row = Mapping[str, Any]

TITLE_SUFFIXES = (" | Facebook", " • Instagram", " | LinkedIn", " / X", " - YouTube")
OWNERS = re.compile(
    r"(Organization|Person|LocalBusiness|GovernmentOffice|CivicStructure|City)$"
)
NOT_POSTS = re.compile(
    r"(Follow|Like|Subscribe|Join|Befriend|View|Share|Comment)Action"
)
WAYS = ("telephone", "email")
"""What schema.org calls the ways to reach somebody."""

DEEPEST = 6


def merge_profiles(rows: Sequence[Row]) -> FoundProfile:
    """Put together the profile of what each source gave, the first source first."""
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for field, read in _FIELDS.items():
        for row in rows:
            value = read(row)
            if value is not None:
                values[field], sources[field] = value, row["source"]
                break
    stated = next((r["stated"] for r in rows if r.get("stated") is not None), None)
    return FoundProfile(Profile(**values), sources, stated)


def _name(row: Row) -> str | None:
    name = one_line(row["name"] or "")
    for suffix in (*TITLE_SUFFIXES, *_site_suffixes(row.get("site"))):
        name = name.removesuffix(suffix)
    return name or None


def _site_suffixes(site: str | None) -> tuple[str, ...]:
    return tuple(f" {mark} {site}" for mark in "|–—-•") if site else ()


def _about(row: Row) -> str | None:
    return paragraphs(row["about"] or "") or None


def _picture(field: str) -> Callable[[Row], Picture | None]:
    return lambda row: Picture(url=row[field]) if row[field] else None


def _links(row: Row) -> tuple[str, ...] | None:
    return sorted_links(row["links"]) or None


def _contact(row: Row) -> tuple[str, ...] | None:
    """Give the ways to reach the owner, in an order that does not change."""
    found = {
        one_line(str(way)).removeprefix("mailto:") for way in row.get("contact", ())
    }
    return tuple(sorted(found - {""})) or None


def _category(row: Row) -> str | None:
    return one_line(row.get("category") or "") or None


_FIELDS: Mapping[str, Callable[[Row], object]] = {
    "name": _name,
    "about": _about,
    "avatar": _picture("avatar"),
    "cover": _picture("cover"),
    "links": _links,
    "contact": _contact,
    "category": _category,
}


def read_markup(body: bytes, url: str) -> FoundProfile:
    """Read the profile from a page as the server sent it."""
    root = parsed(body)
    if root is None:
        return FoundProfile()
    found = merge_profiles(_rows_in(root, url))
    return replace(found, locale=(root.get("lang") or "").strip())


def parsed(body: bytes) -> html.HtmlElement | None:
    """Parse a page; None if nothing is in it."""
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None


def profile_rows(body: bytes, url: str) -> list[Row]:
    """Read what each source in a page says, as the server sent the page."""
    root = parsed(body)
    return [] if root is None else _rows_in(root, url)


def _rows_in(root: html.HtmlElement, url: str) -> list[Row]:
    rows = (_linked_data(root, url), _microdata(root, url), _open_graph(root, url))
    return [row for row in rows if row is not None]


def _row(source: str, **given: object) -> Row:
    empty = dict.fromkeys(("name", "about", "avatar", "cover", "stated"))
    return {"source": source, "links": [], **empty, **given}


# --- JSON-LD --------------------------------------------------------------------------


def _linked_data(root: html.HtmlElement, url: str) -> Row | None:
    nodes = list(_nodes_of(root))
    by_id = {n["@id"]: n for n in reversed(nodes) if isinstance(n.get("@id"), str)}
    page = next((n for n in nodes if _is_a(n, r"ProfilePage$")), None)
    if page is not None:
        who = _first(page.get("mainEntity") or page.get("about"))
        if isinstance(who, dict) and not who.get("name"):
            who = by_id.get(str(who.get("@id")), who)
    else:
        who = next((n for n in nodes if _is_a(n, OWNERS)), None)
    if not isinstance(who, dict):
        return None
    return _linked_row(who, page or {}, url)


def _linked_row(who: Row, page: Row, url: str) -> Row:
    logo, image = _picture_in(who.get("logo"), url), _picture_in(who.get("image"), url)
    statistics = [
        *_listed(who.get("agentInteractionStatistic")),
        *_listed(who.get("interactionStatistic")),
        *_listed(page.get("interactionStatistic")),
    ]
    return _row(
        "json-ld",
        name=_word(who.get("name")),
        about=_word(who.get("description")),
        avatar=logo or image,
        cover=image if logo and image != logo else None,
        links=[_absolute(url, s) for s in _listed(who.get("sameAs")) if _is_text(s)],
        contact=_contact_in(who),
        category=_word(who.get("category")),
        stated=_stated(
            [
                (str(s.get("interactionType")), s.get("userInteractionCount"))
                for s in statistics
                if isinstance(s, dict)
            ]
        ),
    )


def _contact_in(who: Row) -> list[str]:
    points = [p for p in _listed(who.get("contactPoint")) if isinstance(p, dict)]
    ways = (v for one in (who, *points) for n in WAYS for v in _listed(one.get(n)))
    return [way for way in ways if _is_text(way)]


def _nodes_of(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            yield from _typed(json.loads(script.text or ""), 0)
        except ValueError:
            continue


def _typed(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _typed(each, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from _typed(value.get("@graph"), depth + 1)


def _is_a(node: Row, pattern: str | re.Pattern[str]) -> bool:
    return any(re.search(pattern, str(kind)) for kind in _listed(node.get("@type")))


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value: object) -> Any:  # noqa: ANN401 -- JSON of any shape
    return next(iter(_listed(value)), None)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _word(value: object) -> str | None:
    one = _first(value)
    if isinstance(one, dict):
        one = one.get("@value") or one.get("name")
    return one if isinstance(one, str) else None


def _picture_in(value: object, url: str) -> str | None:
    one = _first(value)
    if isinstance(one, dict):
        one = one.get("contentUrl") or one.get("url")
    return _absolute(url, one) if isinstance(one, str) else None


# --- microdata ------------------------------------------------------------------------


def _microdata(root: html.HtmlElement, url: str) -> Row | None:
    scopes = root.xpath("//*[@itemscope][@itemtype]")
    page = next((s for s in scopes if s.get("itemtype").endswith("ProfilePage")), None)
    who = next(iter(_props(page, "mainEntity")), None) if page is not None else None
    if who is None:
        owners = (s for s in scopes if OWNERS.search(s.get("itemtype")))
        who = next((s for s in owners if s.get("itemprop") is None), None)
    return None if who is None else _microdata_row(who, page, url)


def _microdata_row(
    who: html.HtmlElement, page: html.HtmlElement | None, url: str
) -> Row:
    logo, image = (_link(_prop(who, name), url) for name in ("logo", "image"))
    scopes = [who] if page is None else [who, page]
    names = ("agentInteractionStatistic", "interactionStatistic")
    statistics = [s for scope in scopes for n in names for s in _props(scope, n)]
    return _row(
        "microdata",
        name=_plain(_prop(who, "name")),
        about=_plain(_prop(who, "description")),
        avatar=logo or image,
        cover=image if logo else None,
        links=[link for p in _props(who, "sameAs") if (link := _link(p, url))],
        contact=[
            way
            for scope in (who, *_props(who, "contactPoint"))
            for name in WAYS
            for prop in _props(scope, name)
            if (way := _plain(prop))
        ],
        category=_plain(_prop(who, "category")),
        stated=_stated(
            [
                (_kind(s, url), _plain(_prop(s, "userInteractionCount")))
                for s in statistics
            ]
        ),
    )


def _props(scope: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    found = scope.xpath(
        ".//*[contains(concat(' ', normalize-space(@itemprop), ' '), $name)]",
        name=f" {name} ",
    )
    return [prop for prop in found if _of(prop) is scope]


def _of(prop: html.HtmlElement) -> html.HtmlElement | None:
    above = (a for a in prop.iterancestors() if a.get("itemscope") is not None)
    return next(above, None)


def _prop(scope: html.HtmlElement, name: str) -> html.HtmlElement | None:
    return next(iter(_props(scope, name)), None)


def _plain(prop: html.HtmlElement | None) -> str | None:
    if prop is None:
        return None
    stated = prop.get("content") or prop.get("datetime") or prop.get("value")
    return stated or str(prop.text_content()).strip() or None


def _link(prop: html.HtmlElement | None, url: str) -> str | None:
    if prop is None:
        return None
    if prop.get("itemscope") is not None:
        return _link(_prop(prop, "contentUrl"), url) or _link(_prop(prop, "url"), url)
    link = prop.get("href") or prop.get("src") or prop.get("content")
    return _absolute(url, link) if link else None


def _kind(statistic: html.HtmlElement, url: str) -> str:
    kind = _prop(statistic, "interactionType")
    return _link(kind, url) or _plain(kind) or ""


# --- Open Graph and what all share ----------------------------------------------------


def _open_graph(root: html.HtmlElement, url: str) -> Row:
    def meta(name: str) -> str | None:
        found = root.xpath("//meta[@property=$n or @name=$n]/@content", n=name)
        return str(found[0]).strip() or None if found else None

    image = meta("og:image")
    return _row(
        "open-graph",
        name=meta("og:title"),
        about=meta("og:description"),
        avatar=_absolute(url, image) if image else None,
        site=meta("og:site_name"),
    )


def _stated(statistics: Sequence[tuple[str, object]]) -> int | None:
    """Choose the counter of posts among followers, likes and the like."""
    wrote = [n for kind, n in statistics if "WriteAction" in kind]
    other = [n for kind, n in statistics if not NOT_POSTS.search(kind)]
    digits = re.sub(r"\D", "", str((wrote + other)[0])) if wrote or other else ""
    return int(digits) if digits else None


def _absolute(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:
        return link
