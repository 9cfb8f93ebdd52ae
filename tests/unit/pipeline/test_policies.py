# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A policy is set in versions, for a board or the whole municipality, and read back."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.policies import (
    change_policy,
    conformity_rules,
    policy_of,
    policy_text,
    publication_rules,
    read_policy_file,
    set_policy,
)
from rules.policies import read_policy
from schemas.conformity import ConformityRules
from schemas.errors import BadInput, Damaged, UnknownName
from schemas.order import EventKind
from schemas.policy import ChangePolicy, Policy, PolicyKind, PublicationRules
from schemas.profile import ProfileField

CHANGE, CONFORMITY, PUBLICATION = PolicyKind


@pytest.mark.usefixtures("board")
def test_the_defaults_apply_until_something_is_set(archive):
    assert change_policy(archive, "ks") == ChangePolicy()
    assert conformity_rules(archive, "ks") == ConformityRules()
    assert publication_rules(archive) == PublicationRules()


@pytest.mark.usefixtures("board")
def test_a_board_goes_before_the_municipality_and_that_before_the_defaults(archive):
    other = archive.database.boards.get("ks").model_copy(update={"board_id": "bun"})
    archive.database.boards.add(other)
    set_policy(archive, CHANGE, None, {"confirm_sights": 3}, "Gemensamt")
    set_policy(archive, CHANGE, "ks", {"confirm_sights": 4}, "Eget")
    assert change_policy(archive, "ks").confirm_sights == 4
    assert change_policy(archive, "bun").confirm_sights == 3


@pytest.mark.usefixtures("board")
def test_what_is_left_out_stays_as_it_applied(archive):
    set_policy(archive, CHANGE, None, {"confirm_sights": 3}, "Gemensamt")
    set_policy(archive, CHANGE, "ks", {"gone_sights": 5}, "Eget")
    found = change_policy(archive, "ks")
    assert (found.confirm_sights, found.gone_sights) == (3, 5)


@pytest.mark.usefixtures("board")
def test_a_version_says_who_and_why_and_stands_in_the_event_log(archive):
    set_policy(archive, CHANGE, "ks", {"confirm_sights": 3}, "Brus")
    second = set_policy(archive, CHANGE, "ks", {"confirm_sights": 2}, "Lugnt igen")
    assert (second.version, second.set_by, second.reason) == (2, "Ulla", "Lugnt igen")
    assert [p.version for p in archive.database.policies.history(CHANGE, "ks")] == [
        1,
        2,
    ]
    event = archive.database.events.list()[-1]
    assert (event.kind, event.subject) == (EventKind.POLICY_SET, "change")
    assert event.detail == {"board": "ks", "version": "2"}


@pytest.mark.usefixtures("board")
def test_the_same_again_is_no_new_version(archive):
    assert set_policy(archive, CHANGE, "ks", {}, "Vi håller fast vid detta")
    assert set_policy(archive, CHANGE, "ks", {}, "En gång till") is None
    assert len(archive.database.policies.history(CHANGE, "ks")) == 1


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("kind", "board_id", "content", "reason", "error"),
    [
        (CHANGE, "ks", {"gone_ways": 1}, "Skäl", BadInput),
        (CHANGE, "ks", {"gone_ways": 3}, " ", BadInput),
        (CHANGE, "okand", {"gone_ways": 3}, "Skäl", UnknownName),
        (PUBLICATION, "ks", {"title": "Konton"}, "Skäl", BadInput),
        (
            CHANGE,
            "ks",
            {"control_addresses": {"myspace": "https://a.example"}},
            "Skäl",
            BadInput,
        ),
    ],
)
def test_what_cannot_be_set_leaves_no_trace(
    archive, kind, board_id, content, reason, error
):
    with pytest.raises(error):
        set_policy(archive, kind, board_id, content, reason)
    assert archive.database.policies.history(kind, board_id) == ()
    assert archive.database.events.list() == ()


@pytest.mark.usefixtures("board")
def test_a_policy_that_is_not_ours_is_damage_not_a_default(archive, clock):
    broken = Policy(
        kind=CHANGE,
        board_id="ks",
        version=1,
        content={"confirm_sights": "många"},
        set_at=clock(),
        set_by="Ulla",
        reason="Fel",
    )
    archive.database.policies.add(broken)
    with pytest.raises(Damaged, match="Version 1"):
        change_policy(archive, "ks")


def test_a_board_that_is_not_there_has_no_policy(archive):
    with pytest.raises(UnknownName):
        policy_of(archive, CHANGE, "okand")


def write(folder, text):
    path = folder / "regler.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_as_people_write_it(tmp_path):
    text = "större förändringar: [namn, om-information, omslagsbild]\nses igen: 3\n"
    assert read_policy_file(CHANGE, write(tmp_path, text)) == {
        "larger": ["name", "about", "cover"],
        "confirm_sights": 3,
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [", "varken riktig YAML eller JSON"),
        ("", "ska ha någon av delarna större förändringar"),
        ("- ses igen", "ska ha någon av delarna"),
        ("sess igen: 3", "går inte att förstå"),
    ],
)
def test_a_file_that_is_not_understood_says_so(tmp_path, text, problem):
    with pytest.raises(BadInput, match=problem):
        read_policy_file(CHANGE, write(tmp_path, text))


WORDS = st.text(min_size=1).filter(str.strip)
POLICIES = st.one_of(
    st.builds(
        dict,
        larger=st.lists(st.sampled_from(ProfileField), min_size=1, unique=True),
        confirm_sights=st.integers(1, 24),
        same_phash=st.integers(0, 5),
        quiet=st.lists(st.sampled_from(["07-01/07-31", "12-20/01-07"]), unique=True),
        control_addresses=st.dictionaries(
            st.sampled_from(["bluesky", "mastodon", "no"]),
            st.just("https://a.example/x?y=1#z"),
        ),
    ).map(lambda content: (CHANGE, content)),
    st.builds(
        dict,
        sender_names=st.lists(WORDS),
        rules_words=st.lists(WORDS),
        register_page=st.none() | st.just("https://a.example/s"),
    ).map(lambda content: (CONFORMITY, content)),
    st.builds(
        dict,
        title=WORDS,
        fields=st.lists(st.sampled_from(["url", "goals", "level"]), unique=True).map(
            lambda names: ["name", *names]
        ),
    ).map(lambda content: (PUBLICATION, content)),
)


@given(POLICIES)
def test_what_is_shown_is_read_back_as_the_same_policy(tmp_path_factory, chosen):
    kind, content = chosen
    policy = read_policy(kind, content)
    folder = tmp_path_factory.mktemp("regler")
    text = policy_text(kind, policy)
    read = read_policy_file(kind, write(folder, text))
    assert read_policy(kind, read) == policy
    assert policy_text(kind, read_policy(kind, read)) == text
    assert set(yaml.safe_load(text)) == set(yaml.safe_load(policy_text(kind, policy)))
