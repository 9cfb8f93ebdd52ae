# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages: the account's own for whoever is logged in, a login wall for guests.

What is embedded for the page's script names the viewer first and the account after, as
the real pages do; who takes the first name or biography takes the wrong one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from graph import ids, instagram
from graph.api import FACEBOOK, INSTAGRAM, Reply
from graph.content import Comment, Picture, Post
from graph.media import ORIGINAL, REDUCED, SQUARE, WIDE
from graph.timeline import Timeline
from graph.world import InstagramAccount, PageAccount, World

POSTS_A_PAGE = 30
COOKIES = {FACEBOOK: "xs", INSTAGRAM: "sessionid"}
"""What a session is called at each host."""
ICON = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
HTML = {"content-type": "text/html; charset=utf-8", "cache-control": "private"}
SHELL = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<style>body{{font:16px/1.45 sans-serif;margin:0 auto;max-width:46rem;padding:1rem;
color:#1c1e21}}header img.cover{{width:100%}}header img.avatar{{width:8rem;
border-radius:50%}}article{{border:1px solid #ccc;border-radius:.5rem;margin:1rem 0;
padding:1rem}}article article{{margin-left:1.5rem}}article img{{max-width:100%}}
</style></head>
<body>{body}</body></html>
"""
FORM = """<main><h1>{brand}</h1><p>Logga in för att fortsätta.</p>{message}
<form id="login_form" method="post" action="/login/?next={target}">
<label>Mobilnummer eller e-postadress <input name="email" required></label>
<label>Lösenord <input name="pass" type="password" required></label>
<button type="submit" name="login">Logga in</button></form></main>"""
SVG = """<svg role="img" aria-label="Profilbild" width="128" height="128">
<image href="{}" width="128" height="128"/></svg>"""
IMG = '<img class="avatar" src="{}" alt="Profilbild">'
COVER = '<img class="cover" data-imgperflogname="profileCoverPhoto" src="{}" alt="">'
HEAD = """<header>{cover}{avatar}
<h1>{name}</h1><p>@{username}</p><p class="about">{about}</p>
<a href="{website}">{website}</a></header>"""
GONE = "<main><h1>Innehållet är inte tillgängligt just nu</h1></main>"


@dataclass
class Front:
    """The pages at one of the two hosts."""

    world: World
    host: str
    sessions: set[str] = field(default_factory=set)

    def answer(self, method: str, target: str, cookies: str, form: str) -> Reply:
        """Answer a visit."""
        parts = urlsplit(target)
        if self.world.down:
            return Reply(503, HTML, b"<h1>Sorry, something went wrong.</h1>")
        if parts.path == "/favicon.ico":
            return Reply(200, {"content-type": "image/svg+xml"}, ICON)
        if parts.path.rstrip("/") in {"/login", "/accounts/login"}:
            return self._log_in(method, parts.query, form)
        if self.world.is_walled and not self._is_known(cookies):
            where = urlencode({"next": parts.path})
            return Reply(302, {**HTML, "location": f"/login/?{where}"}, b"")
        return self._page(parts.path, dict(parse_qsl(parts.query)))

    def _is_known(self, cookies: str) -> bool:
        pairs = (one.strip().partition("=") for one in cookies.split(";"))
        return any(
            name == COOKIES[self.host] and value in self.sessions
            for name, _, value in pairs
        )

    def _log_in(self, method: str, query: str, form: str) -> Reply:
        target = dict(parse_qsl(query)).get("next", "/")
        if not target.startswith("/") or target.startswith("//"):
            target = "/"
        if method != "POST":
            return self._form(target, "", 200)
        given, viewer = dict(parse_qsl(form)), self.world.viewer
        if (given.get("email"), given.get("pass")) != (viewer.user, viewer.password):
            wrong = '<p role="alert">Uppgifterna stämmer inte.</p>'
            return self._form(target, wrong, 403)
        number = f"{len(self.sessions)} {self.world.clock()}"
        session = hashlib.sha256(number.encode()).hexdigest()[:32]
        self.sessions.add(session)
        cookie = f"{COOKIES[self.host]}={session}; Path=/; HttpOnly; SameSite=Lax"
        return Reply(303, {"location": target, "set-cookie": cookie}, b"")

    def _form(self, target: str, message: str, status: int) -> Reply:
        brand = self.host.capitalize()
        body = FORM.format(brand=brand, message=message, target=quote(target, safe=""))
        page = SHELL.format(title=f"Logga in på {brand}", body=body)
        return Reply(status, HTML, page.encode())

    # --- the account's pages ----------------------------------------------------------

    def _page(self, path: str, query: Mapping[str, str]) -> Reply:
        segments = [segment for segment in path.split("/") if segment]
        account = self._account
        if account.is_gone:
            return self._gone()
        if segments in ([account.username], [ids.PAGE_ID]):
            return self._feed(query)
        post = self._post(segments)
        return self._gone() if post is None else self._permalink(post)

    @property
    def _account(self) -> PageAccount | InstagramAccount:
        world = self.world
        return world.page if self.host == FACEBOOK else world.profile

    @property
    def _timeline(self) -> Timeline:
        return self._account.timeline

    def _post(self, segments: list[str]) -> Post | None:
        if self.host == FACEBOOK:
            if len(segments) != 3 or segments[1] != "posts":  # noqa: PLR2004
                return None
            found = ids.on_facebook(segments[2])
            return self._visible(found.serial) if found else None
        shown = {instagram.shortcode(serial): serial for serial in self._serials()}
        serial = shown.get(segments[-1], 0) if "p" in segments else 0
        return self._visible(serial)

    def _serials(self) -> list[int]:
        return [one for one in self._timeline.serials() if self._visible(one)]

    def _visible(self, serial: int) -> Post | None:
        post = self._timeline.post(serial)
        return None if post is None or post.is_hidden else post

    def _gone(self) -> Reply:
        page = SHELL.format(title=self.host.capitalize(), body=GONE)
        return Reply(404, HTML, page.encode())

    def _feed(self, query: Mapping[str, str]) -> Reply:
        """Show the account and its newest posts; the rest behind a link."""
        serials = self._serials()
        start = int(query.get("fran", "0"))
        shown = [self._visible(one) for one in serials[start : start + POSTS_A_PAGE]]
        posts = "".join(self._article(post) for post in shown if post)
        more = ""
        if start + POSTS_A_PAGE < len(serials):
            address = f"/{self._account.username}?fran={start + POSTS_A_PAGE}"
            more = f'<p><a href="{address}">Visa fler inlägg</a></p>'
        main = f"<main role='main'>{self._head()}{posts}{more}</main>"
        body = f"{self._state()}{main}"
        page = SHELL.format(title=self._title(), body=body)
        return Reply(200, HTML, page.encode())

    def _permalink(self, post: Post) -> Reply:
        """Show a post with its comments, those apart that the owner has hidden."""
        comments = self._timeline.shown(post.serial, with_hidden=False)
        if self.host != FACEBOOK and post.is_age_restricted:
            comments = []
        tops = [one for one in comments if one.parent is None]
        below = "".join(self._comment(post, one, comments) for one in tops)
        main = f"<main role='main'>{self._article(post)}{below}</main>"
        page = SHELL.format(title=self._title(), body=f"{self._state()}{main}")
        return Reply(200, HTML, page.encode())

    def _title(self) -> str:
        name = escape(self._account.name)
        if self.host == FACEBOOK:
            return f"{name} | Facebook"
        shown = f"{name} (@{self._account.username})"
        return f"{shown} • Instagram-foton och -videoklipp"

    def _head(self) -> str:
        """Show the account's name, pictures and words."""
        account, sign = self._account, self.world.media.sign
        is_page = self.host == FACEBOOK
        avatar = Picture(f"{'' if is_page else 'ig-'}avatar-{account.avatar}")
        return HEAD.format(
            cover=self._cover(),
            avatar=(SVG if is_page else IMG).format(escape(sign(avatar, SQUARE))),
            name=escape(account.name),
            username=escape(account.username),
            about=_text(self._words()),
            website=escape(account.website),
        )

    def _cover(self) -> str:
        account = self._account
        if not isinstance(account, PageAccount) or not account.cover:
            return ""
        source = self.world.media.sign(Picture(f"cover-{account.cover}"), WIDE)
        return COVER.format(escape(source))

    def _words(self) -> str:
        account = self._account
        return account.about if isinstance(account, PageAccount) else account.biography

    def _state(self) -> str:
        """Give what the page's script is told: the viewer first, then the account."""
        viewer, account = self.world.viewer, self._account
        is_page = self.host == FACEBOOK
        told = {
            "viewer": {
                "id": viewer.person_id,
                "name": viewer.name,
                "username": "ulla.lasare",
                "biography": viewer.biography,
            },
            "user": {
                "id": ids.PAGE_ID if is_page else ids.IG_ID,
                "name": account.name,
                "full_name": account.name,
                "username": account.username,
                "biography": self._words(),
            },
        }
        text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
        return f'<script type="application/json" data-sjs>{text}</script>'

    def _address(self, post: Post) -> str:
        if self.host == FACEBOOK:
            number = ids.post_number(post.serial)
            return f"/{self._account.username}/posts/{number}"
        return f"/p/{instagram.shortcode(post.serial)}/"

    def _article(self, post: Post) -> str:
        name = post.author.name if post.author else self._account.name
        address = self._address(post)
        moment = post.published.isoformat()
        link = ""
        if post.link:
            link = f'<a href="{escape(post.link)}">{escape(post.link_title)}</a>'
        return (
            f'<article role="article"><h2>{escape(name)}</h2>'
            f'<a href="{address}"><time datetime="{moment}">{post.published:%d/%m}'
            f'</time></a><div dir="auto" data-ad-preview="message">'
            f"{_text(post.text or post.story)}</div>{link}"
            f"{''.join(self._picture(one) for one in post.pictures)}</article>"
        )

    def _picture(self, picture: Picture) -> str:
        shown = picture
        if picture.is_video:
            shown = Picture(f"{picture.name}-still", picture.alt)
        address = escape(self.world.media.sign(shown, ORIGINAL, REDUCED))
        return f'<img src="{address}" alt="{escape(picture.alt)}">'

    def _comment(self, post: Post, comment: Comment, every: list[Comment]) -> str:
        name = comment.author.name if comment.author else self._account.name
        if self.host != FACEBOOK:
            writer = comment.author
            name = writer.username if writer else self._account.username
        inner = "".join(
            self._comment(post, one, every)
            for one in every
            if one.parent == comment.number
        )
        number = self._comment_number(post, comment)
        address = f"{self._address(post)}?comment_id={number}"
        label = f"Kommentar från {name}"
        picture = self._picture(comment.picture) if comment.picture else ""
        return (
            f'<article role="article" aria-label="{escape(label)}">'
            f'<h3>{escape(name)}</h3><div dir="auto">{_text(comment.text)}</div>'
            f'{picture}<a href="{address}"><time datetime='
            f'"{comment.published.isoformat()}">{comment.published:%d/%m}</time></a>'
            f"{inner}</article>"
        )

    def _comment_number(self, post: Post, comment: Comment) -> str:
        if self.host == FACEBOOK:
            return ids.comment_number(post.serial, comment.number)
        return ids.ig_comment_id(post.serial, comment.number)


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
