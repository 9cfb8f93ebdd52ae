# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""`avbild import` by its own process: an export of each platform becomes a package.

Nothing is asked of any network: the accounts have no keys, and nobody attends a
browser. A real browser writes the readable document.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from eark.items_read import read_items
from schemas.item import Item, ItemKind
from storage import open_folder
from tests.exports.facebook import (
    FacebookComment,
    FacebookMedia,
    FacebookPost,
    FacebookWorld,
    build_facebook_export,
)
from tests.exports.instagram import build_instagram_export
from tests.exports.x import XMedia, XPost, XWorld, build_x_export
from tests.homes import PLAN, empty_home
from tests.sample_instagram_export import START
from tests.sample_instagram_export import WORLD as ON_INSTAGRAM
from tests.unit.archivers.owner_export.zip_bytes import LINK, Packed, write_zip

__all__ = ["empty_home"]

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
POSTS = ("Höstlov på biblioteket 📚", "Ny lekplats i Älmhult", "Snöröjningen är i gång")
NAME, USERNAME = "Älmhults kommun", "almhultskommun"
ON_FACEBOOK = FacebookWorld(
    name=NAME,
    username=USERNAME,
    posts=tuple(
        FacebookPost(text, START.replace(hour=n), (FacebookMedia(f"{n}.jpg", b"bild"),))
        for n, text in enumerate(POSTS, start=8)
    ),
    comments=(FacebookComment("Tack, det tar vi med oss.", START.replace(day=9)),),
)
ON_X = XWorld(
    number="77",
    name=NAME,
    username=USERNAME,
    posts=tuple(
        XPost(str(1000 + n), text, START.replace(hour=n), (XMedia(f"{n}.jpg", b"b"),))
        for n, text in enumerate(POSTS, start=8)
    ),
)


@dataclass(frozen=True)
class Town:
    """An archive with an account on each platform, used by processes of its own."""

    home: Path

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run `avbild`."""
        return subprocess.run(
            [sys.executable, "-m", "portal", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, "AVBILD_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, *words: object) -> dict:
        """Run it for a program; it must succeed."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        found: dict = json.loads(done.stdout)
        return found

    def package(self, told: dict) -> Path:
        """Give the folder of a package in the store."""
        package_id = told["package"]["package_id"]
        (mark,) = self.home.glob(f"**/{package_id}/v1/{package_id}/METS.xml")
        return mark.parent

    def left(self) -> list[Path]:
        """Give the files that are left in the work folder."""
        return [path for path in (self.home / "work").rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def settled(tmp_path_factory, empty_home) -> Path:
    """A home with a board, its plan, and accounts."""
    found = Town(tmp_path_factory.mktemp("stad") / "hem")
    shutil.copytree(empty_home, found.home)
    found.ask(
        *("board", "add", "ks", "--name", "Kommunstyrelsen"),
        *("--municipality", "Älmhults kommun"),
    )
    found.ask(
        *("plan", "import", PLAN, "--board", "ks", "--valid-from", "2026-01-01"),
        *("--decision", "KS 2026 § 41"),
    )
    for platform, host in (
        ("facebook", "www.facebook.com"),
        ("instagram", "www.instagram.com"),
        ("x", "x.com"),
    ):
        found.ask(
            *("account", "add", platform, "--board", "ks", "--platform", platform),
            *("--name", NAME, "--url", f"https://{host}/{USERNAME}"),
        )
    return found.home


@pytest.fixture
def town(tmp_path, settled) -> Town:
    """An archive of the test's own."""
    home = tmp_path / "hem"
    shutil.copytree(settled, home)
    return Town(home)


@pytest.fixture
def brought(tmp_path) -> Path:
    """Where the owner has the export."""
    folder = tmp_path / "Ullas hämtade filer"
    folder.mkdir()
    return folder


BUILDERS = {
    "facebook": lambda folder: build_facebook_export(folder, ON_FACEBOOK, parts=2),
    "instagram": lambda folder: build_instagram_export(folder, ON_INSTAGRAM, parts=2),
    "x": lambda folder: build_x_export(folder, ON_X),
}
TEXTS = {
    "facebook": {*POSTS, "Tack, det tar vi med oss."},
    "instagram": {post.text for post in ON_INSTAGRAM.posts},
    "x": set(POSTS),
}


@pytest.mark.parametrize("platform", BUILDERS)
def test_an_export_becomes_a_package_of_its_own(town, brought, platform):
    parts = BUILDERS[platform](brought)
    given = {part: part.read_bytes() for part in parts}

    told = town.ask("import", platform, *reversed(parts), "--by", "Ulla")

    assert told["package"]["is_complete"] is False
    assert any("inte andras kommentarer" in said for said in told["missing"])
    assert [one["name"] for one in told["export"]["parts"]] == [p.name for p in parts]
    folder = town.package(told)
    kept = sorted(path for path in folder.rglob("*.zip"))
    assert [path.read_bytes() for path in kept] == [given[part] for part in parts]
    assert {part: part.read_bytes() for part in parts} == given
    assert all(part.stat().st_nlink == 1 for part in parts)
    assert town.left() == []
    items = tuple(read_items(open_folder(folder)))
    assert TEXTS[platform] <= {item.body for item in items}
    assert all(_stands_in_export(item) for item in items)
    assert any(item.media for item in items if item.kind is ItemKind.POST)
    secret = str(brought).encode()
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in files if secret in path.read_bytes()]
    verified = town.ask("package", "verify", told["package"]["package_id"])
    assert [report["is_valid"] for report in verified["reports"]] == [True]


def _stands_in_export(item: Item) -> bool:
    return item.sources[0].startswith("export") and any(
        place.member and place.pointer for place in item.places
    )


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (Packed(name=b"../../hem/a.json"), "pekar ut ur exporten"),
        (Packed(attributes=LINK), "en länk eller annan särskild fil"),
        (Packed(flags=1), "en krypterad fil"),
        (Packed(crc=7), "är inte det som packades"),
        (Packed(data=bytes(200 * 1024**2), method=8), "växer orimligt"),
        (Packed(data=b"hej"), "är inte en export från Facebook"),
    ],
)
def test_a_refused_export_leaves_nothing(town, brought, file, why):
    part = write_zip(brought, file)
    done = town.run("import", "facebook", part)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert town.left() == []
    assert town.ask("package", "list")["packages"] == []
    assert not list(town.home.rglob("*.zip"))
    assert not list(town.home.rglob("a.json"))


def test_an_export_of_another_account_is_refused(town, brought):
    other = FacebookWorld(
        name="Annan kommun", username="annan", posts=ON_FACEBOOK.posts
    )
    (part,) = build_facebook_export(brought, other)
    done = town.run("import", "facebook", part)
    assert done.returncode == 2
    assert town.left() == []
    assert town.ask("package", "list")["packages"] == []
