# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changes by the command line: listed, shown side by side, and judged by a person."""

import hashlib

import pytest

from pipeline.context import open_archive
from pipeline.settings import read_settings
from schemas.profile import Evidence, Picture
from tests.fakes import START
from tests.unit.portal.conftest import ADDRESS


def kept(name: str) -> Evidence:
    content = name.encode()
    return Evidence(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="image/png",
        taken_at=START,
        source=ADDRESS,
        content=content,
    )


def picture(name: str, phash: str) -> Picture:
    return Picture(url=f"{ADDRESS}/{name}", sha256=kept(name).sha256, phash=phash)


@pytest.fixture
def changed(town, ask, platform, monkeypatch):
    """An archived account whose picture has become another, or nearly; give its id."""
    assert town is None
    monkeypatch.setattr("pipeline.watch.judge.weigh_change", _eager)
    show(platform, "gammal", "0" * 16)
    order_id = ask("watch")["outcomes"][0]["order_id"]
    ask("order", "run", order_id)
    show(platform, "ny", "00000000000003ff", about="Vi har flyttat.")
    platform.profile = platform.profile.model_copy(update={"about": "Välkommen in."})
    with open_archive(read_settings()) as archive:
        archive.database.evidence.put([kept("gammal"), kept("ny")])
    return ask("watch")["outcomes"][0]["change_id"]


def show(platform, name, phash, **fields):
    shown = {"avatar": picture(name, phash), **fields}
    platform.profile = platform.profile.model_copy(update=shown)


def _eager(change, comparisons, seen, policy, now, moved=()):
    """Weigh as a board that does not wait for a second sight."""
    from rules.watch import weigh_change  # noqa: PLC0415 - the real one

    eager = policy.model_copy(update={"confirm_sights": 1})
    return weigh_change(change, comparisons, seen, eager, now, moved)


@pytest.mark.usefixtures("home")
def test_an_archive_without_changes_says_so(run):
    assert "Det finns inga förändringar." in run("change", "list").stdout


def test_a_change_is_listed_and_shown_side_by_side(changed, run, ask):
    assert ask("change", "list", "--state", "to_judge")["changes"][0]["state"] == (
        "to_judge"
    )
    assert ask("change", "list", "--state", "confirmed")["changes"] == []
    shown = run("change", "show", changed).stdout
    for words in ("gammal", "/ny", "Profilbild", "10 av 64", "Väntar på att någon"):
        assert words in shown
    document = ask("change", "show", changed)
    assert set(document) == {"change", "fields", "files"}
    assert document["files"] == []


def test_the_pictures_are_written_as_files(changed, run, ask, tmp_path):
    folder = tmp_path / "bilder"
    files = ask("change", "show", changed, "--to", folder)["files"]
    assert [path.rpartition("/")[2] for path in files] == [
        "profilbild-innan.png",
        "profilbild-efter.png",
    ]
    assert (folder / "profilbild-innan.png").read_bytes() == b"gammal"
    assert (folder / "profilbild-efter.png").read_bytes() == b"ny"
    again = run("change", "show", changed, "--to", folder)
    assert (again.exit_code, "finns redan" in again.stderr) == (2, True)


def test_a_drawing_that_may_hold_a_program_is_not_written_for_a_browser(
    changed, ask, tmp_path
):
    """SVG is a document with scripts; the picture comes from a stranger's server."""
    with open_archive(read_settings()) as archive:
        archive.database.evidence.purge([kept("ny").sha256])
        drawing = kept("ny").model_copy(update={"media_type": "image/svg+xml"})
        archive.database.evidence.put([drawing])
    files = ask("change", "show", changed, "--to", tmp_path / "ut")["files"]
    assert [path.rpartition(".")[2] for path in files] == ["png", "bin"]


def test_a_person_judges_it(changed, run, ask):
    words = ("change", "judge", changed)
    assert run(*words, "--reason", "Ny logga").exit_code == 2
    assert run(*words, "--changed").exit_code == 2
    document = ask(*words, "--changed", "--reason", "Ny logga", "--by", "Ulla")
    assert document["change"]["settled_by"] == "Ulla"
    assert document["order"]["change_id"] == changed
    again = run(*words, "--same", "--reason", "Ändrat mig")
    assert (again.exit_code, "redan avgjord" in again.stderr) == (2, True)


def test_a_person_may_judge_it_the_same(changed, run, ask):
    judged = run("change", "judge", changed, "--same", "--reason", "Beskuren")
    assert "Kontot arkiveras inte för den." in judged.stdout
    assert ask("change", "list")["changes"][0]["state"] == "dismissed"
    assert len(ask("order", "list")["orders"]) == 1


@pytest.mark.usefixtures("town")
def test_only_those_that_are_due_are_looked_at(ask, platform):
    assert len(ask("watch", "--due")["outcomes"]) == 1
    assert ask("watch", "--due")["outcomes"] == []
    assert ask("watch", "konto", "--due")["outcomes"] == []
    assert len(ask("watch", "konto")["outcomes"]) == 1
    assert platform.looks == 2


@pytest.mark.usefixtures("town")
def test_the_watch_says_in_words_how_far_a_change_has_come(run, ask, platform):
    order_id = ask("watch")["outcomes"][0]["order_id"]
    ask("order", "run", order_id)
    platform.profile = platform.profile.model_copy(update={"about": "Vi har flyttat."})
    assert "om-information: ska ses igen innan den räknas" in run("watch").stdout
    assert "om-information: bekräftad" in run("watch").stdout
