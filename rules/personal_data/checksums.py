# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The control digits of personal numbers, giro numbers and account numbers."""

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    """Say whether the last digit is the control digit of the others (modulus 10).

    Skatteverket SKV 704 for personal numbers, Bankgirot for giro numbers.
    """
    values = [ord(char) - 48 for char in reversed(digits)]
    total = sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])
    return total % 10 == 0


def iban(number: str) -> bool:
    """Say whether the two control digits of an IBAN are right (ISO 13616, ISO 7064).

    `number` is written without spaces, in capitals.
    """
    turned = number[4:] + number[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
