# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bodies that end before they are whole."""

import httpx
import pytest


def test_pictures_are_cut_until_all_is_normal_again(torget):
    (post, *_) = (e for e in torget.data("Feed")["edges"] if e["pictures"])
    url = post["pictures"][0]["original"]
    whole = torget.client.get(url, follow_redirects=True).content
    torget.change("cut-pictures")
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        torget.client.get(url, follow_redirects=True)
    torget.change("normal")
    assert torget.client.get(url, follow_redirects=True).content == whole


def test_zstd_is_cut_and_says_so_nowhere(torget):
    """The stated length fits, so that only decoding shows it."""
    url = f"{torget.facts['origin']}/api/amnen"
    whole = packed(torget, url, "zstd")
    torget.change("cut-zstd")
    cut = packed(torget, url, "zstd")
    assert whole.startswith(cut)
    assert 0 < len(cut) < len(whole)
    plain = packed(torget, url, "gzip")
    torget.change("normal")
    assert packed(torget, url, "zstd") == whole
    assert packed(torget, url, "gzip") == plain


def packed(torget, url: str, coding: str) -> bytes:
    """Fetch a body as it lies on the wire."""
    headers = {"accept-encoding": coding}
    with torget.client.stream("GET", url, headers=headers) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == coding
    assert int(answer.headers["content-length"]) == len(body)
    return body
