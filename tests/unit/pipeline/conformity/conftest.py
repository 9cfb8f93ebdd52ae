# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality whose accounts are seen without a browser."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archivers.conformity import Portrait
from archivers.watch import Look
from pipeline.conformity.crafts import ConformityCrafts
from pipeline.policies import set_policy
from schemas.errors import PlatformDown
from schemas.policy import PolicyKind
from schemas.profile import Evidence, Observation, PageState, Picture, Profile

PAGE = "https://www.almhult.se/socialamedier"
PNG = b"\x89PNG a picture of the page"
AVATAR = b"\x89PNG a picture of a crest"


def digest(content: bytes) -> str:
    """Give the digest that evidence is kept under."""
    return hashlib.sha256(content).hexdigest()


def picture_of(content: bytes, tools) -> Evidence:
    """Make evidence of some bytes."""
    return Evidence(
        sha256=digest(content),
        media_type="image/png",
        taken_at=tools.clock(),
        source="prov",
        content=content,
    )


GOOD = Profile(
    name="Biblioteket",
    about="Vi berättar om böcker, program och öppettider. info@almhult.se",
    avatar=Picture(url="https://bilder.example/a.png", sha256=digest(AVATAR)),
    links=("https://almhult.se/socialamedier",),
    contact=(),
)


@dataclass
class Town:
    """What its accounts look like; an account in `broken` cannot be seen at all."""

    profile: Profile = GOOD
    state: PageState = PageState.OK
    visited: PageState = PageState.OK
    links: tuple[str, ...] | None = ()
    broken: set[str] = field(default_factory=set)
    looks: list[str] = field(default_factory=list)
    reports: list = field(default_factory=list)

    def crafts(self) -> ConformityCrafts:
        """Give the crafts that see this town."""
        return ConformityCrafts(
            look=self._look,
            portrait=self._portrait,
            links=self._links,
            report=self._report,
            chromium=lambda configured: configured or Path("/usr/bin/chromium"),
        )

    def _look(self, errands, tools):
        for errand in errands:
            yield self._look_of(errand.account, tools)

    def _look_of(self, account, tools) -> Look:
        self.looks.append(account.account_id)
        if account.account_id in self.broken:
            failure = PlatformDown("Sidan svarar inte.")
            return Look(account.account_id, failure=failure)
        is_ok = self.state is PageState.OK
        observation = Observation(
            observation_id=tools.new_id(),
            account_id=account.account_id,
            seen_at=tools.clock(),
            page_state=self.state,
            extractor="webpage-http/1",
            profile=self.profile if is_ok else Profile(),
        )
        kept = tuple(picture_of(content, tools) for content in (AVATAR, b"<html>"))
        return Look(account.account_id, observation, kept if is_ok else ())

    def _portrait(self, account, tools) -> Portrait:
        if account.account_id in self.broken:
            message = "Sidan svarar inte."
            raise PlatformDown(message)
        if self.visited is not PageState.OK:
            return Portrait(self.visited, tools.clock())
        return Portrait(self.visited, tools.clock(), PNG, ("Hej",), (), self.profile)

    def _links(self, url, tools, is_enough) -> tuple[str, ...]:
        assert (url, tools.login) == (PAGE, None)
        if self.links is None:
            message = "Sidan svarar inte."
            raise PlatformDown(message)
        is_enough(self.links)
        return self.links

    def _report(self, report, pictures, folder, chromium, workspace):
        assert chromium.name == "chromium"
        assert workspace.is_dir()
        self.reports.append((report, pictures))
        return folder / "rapport.html", folder / "rapport.pdf"


@pytest.fixture
def town() -> Town:
    """A town whose accounts conform, but for what nobody can say."""
    return Town()


@pytest.fixture
def rules(archive, board):
    """The municipality's own rules."""
    content = {
        "sender_names": ["Älmhults kommun"],
        "contacts": ["info@almhult.se"],
        "rules_links": ["almhult.se/socialamedier"],
        "register_page": PAGE,
    }
    assert board.board_id
    return set_policy(archive, PolicyKind.CONFORMITY, None, content, "Beslut i KS")
