# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The links of the page where a municipality publishes its register of accounts.

One request without a browser is enough for most pages. Where the list is put there by
script, a browser looks.
"""

from collections.abc import Callable, Iterable
from urllib.parse import urljoin

from lxml import etree, html

from archivers.address import AddressGuard
from archivers.browser import Session
from archivers.chromium import find_chromium, launch, translated_errors
from archivers.fetch import Fetcher
from archivers.page_state import Arrival, Signs, classify, error_for
from archivers.tools import CaptureTools
from schemas.profile import PageState

MOST_LOOKS = 50

_LINKS = "() => [...document.links].map((link) => link.href)"

Links = tuple[str, ...]


def read_links(
    url: str, tools: CaptureTools, is_enough: Callable[[Links], bool]
) -> Links:
    """Give every address that a page links to, each once.

    `is_enough` says of the links that the server sent whether the register is among
    them; if not, a browser looks.

    Raises:
        NotAllowed: the address is private and not allowed by the settings.
        NeedsPerson: the page asks for a login or is gone, or there is no browser.
        Unavailable: the page does not answer or asks us to wait.
    """
    guard = AddressGuard(tools.allowed_private_hosts)
    seconds = tools.limits.navigation_seconds
    with Fetcher(guard, seconds, tools.clock, pace=tools.pace) as fetcher:
        fetched = fetcher.get(url)
    _demand_ok(fetched.arrival)
    links = links_in_markup(fetched.body, fetched.arrival.final)
    return links if is_enough(links) else _by_browser(url, guard, tools, is_enough)


def links_in_markup(body: bytes, url: str) -> Links:
    """Give every address that a page links to, as the server sent it."""
    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ()
    base = next(iter(root.xpath("//base/@href")), "")
    return _web_links(_joined(url, str(base)), map(str, root.xpath("//a/@href")))


def _by_browser(
    url: str,
    guard: AddressGuard,
    tools: CaptureTools,
    is_enough: Callable[[Links], bool],
) -> Links:
    """Look until the register is there, or until the page has been at rest for long."""
    chromium = find_chromium(tools.chromium)
    limits = tools.limits
    links: Links = ()
    with (
        launch(chromium, guard.browser_arguments(), tools.workspace) as browser,
        translated_errors(),
        Session(browser, guard, limits, tools.clock, pace=tools.pace) as session,
    ):
        page = session.new_page()
        _demand_ok(session.open(page, url))
        for _ in range(MOST_LOOKS):
            links = _web_links(url, page.evaluate(_LINKS))
            if is_enough(links):
                break
            page.wait_for_timeout(limits.poll_ms)
    return links


def _demand_ok(arrival: Arrival) -> None:
    state = classify(arrival, Signs(), is_understood=True)
    if state is not PageState.OK:
        raise error_for(state, arrival)


def _web_links(base: str, links: Iterable[str]) -> Links:
    joined = (_joined(base, link.strip()) for link in links)
    return tuple(dict.fromkeys(x for x in joined if x.startswith(("http:", "https:"))))


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
