# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads whose archive it is, and the profile."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from archivers.owner_export.files import ExportFiles
from archivers.owner_export.media import ExportMedia
from archivers.owner_export.opened import ExportMemberInfo
from archivers.picture_keys import key_of
from archivers.platform import FoundProfile
from archivers.platforms.x.export.manifest import Manifest
from archivers.platforms.x.export.members import Content, Members
from archivers.platforms.x.export.shapes import JSON, child, inner, text_at
from archivers.text import address_parts, one_line, paragraphs, plain_link
from schemas.account import Account
from schemas.errors import BadInput
from schemas.profile import Picture, Profile

ACCOUNT, PROFILE = "account", "profile"
BY_ID = ("i", "user")
ELSE = "Arkivet är från ett annat X-konto än det som angavs."
UNTOLD = "Arkivet säger inte vilket konto det kommer från. Kontrollera att det stämmer."
RENAMED = "Kontot har bytt användarnamn sedan det registrerades."


@dataclass(frozen=True)
class Whose:
    """What the archive says of the account; a text that is empty was not told.

    `former` are user names that it has had.
    """

    username: str = ""
    name: str = ""
    account_id: str = ""
    described: JSON = field(default_factory=dict)
    profile: JSON = field(default_factory=dict)
    former: frozenset[str] = frozenset()

    @classmethod
    def read(cls, files: ExportFiles, members: Members, manifest: Manifest) -> "Whose":
        """Read the account's files; what they do not say the list of files does."""
        account = _first(files, members, Content.ACCOUNT, "account")
        profile = _first(files, members, Content.PROFILE, "profile")
        return cls(
            username=text_at(account, "username") or manifest.username,
            name=text_at(account, "accountDisplayName") or manifest.name,
            account_id=text_at(account, "accountId") or manifest.account_id,
            described=child(profile, "description"),
            profile=profile,
            former=frozenset(_former(files, members)),
        )

    def doubts(self, account: Account) -> Iterator[str]:
        """Say what is doubtful about whose archive it is.

        Raises:
            BadInput: it is somebody else's.
        """
        asked, is_id = asked_for(account)
        if is_id and self.account_id == asked:
            return
        if not self.username:
            yield UNTOLD
        elif is_id:
            raise BadInput(ELSE)
        elif self.username.casefold() != asked:
            if asked not in self.former:
                raise BadInput(ELSE)
            yield RENAMED

    def found(self, members: Members, media: ExportMedia) -> FoundProfile:
        """Make the profile; what the archive does not say is not known."""
        about, website = self._text("bio"), self._text("website")
        avatar = self._picture("avatarMediaUrl", members, media)
        cover = self._picture("headerMediaUrl", members, media)
        profile = Profile(
            name=one_line(html.unescape(self.name)) or None,
            about=paragraphs(about) if about is not None else None,
            avatar=avatar,
            cover=cover,
            links=(plain_link(website),) if website else None,
            handle=self.username or None,
            platform_id=self.account_id or None,
        )
        told = {
            name for name in Profile.model_fields if getattr(profile, name) is not None
        }
        by_account = {"name", "handle", "platform_id"}
        return FoundProfile(
            profile, {name: ACCOUNT if name in by_account else PROFILE for name in told}
        )

    def _text(self, name: str) -> str | None:
        """Give a text of the profile; one that the owner left empty is known to be."""
        found = self.described.get(name)
        return html.unescape(found) if isinstance(found, str) else None

    def _picture(
        self, name: str, members: Members, media: ExportMedia
    ) -> Picture | None:
        address = text_at(self.profile, name)
        if not address:
            return None
        stem = f"{self.account_id}-{PurePosixPath(address_parts(address).path).stem}"
        file = next(
            (n for n in members.profile_media if PurePosixPath(n).stem == stem), None
        )
        if file is None:
            return Picture(url=address, key=key_of(address))
        shown = media.take(members.profile_media[file])
        stored = media.stored[shown.url]
        return Picture(url=shown.url, key=key_of(address), sha256=stored.sha256)


def asked_for(account: Account) -> tuple[str, bool]:
    """Give the user name in an account's address, or its number and that it is one."""
    parts = urlsplit(str(account.url)).path.strip("/").split("/")
    if tuple(parts[:2]) == BY_ID and len(parts) > len(BY_ID):
        return parts[len(BY_ID)], True
    return parts[0].casefold(), False


def _first(files: ExportFiles, members: Members, content: Content, name: str) -> JSON:
    """Read the one entry of a file; a file that has more is read to its end."""
    found: JSON = {}
    for info in members.holding(content):
        for entry in files.entries(info):
            found = found or inner(entry.value, name)
    return found


def _former(files: ExportFiles, members: Members) -> Iterator[str]:
    for info in members.holding(Content.RENAMES):
        yield from _names_in(files, info)


def _names_in(files: ExportFiles, info: ExportMemberInfo) -> Iterator[str]:
    for entry in files.entries(info):
        change = inner(inner(entry.value, "screenNameChange"), "screenNameChange")
        name = text_at(change, "changedFrom").removeprefix("@")
        if name:
            yield name.casefold()
