# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which change of a profile is a larger one (större förändring).

The guideline, "Arkivering": an account is archived at larger changes (profile picture,
cover picture, name, about and so on). A false alarm costs a board secretary's trust
and a missed change cannot be repaired, so only like is compared with like, and what
was not found is unknown, never removed.
"""

from collections.abc import Callable, Mapping

from rules.normal_form import (
    is_cut_from,
    is_opaque,
    normal_about,
    normal_contact,
    normal_handle,
    normal_link,
    normal_name,
    normal_text,
)
from rules.pictures import is_known, is_same_picture, judge_pictures
from rules.wording import listed
from schemas.policy import ChangePolicy
from schemas.profile import (
    FieldComparison,
    FieldVerdict,
    Observation,
    PageState,
    Picture,
    Profile,
    ProfileChange,
    ProfileField,
)

__all__ = [
    "are_comparable",
    "compare",
    "extractor_line",
    "filled_from",
    "is_rebaselined",
    "is_same_sight",
    "is_someone_else",
    "normal_link",
    "normal_text",
    "reason_text",
]

_PICTURES = (ProfileField.AVATAR, ProfileField.COVER)


def compare(
    before: Observation, after: Observation, policy: ChangePolicy
) -> tuple[FieldComparison, ...]:
    """Compare two sights of an account field by field.

    Page state first, difference second: a login wall or an error page is never
    compared with anything. `before` is the newest good sight of the same eyes and
    extractor, or while a change is open the sight that the change began from.

    Returns:
        One comparison for every field; () when the two cannot be compared.
    """
    if not are_comparable(before, after):
        return ()
    return tuple(_compare_field(each, before, after, policy) for each in ProfileField)


def are_comparable(before: Observation, after: Observation) -> bool:
    """Tell whether two observations saw the same account in the same way.

    A guest and a logged-in visitor are shown different fields, a page in another
    language other words, and a new major version of an extractor may read the same
    page otherwise: all would be false alarms.
    """
    return (
        before.account_id == after.account_id
        and before.page_state is PageState.OK
        and after.page_state is PageState.OK
        and before.observed_as is after.observed_as
        and extractor_line(before.extractor) == extractor_line(after.extractor)
        and _may_be_same_locale(before.locale, after.locale)
    )


def is_same_sight(before: Observation, after: Observation) -> bool:
    """Tell whether nothing new was seen, so that the span of the first goes on.

    Stricter than `compare`: what became known or unknown, another picture that looks
    the same and a new version of the extractor are new sights. Counters, raw white
    space and the platform's revision are not.
    """
    return (
        _circumstances(before) == _circumstances(after)
        and before.profile.platform_id == after.profile.platform_id
        and all(
            read(before) == read(after) and _is_given(before, f) == _is_given(after, f)
            for f, read in _READERS.items()
        )
        and is_same_picture(before.profile.avatar, after.profile.avatar)
        and is_same_picture(before.profile.cover, after.profile.cover)
    )


def is_rebaselined(before: Observation, after: Observation) -> bool:
    """Tell whether a good sight starts a new baseline because it was read otherwise.

    A new major version of an extractor may read the same page otherwise. Its first
    sight is compared with nothing and alarms nobody; that it was so is noted.
    """
    name, version = extractor_line(after.extractor)
    earlier, earlier_version = extractor_line(before.extractor)
    return (
        before.account_id == after.account_id
        and before.page_state is PageState.OK
        and after.page_state is PageState.OK
        and before.observed_as is after.observed_as
        and name == earlier
        and version != earlier_version
    )


def is_someone_else(before: Observation, after: Observation) -> bool:
    """Tell whether the address now leads to an account of another name within."""
    old, new = before.profile.platform_id, after.profile.platform_id
    return old is not None and new is not None and old != new


def extractor_line(extractor: str) -> tuple[str, str]:
    """Give an extractor's name and major version: "torget/1.4" -> ("torget", "1")."""
    name, _, version = extractor.partition("/")
    return name, version.partition(".")[0]


def filled_from(profile: Profile, older: Profile) -> Profile:
    """Fill what a sight did not find from an older sight.

    Otherwise a field that was hidden once would be unknown on both sides next time,
    and a change made meanwhile never seen. A picture under the same key that was not
    fetched again keeps its digest and its looks.
    """
    known: dict[str, object] = {
        name: getattr(older, name)
        for name in Profile.model_fields
        if getattr(profile, name) is None
    }
    known["avatar"] = _filled_picture(profile.avatar, older.avatar)
    known["cover"] = _filled_picture(profile.cover, older.cover)
    return profile.model_copy(update=known)


def reason_text(change: ProfileChange) -> str:
    """Say in Swedish why the account is to be archived."""
    labels = [field.label.lower() for field in change.fields]
    return f"Kontots profil har ändrats: {listed(labels)}."


def _compare_field(
    field: ProfileField, before: Observation, after: Observation, policy: ChangePolicy
) -> FieldComparison:
    if field in _PICTURES:
        old, new = (getattr(seen.profile, field.value) for seen in (before, after))
        judged = judge_pictures(old, new, policy)
        return FieldComparison(
            field=field,
            verdict=judged.verdict,
            phash_distance=judged.phash_distance,
            tile_difference=judged.tile_difference,
        )
    return FieldComparison(field=field, verdict=_judge_field(field, before, after))


def _judge_field(
    field: ProfileField, before: Observation, after: Observation
) -> FieldVerdict:
    """Compare a field of words in its normal form; None is unknown."""
    if field is ProfileField.HANDLE and is_someone_else(before, after):
        return FieldVerdict.CHANGED
    old, new = _READERS[field](before), _READERS[field](after)
    if old is None or new is None:
        return FieldVerdict.UNKNOWN
    if old == new:
        return FieldVerdict.SAME
    may_tell = _has_one_source(field, before, after)
    may_tell = may_tell and _EXCUSES.get(field, _no_excuse)(before, after) is False
    return FieldVerdict.CHANGED if may_tell else FieldVerdict.UNKNOWN


def _has_one_source(
    field: ProfileField, before: Observation, after: Observation
) -> bool:
    """Tell whether a field was read in the same place of the page both times.

    A platform that shows another layout to some visitors gives the same field in other
    words; that says nothing of the account.
    """
    old, new = before.sources.get(field.value), after.sources.get(field.value)
    return old is None or new is None or old == new


def _is_cut_short(before: Observation, after: Observation) -> bool:
    old, new = before.profile.about or "", after.profile.about or ""
    return is_cut_from(old, new) or is_cut_from(new, old)


def _may_be_translated(before: Observation, after: Observation) -> bool:
    """Platforms translate categories: a sight in an unknown language tells nothing."""
    return bool(before.locale) != bool(after.locale)


def _may_lead_to_the_same(before: Observation, after: Observation) -> bool:
    """Tell whether shortened links whose targets are hidden explain the difference."""
    old, new = set(_links(before) or ()), set(_links(after) or ())
    gone, come = old - new, new - old
    hidden_gone = sum(map(is_opaque, gone))
    hidden_come = sum(map(is_opaque, come))
    return (
        len(gone) == len(come)
        and len(gone) - hidden_gone <= hidden_come
        and len(come) - hidden_come <= hidden_gone
    )


def _no_excuse(_before: Observation, _after: Observation) -> bool:
    return False


def _may_be_same_locale(before: str, after: str) -> bool:
    """Compare two delivered languages: "sv", "sv_SE" and "sv-se" are one."""
    old, new = (x.lower().replace("_", "-").split("-") for x in (before, after))
    is_known = bool(before) and bool(after)
    return not is_known or all(a == b for a, b in zip(old, new, strict=False))


def _circumstances(seen: Observation) -> tuple[object, ...]:
    return (
        seen.account_id,
        seen.page_state,
        seen.observed_as,
        seen.extractor,
        seen.locale,
        seen.code,
        seen.control_ok,
    )


def _is_given(seen: Observation, field: ProfileField) -> bool:
    return getattr(seen.profile, field.value) is not None


def _filled_picture(picture: Picture | None, older: Picture | None) -> Picture | None:
    if picture is None or older is None:
        return picture or older
    if not is_known(picture):
        return older if older.url else picture
    was_fetched = picture.sha256 is not None
    is_kept = picture.key is not None and picture.key == older.key and not was_fetched
    if not is_kept:
        return picture
    looks = {name: getattr(older, name) for name in ("sha256", "phash", "tiles")}
    return picture.model_copy(update=looks)


def _name(seen: Observation) -> str | None:
    name = seen.profile.name
    return None if name is None else normal_name(name)


def _about(seen: Observation) -> str | None:
    about = seen.profile.about
    return None if about is None else normal_about(about)


def _links(seen: Observation) -> tuple[str, ...] | None:
    links = seen.profile.links
    return None if links is None else tuple(sorted({normal_link(x) for x in links}))


def _contact(seen: Observation) -> tuple[str, ...] | None:
    ways = seen.profile.contact
    return None if ways is None else tuple(sorted({normal_contact(x) for x in ways}))


def _category(seen: Observation) -> str | None:
    category = seen.profile.category
    return None if category is None else normal_text(category).casefold()


def _handle(seen: Observation) -> str | None:
    handle = seen.profile.handle
    return None if handle is None else normal_handle(handle)


_READERS: Mapping[ProfileField, Callable[[Observation], object | None]] = {
    ProfileField.NAME: _name,
    ProfileField.ABOUT: _about,
    ProfileField.LINKS: _links,
    ProfileField.CONTACT: _contact,
    ProfileField.CATEGORY: _category,
    ProfileField.HANDLE: _handle,
}

_EXCUSES: Mapping[ProfileField, Callable[[Observation, Observation], bool]] = {
    ProfileField.ABOUT: _is_cut_short,
    ProfileField.CATEGORY: _may_be_translated,
    ProfileField.LINKS: _may_lead_to_the_same,
}
