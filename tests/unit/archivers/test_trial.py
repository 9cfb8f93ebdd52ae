# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The trial of a recorder compares what was sent with what was recorded, byte by byte.

With a made-up browser; the contract tests try it with a real one.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from archivers import trial
from archivers.trial import BODIES, TRIES, is_recorded_exactly
from schemas.errors import DiskFull, PlatformDown, RecordingLost, ToolMissing

CHROMIUM = Path("/usr/bin/chromium")
QUESTION = b"fraga"


@pytest.fixture
def outcomes(monkeypatch) -> list[Callable[[list], list]]:
    """What comes of each trial in turn: the exchanges recorded, of those made."""
    planned: list[Callable[[list], list]] = []
    recorded: list = []

    def record(_chromium, origin, _warc, _folder):
        recorded[:] = planned.pop(0)([ask(origin, path) for path in BODIES])

    monkeypatch.setattr(trial, "_record", record)
    monkeypatch.setattr(trial, "_found", lambda _: recorded)
    return planned


def ask(origin: str, path: str) -> tuple[str, str, bytes, bytes]:
    with urlopen(Request(origin + path, QUESTION), timeout=10) as answer:  # noqa: S310
        return "POST", path, QUESTION, answer.read()


def whole(made: list) -> list:
    return made


def one_less(made: list) -> list:
    return made[:-1]


def one_twice(made: list) -> list:
    return [*made, made[0]]


def other_byte(made: list) -> list:
    method, path, asked, answered = made[0]
    return [(method, path, asked, answered[:-1] + b"?"), *made[1:]]


def fails(error: Exception) -> Callable[[list], list]:
    def fail(_):
        raise error

    return fail


def is_lost(_):
    message = "Loggen är inte hel."
    raise RecordingLost(message)


def is_late(_):
    message = "Sidan svarade inte i tid."
    raise PlatformDown(message)


def test_what_is_recorded_as_sent_stands_in_any_order(outcomes, tmp_path):
    outcomes.append(lambda made: made[::-1])
    assert is_recorded_exactly(CHROMIUM, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "outcome",
    [one_less, one_twice, other_byte, is_lost, is_late],
)
def test_anything_else_does_not(outcomes, tmp_path, outcome):
    outcomes += [outcome] * TRIES
    assert not is_recorded_exactly(CHROMIUM, tmp_path)
    assert outcomes == []
    assert list(tmp_path.iterdir()) == []


def test_a_computer_short_of_breath_is_given_another_try(outcomes, tmp_path):
    outcomes += [is_late, whole]
    assert is_recorded_exactly(CHROMIUM, tmp_path)


@pytest.mark.parametrize("error", [ToolMissing, DiskFull])
def test_a_trial_that_could_not_be_made_says_why(outcomes, tmp_path, error):
    outcomes.append(fails(error("Prov.")))
    with pytest.raises(error):
        is_recorded_exactly(CHROMIUM, tmp_path)
    assert list(tmp_path.iterdir()) == []
