# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A profile as it was seen, and the difference between two sights of it.

The guideline, "Arkivering": an account is archived at larger changes (profile picture,
cover picture, name, about and so on).
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.record import Identifier, Instant, Labelled, Record, Sha256

PerceptualHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""A 64-bit perceptual hash (pHash) in lower-case hexadecimal."""

CORE_FIELDS = 2
"""Fewer fields than this and the reader failed; the account has not changed."""


class PageState(Labelled):
    """What kind of page answered; only `OK` pages are compared or archived."""

    OK = "ok", "Sidan visades som den ska"
    LOGIN_WALL = "login_wall", "Sidan kräver inloggning"
    CONSENT_WALL = "consent_wall", "Sidan kräver ett val om kakor"
    GONE = "gone", "Kontot finns inte"
    RATE_LIMITED = "rate_limited", "Plattformen ber oss vänta"
    UNAVAILABLE = "unavailable", "Plattformen svarar inte"
    NOT_UNDERSTOOD = "not_understood", "Sidan gick inte att tolka"
    DEACTIVATED = "deactivated", "Kontot är inaktiverat"
    CHALLENGED = "challenged", "Plattformen vill kontrollera vem som frågar"
    ACCESS_REFUSED = "access_refused", "Vår inloggning eller nyckel godtas inte"


class ObservedAs(Labelled):
    """As whom the profile was seen; only like is compared with like."""

    GUEST = "guest", "Utan inloggning"
    LOGGED_IN = "logged_in", "Inloggad"
    API = "api", "Ägarens API"
    EXPORT = "export", "Ägarens export"


class Picture(Record):
    """A profile or cover picture: where it stood, and what tells it from another.

    `key` is the platform's own name of the picture, free of what changes from one
    visit to the next; equal keys are the same picture. `sha256` is the digest of the
    largest version's bytes. `phash` and `tiles` say how it looks: `tiles` are 32 x 32
    RGB values, row by row, in Base64. An empty `url` is a picture that is not there,
    by the platform's own word.
    """

    url: str
    key: str | None = None
    sha256: Sha256 | None = None
    phash: PerceptualHash | None = None
    tiles: str | None = None


class Profile(Record):
    """The profile fields; a field that was not found is None: unknown, not removed.

    `handle` is the account's name in its address, which may change; `platform_id` is
    the platform's own name of the account, which does not. `revision` is the state of
    the account's content as the platform numbers it: when it has not moved, nothing of
    what it covers has changed.
    """

    name: str | None = None
    about: str | None = None
    avatar: Picture | None = None
    cover: Picture | None = None
    links: tuple[str, ...] | None = None
    contact: tuple[str, ...] | None = None
    category: str | None = None
    handle: str | None = None
    platform_id: str | None = None
    revision: str | None = None

    def core_fields(self) -> int:
        """Count the fields that were found; fewer than two means: not understood."""
        return sum(
            field is not None
            for field in (self.name, self.about, self.avatar, self.cover)
        )


class Observation(Record):
    """A profile seen at a time, by which extractor, as whom.

    The same sight again is no new observation: it moves `last_seen_at` and adds to
    `sights`, so that a year of hourly looks at an account that nobody changes is one
    row. `locale` is the language that the page was delivered in. `code` is the
    platform's own short name of what was wrong, such as "AccountDeactivated".
    `control_ok` says, for an account that seems gone, whether a page that is known to
    be there showed as it should at the same time. `sources` says which markup or
    answer gave each field, `counters` and `last_active_at` are kept and never compared,
    and `evidence` are the digests of the answers and pictures that were kept.
    """

    observation_id: Identifier
    account_id: Identifier
    seen_at: Instant
    page_state: PageState
    observed_as: ObservedAs = ObservedAs.GUEST
    extractor: str
    profile: Profile = Profile()
    locale: str = ""
    code: str = ""
    control_ok: bool | None = None
    last_seen_at: Instant | None = None
    sights: int = Field(default=1, ge=1)
    last_active_at: Instant | None = None
    sources: Mapping[str, str] = Field(default_factory=dict)
    counters: Mapping[str, int] = Field(default_factory=dict)
    evidence: tuple[Sha256, ...] = ()

    @property
    def until(self) -> Instant:
        """When the same was seen for the last time."""
        return self.last_seen_at or self.seen_at


class Evidence(Record):
    """Bytes that were kept because they show what was seen: a picture, an answer.

    Named by their digest, so the same picture is kept once. The platform removes a
    picture at once when it is replaced: what is not kept at first sight is lost.
    """

    sha256: Sha256
    media_type: str
    taken_at: Instant
    source: str
    content: bytes = Field(repr=False)


class ProfileField(Labelled):
    """The fields of a profile that are compared."""

    NAME = "name", "Namn"
    ABOUT = "about", "Om-information"
    AVATAR = "avatar", "Profilbild"
    COVER = "cover", "Omslagsbild"
    LINKS = "links", "Länkar"
    CONTACT = "contact", "Kontaktuppgifter"
    CATEGORY = "category", "Kategori"
    HANDLE = "handle", "Användarnamn"


class FieldVerdict(Labelled):
    """What a comparison of one field says."""

    SAME = "same", "Oförändrat"
    CHANGED = "changed", "Ändrat"
    UNKNOWN = "unknown", "Gick inte att jämföra"
    REPLACED = "replaced", "Utbytt bild som ser likadan ut"
    UNSURE = "unsure", "Någon behöver jämföra bilderna"


class FieldComparison(Record):
    """One field at two sights; the distances are of pictures that could be opened.

    `sights` counts the good sights in a row that have shown the difference.
    """

    field: ProfileField
    verdict: FieldVerdict
    phash_distance: int | None = None
    tile_difference: int | None = None
    sights: int = Field(default=1, ge=1)


class ChangeState(Labelled):
    """How far a found change has come."""

    WAITING = "waiting", "Ska ses igen innan den räknas"
    TO_JUDGE = "to_judge", "Väntar på att någon jämför bilderna"
    CONFIRMED = "confirmed", "Bekräftad"
    DISMISSED = "dismissed", "Bedömd som ingen större förändring"
    REVERTED = "reverted", "Ändrades tillbaka innan den bekräftades"
    MINOR = "minor", "Noterad, inte en större förändring"


class ProfileChange(Record):
    """A difference between two observations of one account, and what became of it.

    `times_seen` counts the good sights that showed it. `settled_by` and `reason` say
    who took a stand, when a person did; `order_id` is the archiving that it gave.
    """

    change_id: Identifier
    account_id: Identifier
    before_id: Identifier
    after_id: Identifier
    comparisons: tuple[FieldComparison, ...]
    state: ChangeState
    found_at: Instant
    times_seen: int = Field(default=1, ge=1)
    settled_at: Instant | None = None
    settled_by: str = ""
    reason: str = ""
    order_id: Identifier | None = None

    @property
    def fields(self) -> tuple[ProfileField, ...]:
        """The fields that differ, or may."""
        calm = (FieldVerdict.SAME, FieldVerdict.UNKNOWN)
        return tuple(c.field for c in self.comparisons if c.verdict not in calm)
