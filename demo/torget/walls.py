# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands between a visitor and the content: login wall and rate limit."""

import secrets
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from torget.state import SiteState

USER, PASSWORD = "demo", "torget-demo"
COOKIE = "torget_session"
RETRY_AFTER = 120
FREE = ("/static/", "/logga-in", "/sw.js")

FORM = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Logga in – Torget</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/torget.css"></head>
<body class="inloggning"><main class="kort"><h1>Logga in på Torget</h1>
<p>Du behöver logga in för att se den här sidan.</p>
{message}<form method="post" action="/logga-in?nasta={target}">
<label>Användarnamn <input name="anvandare" autocomplete="username" required></label>
<label>Lösenord <input name="losenord" type="password" autocomplete="current-password"
 required></label>
<button type="submit">Logga in</button></form></main></body></html>
"""


class Walls:
    """An ASGI application with walls in front that the state switches on and off."""

    def __init__(self, app: ASGIApp, state: SiteState) -> None:
        self._state = state
        self._sessions: set[str] = set()
        self._inner = Starlette(
            routes=[
                Route("/logga-in", self._form, methods=["GET"]),
                Route("/logga-in", self._log_in, methods=["POST"]),
                Mount("/", app=app),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what no wall stops."""
        wall = None
        if scope["type"] == "http" and not scope["path"].startswith(FREE):
            wall = self._wall(Request(scope))
        await (wall or self._inner)(scope, receive, send)

    def _wall(self, request: Request) -> Response | None:
        if "rate-limit" in self._state.walls:
            return PlainTextResponse(
                "För många förfrågningar. Försök igen om en stund.",
                status_code=429,
                headers={"retry-after": str(RETRY_AFTER)},
            )
        if "login-wall" not in self._state.walls:
            return None
        if request.cookies.get(COOKIE) in self._sessions:
            return None
        if request.url.path.startswith("/api/"):
            return PlainTextResponse("Logga in först", status_code=401)
        return RedirectResponse(
            f"/logga-in?nasta={quote(request.url.path)}", status_code=302
        )

    async def _form(self, request: Request) -> Response:
        return _page(_target(request), "")

    async def _log_in(self, request: Request) -> Response:
        async with request.form() as form:
            given = (form.get("anvandare"), form.get("losenord"))
        if given != (USER, PASSWORD):
            message = '<p role="alert">Fel användarnamn eller lösenord.</p>'
            return _page(_target(request), message, status=403)
        session = secrets.token_hex(16)
        self._sessions.add(session)
        answer = RedirectResponse(_target(request), status_code=303)
        answer.set_cookie(COOKIE, session, httponly=True, samesite="lax")
        return answer


def _target(request: Request) -> str:
    """Give where to go after the login; only paths of our own."""
    target = request.query_params.get("nasta", "/")
    return target if target.startswith("/") and not target.startswith("//") else "/"


def _page(target: str, message: str, status: int = 200) -> Response:
    body = FORM.format(message=message, target=quote(target))
    return Response(body, status, {"cache-control": "no-store"}, "text/html")
