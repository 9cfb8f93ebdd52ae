# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The control port: what tests and commands read and switch, on loopback only."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from torget.content import Comment, Content
from torget.journal import Journal
from torget.state import SiteState, UnknownChangeError


class Control:
    """Answers for log, state and changes."""

    def __init__(self, journal: Journal, state: SiteState, content: Content) -> None:
        self._journal = journal
        self._state = state
        self._content = content

    def application(self) -> Starlette:
        """Give the ASGI application."""
        return Starlette(
            routes=[
                Route("/log", self._log),
                Route("/reset", self._reset, methods=["POST"]),
                Route("/state", self._show),
                Route("/content", self._inventory),
                Route("/change", self._change, methods=["POST"]),
            ]
        )

    async def _log(self, request: Request) -> Response:  # noqa: ARG002
        return PlainTextResponse(
            self._journal.lines(), media_type="application/x-ndjson"
        )

    async def _reset(self, request: Request) -> Response:  # noqa: ARG002
        self._journal.reset()
        return Response(status_code=204)

    async def _show(self, request: Request) -> Response:  # noqa: ARG002
        counts = {
            "posts": len(self._content.posts),
            "comments": self._content.comment_count(),
        }
        return JSONResponse(self._state.as_json() | counts)

    async def _inventory(self, request: Request) -> Response:  # noqa: ARG002
        """List every post and comment that a complete capture holds."""
        return JSONResponse(
            [
                {
                    "id": post.post_id,
                    "text": post.text,
                    "pictures": len(post.pictures),
                    "comments": [_comment(comment) for comment in post.comments],
                }
                for post in self._content.posts
            ]
        )

    async def _change(self, request: Request) -> Response:
        asked = await request.json()
        try:
            self._state.change(asked["what"])
        except UnknownChangeError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return await self._show(request)


def _comment(comment: Comment) -> dict[str, object]:
    return {
        "id": comment.comment_id,
        "author": comment.author,
        "text": comment.text,
        "replies": [_comment(reply) for reply in comment.replies],
    }
