# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A profile as it was seen, and the difference between two sights of it.

The guideline, "Arkivering": an account is archived at larger changes (profile picture,
cover picture, name, about and so on).
"""

from schemas.record import Identifier, Instant, Labelled, Record, Sha256


class PageState(Labelled):
    """What kind of page answered; only `OK` pages are compared or archived."""

    OK = "ok", "Sidan visades som den ska"
    LOGIN_WALL = "login_wall", "Sidan kräver inloggning"
    CONSENT_WALL = "consent_wall", "Sidan kräver ett val om kakor"
    GONE = "gone", "Kontot finns inte"
    RATE_LIMITED = "rate_limited", "Plattformen ber oss vänta"
    UNAVAILABLE = "unavailable", "Plattformen svarar inte"
    NOT_UNDERSTOOD = "not_understood", "Sidan gick inte att tolka"


class ObservedAs(Labelled):
    """As whom the profile was seen; only like is compared with like."""

    GUEST = "guest", "Utan inloggning"
    LOGGED_IN = "logged_in", "Inloggad"
    API = "api", "Ägarens API"


class Picture(Record):
    """A profile or cover picture: where it stood and the digest of its bytes."""

    url: str
    sha256: Sha256 | None = None


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
    """A profile seen at a time, by which extractor, as whom."""

    observation_id: Identifier
    account_id: Identifier
    seen_at: Instant
    page_state: PageState
    observed_as: ObservedAs = ObservedAs.GUEST
    extractor: str
    profile: Profile = Profile()


class ProfileField(Labelled):
    """The fields whose change the guideline counts as larger."""

    NAME = "name", "Namn"
    ABOUT = "about", "Om-information"
    AVATAR = "avatar", "Profilbild"
    COVER = "cover", "Omslagsbild"
    LINKS = "links", "Länkar"
    HANDLE = "handle", "Användarnamn"


class ProfileChange(Record):
    """The fields that differ between two observations of one account."""

    account_id: Identifier
    before_id: Identifier
    after_id: Identifier
    fields: tuple[ProfileField, ...]
