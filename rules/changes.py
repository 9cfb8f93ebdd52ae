# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which change of a profile is a larger one (större förändring).

The guideline, "Arkivering": an account is archived at larger changes (profile picture,
cover picture, name, about and so on). A false alarm costs a board secretary's trust
and a missed change cannot be repaired, so only like is compared with like, and what
was not found is unknown, never removed.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rules.wording import listed
from schemas.profile import (
    ChangeState,
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    Picture,
    Profile,
    ProfileChange,
    ProfileField,
)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_EXPANDER = re.compile(r"(?:\s*(?:…|\.\.\.)?\s*(?:See more|Visa mer))+$", re.IGNORECASE)
_SHIM_HOSTS = frozenset({"l.facebook.com", "lm.facebook.com", "l.instagram.com"})
_TRACKERS = frozenset({"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid"})


def find_change(before: Observation, after: Observation) -> ProfileChange | None:
    """Name the fields in which two sights of an account differ.

    Page state first, difference second: a login wall or an error page is never
    compared with anything.

    Returns:
        None when nothing differs or the two cannot be compared.
    """
    if not are_comparable(before, after):
        return None
    comparisons = tuple(
        FieldComparison(field=field, verdict=FieldVerdict.CHANGED)
        for field, read in _READERS.items()
        if _differ(read(before.profile), read(after.profile))
    )
    if not comparisons:
        return None
    return ProfileChange(
        change_id=after.observation_id,
        account_id=after.account_id,
        before_id=before.observation_id,
        after_id=after.observation_id,
        comparisons=comparisons,
        state=ChangeState.CONFIRMED,
        found_at=after.seen_at,
    )


def are_comparable(before: Observation, after: Observation) -> bool:
    """Tell whether two observations saw the same account in the same way.

    A guest and a logged-in visitor are shown different fields, and a new major version
    of an extractor may read the same page otherwise: both would be false alarms.
    """
    return (
        before.account_id == after.account_id
        and before.page_state is PageState.OK
        and after.page_state is PageState.OK
        and before.observed_as is after.observed_as
        and extractor_line(before.extractor) == extractor_line(after.extractor)
    )


def extractor_line(extractor: str) -> tuple[str, str]:
    """Give an extractor's name and major version: "torget/1.4" -> ("torget", "1")."""
    name, _, version = extractor.partition("/")
    return name, version.partition(".")[0]


def filled_from(profile: Profile, older: Profile) -> Profile:
    """Fill the fields that a sight did not find from an older sight.

    Otherwise a field that was hidden once would be unknown on both sides next time,
    and a change made meanwhile never seen.
    """
    known = {
        name: getattr(older, name)
        for name in Profile.model_fields
        if _is_unknown(getattr(profile, name))
    }
    return profile.model_copy(update=known)


def reason_text(change: ProfileChange) -> str:
    """Say in Swedish why the account is to be archived."""
    labels = [field.label.lower() for field in change.fields]
    return f"Kontots profil har ändrats: {listed(labels)}."


def normal_text(text: str) -> str:
    """Bring a text to the form in which two sights of it are compared.

    Platforms vary white space, zero-width characters, Unicode composition and the
    "Visa mer" at the end of a shortened text from one visit to the next.
    """
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    collapsed = " ".join(composed.split())
    return _EXPANDER.sub("", collapsed).strip()


def normal_link(link: str) -> str:
    """Bring a link to the form in which two sights of it are compared.

    Link shims are unwrapped, tracking parameters dropped, the host lower-cased. What
    is not a link in form is compared as text.
    """
    text = normal_text(link)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return text
    target = dict(parse_qsl(parts.query)).get("u")
    if host in _SHIM_HOSTS and target:
        return normal_link(target)
    query = urlencode(
        [
            pair
            for pair in parse_qsl(parts.query, keep_blank_values=True)
            if not _tracks(pair[0])
        ]
    )
    authority = host if port is None else f"{host}:{port}"
    path = parts.path.rstrip("/")
    return urlunsplit((parts.scheme.lower(), authority, path, query, parts.fragment))


def _tracks(parameter: str) -> bool:
    return parameter in _TRACKERS or parameter.startswith("utm_")


def _differ(before: object | None, after: object | None) -> bool:
    """Compare two readings; None is unknown and differs from nothing."""
    return before is not None and after is not None and before != after


def _is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, Picture) and value.sha256 is None)


def _text(text: str | None) -> str | None:
    return None if text is None else normal_text(text)


def _picture(picture: Picture | None) -> str | None:
    """Tell pictures apart by their bytes: signed addresses change at every visit."""
    return None if picture is None else picture.sha256


def _links(links: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if links is None else tuple(sorted({normal_link(x) for x in links}))


_READERS: dict[ProfileField, Callable[[Profile], object | None]] = {
    ProfileField.NAME: lambda profile: _text(profile.name),
    ProfileField.ABOUT: lambda profile: _text(profile.about),
    ProfileField.AVATAR: lambda profile: _picture(profile.avatar),
    ProfileField.COVER: lambda profile: _picture(profile.cover),
    ProfileField.LINKS: lambda profile: _links(profile.links),
    ProfileField.HANDLE: lambda profile: _text(profile.handle),
}
