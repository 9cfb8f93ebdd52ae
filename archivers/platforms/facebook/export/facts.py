# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an export says of the account itself, in either form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO

from archivers.owner_export.json_entries import read_whole
from archivers.platforms.facebook.export.drafts import listed, mapping, worded
from archivers.platforms.facebook.export.html_records import (
    Head,
    Page,
    read_page,
    rows_in,
    text_in,
)
from archivers.platforms.facebook.export.labels import is_one_of
from archivers.text import one_line, paragraphs, sorted_links

FIELDS = ("name", "username", "address", "about", "website", "email", "phone")
ABOUTS = ("about_me", "about", "intro_bio", "bio", "description")


@dataclass(frozen=True)
class Facts:
    """What a file says of the account; None is what it does not say.

    `address` is that of the account's page. `contact` is what the file has of e-mail
    and telephone, which for a person are those of the login.
    """

    name: str = ""
    username: str = ""
    address: str = ""
    about: str | None = None
    websites: tuple[str, ...] | None = None
    contact: tuple[str, ...] = ()
    member: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing that tells accounts apart."""
        return not (self.name or self.username or self.address)


def facts_of(rows: Mapping[str, list[str]], member: str) -> Facts:
    """Make facts of values by field; a field with no value is empty, not unknown."""

    def first(field: str) -> str:
        return next((one_line(value) for value in rows.get(field, ()) if value), "")

    about = rows.get("about")
    return Facts(
        name=first("name"),
        username=first("username"),
        address=first("address"),
        about=None if about is None else paragraphs("\n".join(about)),
        websites=sorted_links(rows["website"]) if "website" in rows else None,
        contact=(*rows.get("email", ()), *rows.get("phone", ())),
        member=member,
    )


def read_facts(stream: IO[bytes], member: str) -> Facts:
    """Read the file on the account.

    Raises:
        Undecodable: it is not JSON.
    """
    whole = read_whole(stream, mended=True)
    rows: dict[str, list[str]] = {}
    for said in (mapping(value) for value in mapping(whole).values()):
        if "name" in said:
            _take(said, rows)
    for label, value in _labelled(whole):
        _enter(label, value, rows)
    return facts_of(rows, member)


def _take(said: Mapping[str, object], rows: dict[str, list[str]]) -> None:
    name = said["name"]
    rows["name"] = [worded(name) or worded(mapping(name).get("full_name"))]
    rows["username"] = [worded(said.get("username")) or worded(said.get("vanity"))]
    rows["address"] = [worded(said.get("profile_uri")) or worded(said.get("url"))]
    abouts = [_about(said[field]) for field in ABOUTS if field in said]
    if abouts:
        rows["about"] = list(dict.fromkeys(filter(None, abouts)))
    if "websites" in said or "website" in said:
        given = [*listed(said.get("websites")), said.get("website")]
        rows["website"] = _values(given, "address")
    emails = mapping(said.get("emails"))
    rows["email"] = _values(listed(emails.get("emails")), "email")
    rows["phone"] = _values(listed(said.get("phone_numbers")), "phone_number")


def _about(value: object) -> str:
    inside = mapping(value)
    return worded(value) or worded(inside.get("text")) or worded(inside.get("name"))


def _values(given: list[object], field: str) -> list[str]:
    found = (worded(one) or worded(mapping(one).get(field)) for one in given)
    return [value for value in found if value.strip()]


def _labelled(value: object) -> Iterator[tuple[str, str]]:
    """Give every label with its value, however deep."""
    said = mapping(value)
    label, text = worded(said.get("label")), worded(said.get("value"))
    if label and text:
        yield label, text
    for inside in (*said.values(), *listed(value)):
        if isinstance(inside, dict | list):
            yield from _labelled(inside)


def read_facts_of_page(stream: IO[bytes], member: str) -> Facts:
    """Read the page on the account: rows of a label and a value.

    Raises:
        Undecodable: it is not a page.
    """
    head = Head()
    rows: dict[str, list[str]] = {}

    def take(page: Page) -> None:
        for label, value in rows_in(page.element):
            _enter(label, text_in(value), rows)

    read_page(stream, head, take)
    facts = facts_of(rows, member)
    return facts if facts.name else replace(facts, name=head.made_by)


def _enter(label: str, value: str, rows: dict[str, list[str]]) -> None:
    field = next((one for one in FIELDS if is_one_of(label, "fields", one)), None)
    if field and value:
        rows.setdefault(field, []).append(value)
