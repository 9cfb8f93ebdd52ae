# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small server that answers as Mastodon does."""

import re
from typing import Any

from tests.contract.fake_platforms import (
    AVATAR,
    CITIZEN,
    DEEP,
    OWN,
    PICTURE,
    POSTS,
    Fake,
    told,
)


class FakeMastodon(Fake):
    """Answers as Mastodon does; `walled` lets nobody read without the key "nyckel"."""

    def content(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        """Answer a question."""
        if path.startswith("/media/"):
            return self._file(path)
        if not path.startswith("/api/"):
            return self._site(path)
        if path == "/api/v1/accounts/lookup":
            return self._look_up(asked)
        if self.state == "walled" and self.keys[-1] != "Bearer nyckel":
            return told({"error": "This method requires an authenticated user"}, 401)
        return self._posts(path, asked)

    def _posts(self, path: str, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        if path.endswith("/statuses"):
            return self._page(asked)
        if re.fullmatch(r"/api/v1/statuses/\d+", path):
            return self._one(int(path.rpartition("/")[2]) - 100)
        below = {"ancestors": [], "descendants": self._below(path.split("/")[4])}
        return told(below if path.endswith("/context") else [])

    def _one(self, number: int) -> tuple[int, dict, bytes]:
        if not 1 <= number <= POSTS:
            return told({"error": "Record not found"}, 404)
        return told(self._post(number))

    def _look_up(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        if self.state == "gone" or asked["acct"] != OWN:
            return told({"error": "Record not found"}, 404)
        return told(self._account())

    def _site(self, path: str) -> tuple[int, dict, bytes]:
        """Give the account's page, as far as it is needed; `page` lacks it."""
        if path != f"/@{OWN}" or "page" in self.lacks:
            return 404, {}, b""
        posts = "".join(
            f'<div class="x{n}"><p>Inlägg {n}</p>'
            f'<a href="/@{OWN}/{100 + n}"><time>1 feb.</time></a></div>'
            for n in range(POSTS, 0, -1)
        )
        page = f"<!doctype html><h1>Älmhults kommun</h1><main>{posts}</main>"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def _file(self, path: str) -> tuple[int, dict, bytes]:
        if "media" in self.lacks:
            return 404, {}, b""
        return 200, {"Content-Type": "image/png"}, _bytes(path)

    def _account(self) -> dict[str, Any]:
        return {
            **self._writer(OWN, "1"),
            "note": "<p>Officiellt konto.<br>Frågor: info@almhult.se</p>",
            "avatar": f"{self.origin}/media/avatar.png",
            "header": "",
            "fields": [
                {"name": "Webb", "value": '<a href="https://almhult.se">almhult.se</a>'}
            ],
            "statuses_count": POSTS + 1,
        }

    def _writer(self, name: str, number: str) -> dict[str, Any]:
        return {
            "id": number,
            "acct": name,
            "url": f"{self.origin}/@{name}",
            "display_name": "Älmhults kommun",  # the citizen has taken the name too
        }

    def _page(self, asked: dict[str, str]) -> tuple[int, dict, bytes]:
        everything = [self._shared(), *map(self._post, range(POSTS, 0, -1))]
        after = asked.get("max_id")
        ids = [row["id"] for row in everything]
        start = ids.index(after) + 1 if after else 0
        page = everything[start : start + int(asked["limit"])]
        path = f"{self.origin}/api/v1/accounts/1/statuses?limit={asked['limit']}"
        link = f'<{path}&max_id={page[-1]["id"]}>; rel="next"' if page else ""
        is_told = link and "link" not in self.lacks
        return told(page, **({"Link": link} if is_told else {}))

    def _post(self, number: int) -> dict[str, Any]:
        return {
            **self._status(str(100 + number), f"<p>Inlägg {number}</p>", OWN, "1"),
            "replies_count": 2 if number == POSTS else 0,
            "media_attachments": [self._picture(number)] if number == 1 else [],
            "edited_at": "2026-02-02T08:00:00.000Z" if number == 2 else None,
        }

    def _picture(self, number: int) -> dict[str, Any]:
        return {
            "type": "image",
            "url": f"{self.origin}/media/{number}.png",
            "description": "En bild",
        }

    def _status(
        self, number: str, content: str, name: str, account: str
    ) -> dict[str, Any]:
        return {
            "id": number,
            "uri": f"{self.origin}/users/{name}/statuses/{number}",
            "url": f"{self.origin}/@{name}/{number}",
            "created_at": "2026-02-01T08:00:00.000Z",
            "content": content,
            "account": self._writer(name, account),
        }

    def _shared(self) -> dict[str, Any]:
        shared = self._status("900", "<p>Simhallen är öppen</p>", CITIZEN, "2")
        return {**self._status("901", "", OWN, "1"), "reblog": shared}

    def _below(self, number: str) -> list[dict[str, Any]]:
        """Give two levels below a post, as a server does to whoever has no key."""
        chain = [str(100 + POSTS), *(str(1000 + i) for i in range(1, len(DEEP) + 1))]
        if number not in chain:
            return []
        start = chain.index(number) + 1
        return [
            {
                **self._status(chain[i], f"<p>{DEEP[i - 1]}</p>", *_who(i)),
                "in_reply_to_id": chain[i - 1],
                "replies_count": 1 if i < len(DEEP) else 0,
            }
            for i in range(start, min(start + 2, len(chain)))
        ]


def _who(depth: int) -> tuple[str, str]:
    return (CITIZEN, "2") if depth % 2 else (OWN, "1")


def _bytes(path: str) -> bytes:
    return AVATAR if "avatar" in path else PICTURE
