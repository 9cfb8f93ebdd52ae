# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks the small Graph API without a network."""

import json
from datetime import UTC, datetime

from graph import World
from graph.api import FACEBOOK, INSTAGRAM, GraphApi
from graph.tokens import IG_TOKEN, PAGE_TOKEN

ORIGIN = {
    FACEBOOK: "https://graph.facebook.com",
    INSTAGRAM: "https://graph.instagram.com",
}
KEYS = {FACEBOOK: PAGE_TOKEN, INSTAGRAM: IG_TOKEN}
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Asker:
    """Asks a world without a network; the key goes in a header."""

    def __init__(self, world=None, host=FACEBOOK, key=None):
        self.world = world or World(clock=NOW.timestamp)
        self.world.media.origin = "https://scontent.fbcdn.net"
        self.world.facebook_web = "https://www.facebook.com"
        self.world.instagram_web = "https://www.instagram.com"
        self.host, self.key = host, KEYS[host] if key is None else key

    def reply(self, target):
        """Give what is answered."""
        api = GraphApi(self.world, self.host, ORIGIN[self.host])
        headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
        return api.answer(target, headers)

    def ask(self, target):
        """Give what an answer holds."""
        return json.loads(self.reply(target).body)

    def error(self, target):
        """Give the status of an error, and what it says."""
        reply = self.reply(target)
        return reply.status, json.loads(reply.body)["error"]
