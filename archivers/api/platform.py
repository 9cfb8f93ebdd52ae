# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a platform with an open interface (API) knows: how to read an account by it.

An API gives whole texts, originals of pictures and every reply, where pages show
previews and counts; so where there is one, it is the first source and the browser's
sight of the pages comes beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from archivers.api.access import ApiAccess
from archivers.api.client import Answer, RecordedClient
from archivers.api.pace import Pace
from archivers.extent import ALL, Extent
from archivers.media_bytes import StoredMedia
from archivers.platform import FoundItem, FoundProfile, Platform
from schemas.account import Account
from schemas.item import ExportMember
from schemas.order import Progress
from schemas.profile import Profile


@dataclass(frozen=True)
class Errand:
    """What is to be read: an account, where, and what is known of it.

    `known` is the profile as it was last seen, if it was: its `platform_id` names the
    account also when its address has changed. `extent` is how much a capture takes.
    `validators` are what the platform's answer gave when `known` was seen, so that it
    can say that nothing has changed.
    """

    account: Account
    access: ApiAccess
    progress: Callable[[Progress], None]
    known: Profile | None = None
    extent: Extent = ALL
    validators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileSight:
    """A profile as an API gave it.

    Its pictures are named, not fetched. `sources` says which question gave each field,
    `answers` are what the fields were read from, and `validators` what lets the next
    look be a cheap one. An empty `answers` means that nothing has changed: `profile` is
    what was known.
    """

    profile: Profile
    sources: Mapping[str, str] = field(default_factory=dict)
    counters: Mapping[str, int] = field(default_factory=dict)
    last_active_at: datetime | None = None
    answers: tuple[Answer, ...] = ()
    validators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Glance:
    """What one question about many accounts said of one of them.

    Accounts whose `validators` are as they were have not changed what is compared.
    """

    validators: Mapping[str, str]
    counters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """An answer of an API, and the posts and comments that stand in it.

    `pointers` holds, by the key of an item, the JSON pointer (RFC 6901) to its text.
    `above` are items that the others answer to and that do not stand in the answer.
    In the owner's export `member` is the file that the items stand in; `record_id` is
    then empty, and `url` names the file.
    """

    url: str
    record_id: str
    items: tuple[FoundItem, ...]
    pointers: Mapping[str, str]
    above: tuple[FoundItem, ...] = ()
    member: ExportMember | None = None


@dataclass(frozen=True)
class ApiReading:
    """Everything that an API gave of an account.

    `addresses` are those by which the account signs what it wrote, `posts_source` says
    in Swedish where the stated number of posts comes from, `notes` what a reader should
    know although nothing is missing, and `gaps` what makes the reading incomplete: one
    Swedish sentence for each kind of object that the platform failed to give.
    """

    profile: FoundProfile
    sheets: tuple[Sheet, ...]
    addresses: tuple[str, ...]
    posts_source: str
    media: Mapping[str, StoredMedia] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


@runtime_checkable
class ApiPlatform(Protocol):
    """Reads the accounts of one platform by its API; keeps nothing between calls."""

    @property
    def name(self) -> str:
        """The platform's name in the account register."""
        ...

    @property
    def version(self) -> int:
        """Raised when what is read changes, so that unlike is not compared."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that the platform serves."""
        ...

    def pace(self) -> Pace:
        """Give the pace at which the platform's servers may be asked."""
        ...

    def see_profile(self, client: RecordedClient, errand: Errand) -> ProfileSight:
        """Read the profile alone, with as few questions as can be.

        Raises:
            NeedsPerson: the account is gone, closed, or shown to nobody.
            Unavailable: the platform is down or asks us to wait.
        """
        ...

    def read_account(self, client: RecordedClient, errand: Errand) -> ApiReading:
        """Read the profile, every post, every thread and every original.

        Raises:
            NeedsPerson: the account is gone, closed, or shown to nobody.
            Unavailable: the platform is down or asks us to wait.
        """
        ...

    def pages(self, reading: ApiReading) -> Platform:
        """Give the reader of the account's pages, which knows what the API gave."""
        ...


@runtime_checkable
class BatchPlatform(ApiPlatform, Protocol):
    """A platform whose API can be asked about many accounts at once.

    What it says is a gate, never a sight: an account that is missing in the answer, or
    differs from when it was last seen, is looked at by itself.
    """

    @property
    def batch_size(self) -> int:
        """How many accounts one question may be about."""
        ...

    def glance(
        self, client: RecordedClient, errands: Sequence[Errand]
    ) -> Mapping[str, Glance]:
        """Ask about accounts that are known; give those that show, by account id.

        Raises:
            NeedsPerson: the answer is not understood.
            Unavailable: the platform is down or asks us to wait.
        """
        ...
