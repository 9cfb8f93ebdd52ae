# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the pages of Facebook's export in its HTML form, in both layouts.

The newer pages are made of sections with a heading, a body and a footer with the time;
the older of boxes with the same three as plain elements, and no seconds.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import quote

from exports.facebook_words import Words
from exports.facebook_world import (
    FacebookAlbum,
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
    Places,
    every_album,
)

FILMS = (".mp4", ".mov", ".webm")


def html_files(world: FacebookWorld, places: Places, words: Words) -> dict[str, bytes]:
    """Write every page of the export, by the name of its file."""
    return _Pages(world, places, words).files()


class _Pages:
    """The pages of one export."""

    def __init__(self, world: FacebookWorld, places: Places, words: Words) -> None:
        self._world = world
        self._places = places
        self._words = words
        self._is_old = places.layout == "old"

    def files(self) -> dict[str, bytes]:
        """Write them all."""
        world, places = self._world, self._places
        pages = {
            places.profile: self._page(world.name, [self._profile()]),
            places.posts: self._page("Posts", map(self._post, world.posts)),
            places.comments: self._page("Comments", map(self._comment, world.comments)),
            places.events: self._page("Events", []),
        }
        for number, album in enumerate(every_album(world, self._words)):
            pages[f"{places.albums}/{number}"] = self._album(album)
        for number in range(world.conversations):
            said = self._record("Kim", "<div><div>?</div></div>", world.made)
            thread = f"{places.messages}/kim_{number}/message_1"
            pages[thread] = self._page("Kim", [said])
        return {f"{name}.html": page.encode() for name, page in pages.items()}

    def _page(self, title: str, records: Iterable[str]) -> str:
        body = "".join(records)
        head = (
            '<head><meta http-equiv="content-type" content="text/html; charset=utf-8">'
            f"<title>{escape(title)}</title><style>p {{}}</style></head>"
        )
        if self._is_old:
            return (
                f'<html>{head}<body class="_5vb_"><div class="clearfix _ikh">'
                f'<div class="_4bl9"><div class="_li"><div class="_3a_u">'
                f'<div class="_3-8y _3-95 _3b0b"><div class="_3b0c">'
                f'<div class="_3b0d">{escape(title)}</div></div></div>'
                f'<div class="_4t5n" role="main">{body}</div>'
                "</div></div></div></div></body></html>"
            )
        return (
            f'<html>{head}<body class="_5vb_ _2yq _a7o5"><div class="clearfix _ikh">'
            f'<div class="_a705"><header class="_as-_ _a70a"><div class="_a70d">'
            f'<h1 class="_a70e">{escape(title)}</h1>{self._made()}</div></header>'
            f'<main class="_a706" role="main">{body}</main></div></div></body></html>'
        )

    def _made(self) -> str:
        when = self._world.made
        shown = self._words.shown(when, "new")
        universal = f"{when.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
        by = self._words.made_by.format(name=self._world.name)
        return (
            f'<aside role="contentinfo" class="_aoaa">{escape(by)} '
            f'<time datetime="{universal}">{shown} UTC</time></aside>'
        )

    def _record(self, title: str, body: str, at: datetime | None = None) -> str:
        when = self._shown(at) if at else ""
        if self._is_old:
            return (
                '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder">'
                f'<div class="_3-96 _2pio _2lek _2lel">{escape(title)}</div>'
                f'<div class="_3-96 _2let">{body}</div>'
                f'<div class="_3-94 _2lem">{when}</div></div>'
            )
        return (
            '<section class="_a6-g" aria-labelledby="u_0_1">'
            f'<h2 class="_2ph_ _a6-h _a6-i" id="u_0_1">{escape(title)}</h2>'
            f'<div class="_2ph_ _a6-p">{body}</div><footer class="_3-94 _a6-o">'
            f'<div class="_a72d">{when}</div></footer></section>'
        )

    def _shown(self, moment: datetime) -> str:
        return self._words.shown(moment, self._places.layout)

    def _post(self, post: FacebookPost) -> str:
        blocks = [self._media(media) for media in post.media]
        if post.text:
            blocks.insert(0, f"<div>{_lines(post.text)}</div>")
        if post.link:
            link = escape(post.link)
            blocks.append(f'<div><a href="{link}" target="_blank">{link}</a></div>')
        if post.place:
            blocks.append(f"<div>{self._words.place}: {escape(post.place)}</div>")
        if post.edited:
            blocks.append(
                f"<div>{self._words.updated} {self._shown(post.edited)}</div>"
            )
        body = "".join(f'<div class="_2pin">{block}</div>' for block in blocks)
        did = self._words.did(self._world.name, len(post.media))
        return self._record(did, f"<div>{body}</div>", post.published)

    def _media(self, media: FacebookMedia) -> str:
        address = quote(self._places.of_media(media))
        if media.name.lower().endswith(FILMS):
            shown = f'<video src="{address}" controls="1" class="_a6_o _3-96"></video>'
        else:
            shown = f'<img src="{address}" class="_a6_o _3-96">'
        caption = f'<div class="_3-95">{_lines(media.caption)}</div>'
        return (
            f'<div><div><a target="_blank" href="{address}">{shown}</a>'
            f"{caption if media.caption else ''}"
            '<div class="_3-95"><table style="table-layout: fixed;"><tr>'
            '<td class="_a6_q">Upload IP</td><td class="_a6_r">192.0.2.1</td></tr>'
            "</table></div></div></div>"
        )

    def _comment(self, comment: FacebookComment) -> str:
        title = self._words.commented(
            self._world.name, comment.whose, is_reply=comment.is_reply
        )
        body = f'<div><div class="_2pin"><div>{_lines(comment.text)}</div></div></div>'
        return self._record(title, body, comment.published)

    def _album(self, album: FacebookAlbum) -> str:
        records = []
        if album.about:
            records.append(f'<div class="_2pin"><div>{_lines(album.about)}</div></div>')
        for number, media in enumerate(album.media):
            when = album.changed - timedelta(minutes=number)
            block = f'<div><div class="_2pin">{self._media(media)}</div></div>'
            records.append(self._record("", block, when))
        return self._page(album.name, records)

    def _profile(self) -> str:
        world = self._world
        address = f"https://www.facebook.com/{world.username}"
        values = (
            *(world.name, world.username, address),
            *(world.about, world.website, world.email),
        )
        rows = "".join(
            f'<tr><td class="_2pin _a6_q">{label}</td>'
            f'<td class="_2pin _a6_r"><div>{_lines(value)}</div></td></tr>'
            for label, value in zip(self._words.fields, values, strict=True)
            if value
        )
        return self._record("", f"<table>{rows}</table>")


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br />")
