# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal numbers in every spelling, and the digits that only look like them.

The numbers have the birth numbers 980-999, which Skatteverket keeps for tests.
"""

import random

import pytest

from rules.personal_data import find
from schemas.personal_data import Certainty, DataKind
from tests.unit.rules.personal_data.labelled import control_digit

PERSONAL = {DataKind.PERSONAL_NUMBER, DataKind.COORDINATION_NUMBER}
SPELLINGS = (
    "{c}{d}{n}",
    "{c}{d}-{n}",
    "{c}{d} {n}",
    "{d}{n}",
    "{d}-{n}",
    "{d}+{n}",
    "{d} {n}",
    "{d} - {n}",
)


def generated(count):
    """Make numbers of every kind: century, date, test serial, control digit."""
    dice = random.Random(1947)  # noqa: S311 - test data
    for _ in range(count):
        day = dice.randint(1, 28) + 60 * dice.randint(0, 1)
        century = dice.choice(["19", "20"])
        date = f"{dice.randint(0, 99):02}{dice.randint(1, 12):02}{day:02}"
        serial = str(dice.randint(980, 999))
        yield century, date, serial + control_digit(date + serial)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_thousand_numbers_are_all_found(spelling):
    missed = 0
    for century, date, last in generated(1000):
        number = spelling.format(c=century, d=date, n=last)
        text = f"Jag heter Eva, {number}, och vill veta."
        is_coordination = int(date[4:]) > 60
        kind = (
            DataKind.COORDINATION_NUMBER
            if is_coordination
            else DataKind.PERSONAL_NUMBER
        )
        hits = [f for f in find(text) if f.kind is kind]
        missed += [text[f.start : f.end] for f in hits] != [number]
    assert missed == 0


def test_random_numbers_are_seldom_taken_for_personal():
    dice = random.Random(7)  # noqa: S311 - test data
    numbers = [f"{dice.randrange(10**10):010}" for _ in range(10_000)]
    hits = [n for n in numbers if any(f.kind in PERSONAL for f in find(f"nr {n} x"))]
    assert 0 < len(hits) <= 0.01 * len(numbers)


def test_a_wrong_control_digit_is_never_taken():
    wrong = [
        spelling.format(c=c, d=d, n=n[:3] + str((int(n[3]) + 1) % 10))
        for c, d, n in generated(50)
        for spelling in SPELLINGS
    ]
    hits = [n for n in wrong if any(f.kind in PERSONAL for f in find(f"pnr {n}"))]
    assert hits == []


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("811228-9874", Certainty.CERTAIN),
        ("811228\u20119874", Certainty.CERTAIN),
        ("811228\u00a09874", Certainty.LIKELY),
        ("811228 9874", Certainty.LIKELY),
        ("198112289874", Certainty.POSSIBLE),
        ("8112289874", Certainty.POSSIBLE),
        ("pnr 8112289874", Certainty.CERTAIN),
        ("8 1 1 2 2 8 9 8 7 4", Certainty.LIKELY),
        ("81 12 28-9874", Certainty.CERTAIN),
        ("1981-12-28-9874", Certainty.CERTAIN),
        ("8112\u200b28-98\u00ad74", Certainty.CERTAIN),
        ("\uff18\uff11\uff11\uff12\uff12\uff18-9874", Certainty.CERTAIN),
        ("faktura 811228-9874", Certainty.POSSIBLE),
    ],
)
def test_the_certainty_follows_what_is_written(text, certainty):
    (hit,) = find(text)
    assert (hit.kind, hit.certainty) == (DataKind.PERSONAL_NUMBER, certainty)
    assert hit.end == len(text)


def test_a_date_that_does_not_exist_is_forgiven_where_the_sign_stands():
    number = "811399-980" + control_digit("811399980")
    (hit,) = find(number)
    assert hit.certainty is Certainty.LIKELY
    assert find(number.replace("-", "")) == []


@pytest.mark.parametrize(
    "text",
    [
        "OCR 8112289874",
        "fakturanr 8112289874",
        "ordernummer: 8112289874",
        "elmätare 8112289874",
        "mätarnummer 8112289874",
        "a8112289874b",
        "181122898745",
        "81122898740",
        "dnr KS 2021/69",
        "2026-03-14 kl 18",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert find(text) == []


def test_the_nearest_word_counts():
    (hit,) = find("OCR saknas men mitt personnummer är 8112289874")
    assert hit.certainty is Certainty.CERTAIN
    assert find("Personnummer saknas, OCR är 8112289874") == []


def test_an_organisation_is_told_from_a_person():
    number = "559999-999" + control_digit("559999999")
    (company,) = find(f"Bolaget {number} har fått pengar")
    assert company.kind is DataKind.ORGANISATION_NUMBER
    assert not company.kind.is_personal
    (sole_trader,) = find("organisationsnummer 811228-9874")
    assert sole_trader.kind is DataKind.PERSONAL_NUMBER
    assert "enskild" in sole_trader.reason


def test_a_vat_number_of_a_sole_trader_is_a_personal_number():
    (hit,) = find("Moms SE811228987401 gäller")
    assert hit.kind is DataKind.PERSONAL_NUMBER


def test_ten_digits_may_be_two_things():
    number = "070112980" + control_digit("070112980")
    kinds = {f.kind for f in find(f"kolla {number} du")}
    assert kinds == {DataKind.PERSONAL_NUMBER, DataKind.PHONE}
