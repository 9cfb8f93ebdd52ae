# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A policy that cannot be used is refused, and each faulty part is named."""

import pytest

from rules.policies import people_published, read_policy
from schemas.errors import BadInput
from schemas.policy import ChangePolicy, PolicyKind, PublicationRules

CHANGE, CONFORMITY, PUBLICATION = PolicyKind


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        (CHANGE, {"confirm_sights": 0}, "”ses igen” ska vara minst 1."),
        (CHANGE, {"confirm_sights": 25}, "”ses igen” får vara högst 24."),
        (CHANGE, {"confirm_sights": "två"}, "”ses igen” ska vara ett heltal."),
        (CHANGE, {"confirm_sights": 1.5}, "”ses igen” ska vara ett heltal."),
        (CHANGE, {"confirm_sights": None}, "”ses igen” ska vara ett heltal."),
        (CHANGE, {"confirm_sights": True}, "”ses igen” ska inte vara ja eller nej."),
        (CHANGE, {"gone_hours": 47}, "”timmar till stängt” ska vara minst 48."),
        (CHANGE, {"flap_hours": 10**12}, "”tillbaka inom timmar” får vara högst 8784."),
        (
            CHANGE,
            {"announce_days": 10**9},
            "”dagar att meddela avslut” får vara högst 366.",
        ),
        (CHANGE, {"gone_ways": 9}, "”sätt att se stängt” får vara högst 3."),
        (
            CHANGE,
            {"larger": []},
            "”större förändringar” ska ha minst en del av profilen.",
        ),
        (CHANGE, {"larger": "namn"}, "”större förändringar” ska vara en lista."),
        (CHANGE, {"larger": ["x"]}, "”större förändringar” har ett okänt värde."),
        (
            CHANGE,
            {"larger": ["name", "name"]},
            "”större förändringar” nämner samma sak flera gånger.",
        ),
        (
            CHANGE,
            {"same_phash": 14, "changed_phash": 14},
            "”bilder olika från” ska vara större än ”bilder lika till”.",
        ),
        (
            CHANGE,
            {"control_addresses": {"bluesky": "min sida"}},
            "”kontrolladresser” ska vara en webbadress.",
        ),
        (
            CHANGE,
            {"quiet": ["juli"]},
            "”ingen återkommande arkivering” har fel form.",
        ),
        (
            CHANGE,
            {"quiet": ["01-01/12-31"]},
            "”ingen återkommande arkivering” lämnar ingen dag på året.",
        ),
        (CONFORMITY, {"contacts": [" "]}, "”kontaktuppgifter” har ett tomt värde."),
        (
            CONFORMITY,
            {"register_page": "almhult"},
            "”registrets sida” ska vara en webbadress.",
        ),
        (CONFORMITY, {"fewest_words": 0}, "”minst ord om syftet” ska vara minst 1."),
        (PUBLICATION, {"title": ""}, "”rubrik” har ett tomt värde."),
        (PUBLICATION, {"fields": ["url"]}, "”uppgifter” ska ha med kontots namn."),
        (
            PUBLICATION,
            {"fields": ["name", "salary"]},
            "”uppgifter”: registret har inget fält salary.",
        ),
        (PUBLICATION, {"colour": "red"}, "”colour” är okänt."),
    ],
)
def test_a_faulty_part_is_named_in_its_own_words(kind, content, problem):
    with pytest.raises(BadInput) as caught:
        read_policy(kind, content)
    assert problem in caught.value.problems


def test_all_faults_are_told_at_once_and_none_twice():
    content = {"confirm_sights": 0, "gone_ways": 1, "larger": ["x", "y"]}
    with pytest.raises(BadInput) as caught:
        read_policy(CHANGE, content)
    assert len(caught.value.problems) == 3


def test_what_is_right_becomes_the_typed_record():
    assert read_policy(CHANGE, {"confirm_sights": 3}) == ChangePolicy(confirm_sights=3)


def test_names_of_employees_that_become_public_are_pointed_out():
    assert people_published(PublicationRules()) == ()
    shown = PublicationRules(fields=("name", "account_owner", "approved_by"))
    assert people_published(shown) == ("Ansvarig för kontot", "Godkänt av")
