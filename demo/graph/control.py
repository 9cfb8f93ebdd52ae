# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The control port: what the demo and benchmarks read and switch, on loopback only."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph.api import Reply
from graph.content import PEOPLE
from graph.export import export_page
from graph.tokens import PAGE_TOKEN, TokenState
from graph.world import World

JSON_TYPE = {"content-type": "application/json; charset=utf-8"}
MODERATE = ("MODERATE",)


def _name(world: World, value: str) -> None:
    world.page.name = world.profile.name = value


def _about(world: World, value: str) -> None:
    world.page.about = world.profile.biography = value


def _avatar(world: World, _: str) -> None:
    world.page.avatar += 1
    world.profile.avatar += 1


def _cover(world: World, _: str) -> None:
    world.page.cover += 1


def _comment(world: World, value: str) -> None:
    newest = world.page.timeline.serials()[0]
    world.page.timeline.comment_on(newest, value, world.now(), PEOPLE[0])


def _post(world: World, value: str) -> None:
    world.page.timeline.write(value, world.now())


def _edit(world: World, value: str) -> None:
    node_id, _, text = value.partition(" ")
    world.edit(node_id, text)


def _expire(world: World, value: str) -> None:
    world.expire(value or PAGE_TOKEN)


def _renew(world: World, value: str) -> None:
    world.expire(value or PAGE_TOKEN, TokenState.VALID)


def _narrow(world: World, value: str) -> None:
    world.narrow(PAGE_TOKEN, *value.split(), tasks=() if value else MODERATE)


def _throttle(world: World, value: str) -> None:
    world.throttle = int(value or 32)


def _down(world: World, _: str) -> None:
    world.down = True


def _normal(world: World, _: str) -> None:
    world.down, world.throttle, world.calls_left = False, 0, None
    world.faults.clear()


def _gone(world: World, _: str) -> None:
    world.page.is_gone = world.profile.is_gone = True


def _export(world: World, value: str) -> None:
    export_page(world, Path(value))


def _fail(world: World, value: str) -> None:
    world.fail(int(value or 1), status=503)


CHANGES: Mapping[str, Callable[[World, str], None]] = {
    "name": _name,
    "about": _about,
    "avatar": _avatar,
    "cover": _cover,
    "comment": _comment,
    "post": _post,
    "delete": lambda world, value: world.delete(value),
    "hide": lambda world, value: world.hide(value),
    "edit": _edit,
    "export": _export,
    "expire-token": _expire,
    "renew-token": _renew,
    "narrow-token": _narrow,
    "throttle": _throttle,
    "down": _down,
    "gone": _gone,
    "fail": _fail,
    "normal": _normal,
}
"""What can be changed; some changes take a value."""


def control_of(world: World) -> Callable[[str, str, Mapping[str, str], str], Reply]:
    """Give what answers at the control port: GET /state, GET /asked, POST /change."""

    def answer(_: str, target: str, __: Mapping[str, str], body: str) -> Reply:
        if target == "/asked":
            return _told([vars(one) for one in world.asked])
        if target == "/change":
            return _changed(world, json.loads(body))
        return _told(_state(world))

    return answer


def _changed(world: World, asked: Mapping[str, str]) -> Reply:
    what = asked.get("what", "")
    if what not in CHANGES:
        return _told({"error": f"unknown change: {what}"}, 400)
    try:
        with world.lock:
            CHANGES[what](world, asked.get("value", ""))
    except (KeyError, ValueError) as error:
        return _told({"error": f"cannot {what}: {error}"}, 400)
    return _told(_state(world))


def _state(world: World) -> dict[str, Any]:
    """Count what a complete capture holds, hidden comments too."""
    found: dict[str, Any] = {"name": world.page.name}
    for name, account in (("facebook", world.page), ("instagram", world.profile)):
        timeline = account.timeline
        posts = [one for one in map(timeline.post, timeline.serials()) if one]
        comments = [
            one
            for post in posts
            for one in timeline.shown(post.serial, with_hidden=True)
        ]
        found[name] = {
            "posts": len(posts),
            "comments": len(comments),
            "hidden": sum(one.is_hidden for one in comments),
        }
    return found


def _told(value: object, status: int = 200) -> Reply:
    return Reply(status, JSON_TYPE, json.dumps(value, ensure_ascii=False).encode())
