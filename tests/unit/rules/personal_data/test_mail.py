# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""E-mail addresses, plain and disguised; mailboxes of functions; user names."""

import pytest

from rules.personal_data import find
from schemas.personal_data import DataKind


def found(text, kind):
    """Give what of a kind was found, as text."""
    return [text[f.start : f.end] for f in find(text) if f.kind is kind]


@pytest.mark.parametrize(
    "address",
    [
        "anna.ek@post.example",
        "ANNA@POST.EXAMPLE",
        "a+b_c%d@sub-dom.post.example",
        "åsa.öman@exempel.se",
        "anna(at)post.example",
        "anna (at) post punkt se",
        "anna[at]post.example",
        "anna {a} post.example",
        "anna snabel-a post.example",
        "anna snabela post punkt se",
        "anna punkt ek snabel-a post punkt se",
        "anna at post dot com",
        "anna @ post.example",
        "anna@post . example",
    ],
)
def test_an_address_is_found_however_it_hides(address):
    assert found(f"Skriv ({address}) om ni vill", DataKind.EMAIL) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "info@kommunen.example",
        "registrator@kommunen.example",
        "Registrator.KS@kommunen.example",
        "no-reply@kommunen.example",
        "look at example.com",
        "vi ses @skolan",
        "50 kr @ st",
        "www.kommunen.example",
        "info (at) kommunen punkt se",
    ],
)
def test_functions_and_prose_are_no_persons_address(text):
    assert found(text, DataKind.EMAIL) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@kalle_k hej", "@kalle_k"),
        ("Hej @mira.s99.", "@mira.s99"),
        ("@åsa-k, kolla", "@åsa-k"),
        ("@anna@mastodon.example svarade", "@anna@mastodon.example"),
        ("se facebook.com/sven.p.12", "sven.p.12"),
        ("tiktok.com/@emil_g", "@emil_g"),
        ("insta: lisa07x", "lisa07x"),
    ],
)
def test_a_user_name_is_found(text, name):
    assert found(text, DataKind.HANDLE) == [name]


@pytest.mark.parametrize("text", ["@ hemma", "@123", "facebook.com/groups", "a@b.se"])
def test_other_signs_are_no_user_name(text):
    assert found(text, DataKind.HANDLE) == []
