# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tells accounts in social media from other addresses on a municipality's page."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from rules.profile_words import is_within, normal_address
from schemas.account import Account, AccountStatus

_PLATFORM_HOSTS = """
facebook.com instagram.com x.com linkedin.com tiktok.com youtube.com threads.net
bsky.app flickr.com vimeo.com
"""
_NO_ACCOUNT_PATHS = """
sharer sharer.php share share.php sharearticle intent dialog login login.php p policies
privacy legal help about hashtag explore reel reels watch status settings business ads
search home terms playlist embed tr plugins
"""
_PLATFORMS = frozenset(_PLATFORM_HOSTS.split())
_NO_ACCOUNT = frozenset(_NO_ACCOUNT_PATHS.split())


def is_on_facebook(account: Account) -> bool:
    """Whether the guideline's demands on Facebook are about this account."""
    host = normal_address(str(account.url)).partition("/")[0]
    return account.platform == "facebook" or host == "facebook.com"


def strangers(
    links: Iterable[str], register: Iterable[Account], page: str
) -> tuple[str, ...]:
    """Give the accounts that a municipality's page names and the register does not.

    An account is an address on a platform, or on a host where the register has an
    account already; the page's own host is not one. A closed account has left the
    register, so the page should not name it either. A link to a post is a link to its
    account.
    """
    kept = [
        account for account in register if account.status is not AccountStatus.CLOSED
    ]
    known = {normal_address(str(account.url)) for account in kept}
    hosts = _PLATFORMS | {each.partition("/")[0] for each in known}
    hosts -= {normal_address(page).partition("/")[0]}
    named = {normal_address(link): link for link in links}
    return tuple(
        link
        for address, link in named.items()
        if _is_account(address, hosts)
        and not any(is_within(address, account) for account in known)
    )


def _is_account(address: str, hosts: frozenset[str]) -> bool:
    host, _, path = address.partition("/")
    first = urlsplit(path).path.partition("/")[0]
    return host in hosts and bool(first) and first.casefold() not in _NO_ACCOUNT
