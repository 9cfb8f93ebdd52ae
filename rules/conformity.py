# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether an account is as the guideline says, check by check.

The guideline, "Avsändare och namngivning av kontot" and "Presentation och
kontaktuppgifter". What could not be read is unknown, never lacking: a login wall says
nothing of what stands behind it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rules import conformity_advice as advice
from rules.accounts_named import is_on_facebook
from rules.changes import normal_text
from rules.profile_words import (
    emails_in,
    excerpt,
    find_name,
    find_phrase,
    is_contact_link,
    is_within,
    leads_to,
    links_in,
    normal_address,
    phone_digits,
    phones_in,
    telling_words,
)
from schemas.account import Account
from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityFinding,
    ConformityJudgement,
    ConformityRules,
    ConformityState,
)
from schemas.profile import PageState, Profile

CONFORMS, LACKS = ConformityState.CONFORMS, ConformityState.LACKS
UNKNOWN = ConformityState.UNKNOWN


@dataclass(frozen=True)
class AccountSight:
    """What is known of an account when it is checked.

    `page_text` is what a visitor reads on the account's page beside its fields, None
    when the page was not read, and `posts` what the account has posted, such as a
    pinned post: rules and hours may stand there, while contacts and the link belong to
    the profile. An API tells all that a profile has, so of a sight that `is_told_whole`
    a field that is None is not there to be read. `listed` are the addresses on the
    municipality's page in normal form, None when it could not be read. `is_gone` says
    that the watch holds the account to be closed.
    """

    state: PageState | None = None
    profile: Profile = field(default_factory=Profile)
    page_text: tuple[str, ...] | None = None
    posts: tuple[str, ...] = ()
    is_told_whole: bool = False
    listed: frozenset[str] | None = None
    is_gone: bool = False
    seen_at: datetime | None = None
    picture_sha256: str | None = None


@dataclass(frozen=True)
class _Case:
    """One account to be checked, by one municipality's rules."""

    account: Account
    sight: AccountSight
    rules: ConformityRules

    @property
    def is_whole(self) -> bool:
        """Whether what no field holds is not to be read anywhere on the profile."""
        return self.sight.is_told_whole or self.sight.page_text is not None

    def places(self) -> list[tuple[str, str]]:
        """Give what the profile says, and where on it."""
        profile = self.sight.profile
        places = [("I namnet", profile.name), ("I beskrivningen", profile.about)]
        places += [("Bland kontaktuppgifterna", x) for x in profile.contact or ()]
        places += [("På sidan", text) for text in self.sight.page_text or ()]
        return [(where, text) for where, text in places if text]

    def links(self) -> list[str]:
        """Give every link of the profile and in what it says."""
        return [
            *(self.sight.profile.links or ()),
            *(link for _, text in self.places() for link in links_in(text)),
        ]


def check_account(
    account: Account,
    sight: AccountSight,
    rules: ConformityRules,
    judgements: Iterable[ConformityJudgement] = (),
) -> AccountConformity:
    """Check an account against the guideline; a person's word fills in what we cannot.

    A judgement holds for as long as what was judged is the same; the newest counts.
    """
    case = _Case(account, sight, rules)
    avatar = sight.profile.avatar
    found = AccountConformity(
        account_id=account.account_id,
        name=account.name,
        platform=account.platform,
        url=account.url,
        seen_at=sight.seen_at,
        picture_sha256=sight.picture_sha256,
        avatar_sha256=avatar.sha256 if avatar else None,
        findings=tuple(check(case) for check in _CHECKS.values()),
    )
    return with_judgements(found, judgements, rules)


def with_judgements(
    account: AccountConformity,
    judgements: Iterable[ConformityJudgement],
    rules: ConformityRules,
) -> AccountConformity:
    """Let people's words count, of those checks where what they judged is the same."""
    words = sorted(judgements, key=lambda each: each.judged_at)
    said = {(each.check, each.subject_sha256): each for each in words}
    findings = (
        _judged(found, said.get((found.check, found.subject_sha256 or "")), rules)
        for found in account.findings
    )
    return account.model_copy(update={"findings": tuple(findings)})


def count_states(
    accounts: Iterable[AccountConformity],
) -> Mapping[ConformityState, int]:
    """Count what the checks came to."""
    return Counter(found.state for each in accounts for found in each.findings)


# --- the checks -----------------------------------------------------------------------


def _sender(case: _Case) -> ConformityFinding:
    check, profile = ConformityCheck.SENDER, case.sight.profile
    named = (("I namnet", profile.name), ("I beskrivningen", profile.about))
    for where, text in named:
        if place := find_name(case.rules.sender_names, text or ""):
            return _found(check, where, place)
    if not case.rules.sender_names:
        return _unknown(check, advice.NO_SENDER)
    if profile.avatar is None:
        return _unread(case, check)
    if profile.avatar.url:
        digest = profile.avatar.sha256
        why = advice.SEE_PICTURE if digest else advice.NO_PICTURE
        return _unknown(check, why, digest)
    if profile.name is None or profile.about is None:
        return _unread(case, check)
    return _lacks(case, check)


def _purpose(case: _Case) -> ConformityFinding:
    check, about = ConformityCheck.PURPOSE, case.sight.profile.about
    if about is None:
        return _unread(case, check)
    digest = _digest(normal_text(about))
    names = {case.account.name, case.sight.profile.name or "", *case.rules.sender_names}
    words = telling_words(about, names - {""})
    if len(words) >= case.rules.fewest_words:
        return _found(check, "I beskrivningen", excerpt(about), digest)
    lacking = _lacks(case, check, digest)
    shown = f"I beskrivningen: {excerpt(about)}" if about.strip() else lacking.shown
    return lacking.model_copy(update={"shown": shown})


def _contact(case: _Case) -> ConformityFinding:
    check, digest = ConformityCheck.CONTACT, _words_digest(case)
    if centre := _service_centre(case):
        return _found(check, *centre, digest)
    if own := _own_contact(case):
        better = advice.told(advice.SERVICE_CENTRE, case.rules)
        is_asked = bool(case.rules.contacts)
        return _found(check, *own, digest, better if is_asked else "")
    profile = case.sight.profile
    is_unread = profile.about is None or (
        not case.is_whole and None in (profile.links, profile.contact)
    )
    return _unread(case, check, digest) if is_unread else _lacks(case, check, digest)


def _service_centre(case: _Case) -> tuple[str, str] | None:
    """Find the service centre's details among what the profile says."""
    for contact in case.rules.contacts:
        digits = phone_digits(contact) if phones_in(contact) else ""
        for where, text in case.places():
            is_called = (
                digits in map(phone_digits, phones_in(text)) if digits else False
            )
            if is_called or find_phrase([contact], text):
                return where, contact
        is_page = links_in(contact) == (contact,)
        if is_page and any(leads_to(link, contact) for link in case.links()):
            return "Länk", contact
    return None


def _own_contact(case: _Case) -> tuple[str, str] | None:
    """Find a way to reach whoever runs the account."""
    for where, text in case.places():
        for detail in (*emails_in(text), *phones_in(text)):
            return where, detail
    for link in case.links():
        if is_contact_link(link):
            return "Länk", link
    contact = case.sight.profile.contact
    return ("Bland kontaktuppgifterna", contact[0]) if contact else None


def _rules_link(case: _Case) -> ConformityFinding:
    check, digest = ConformityCheck.RULES_LINK, _words_digest(case)
    if not case.rules.rules_links:
        return _unknown(check, advice.NO_LINK)
    for link in case.links():
        if any(leads_to(link, page) for page in case.rules.rules_links):
            return _found(check, "Länk", link, digest)
    profile = case.sight.profile
    is_unread = profile.about is None or (not case.is_whole and profile.links is None)
    return _unread(case, check, digest) if is_unread else _lacks(case, check, digest)


def _on_facebook(
    check: ConformityCheck, phrases: Callable[[ConformityRules], Sequence[str]]
) -> Callable[[_Case], ConformityFinding]:
    """Make a check of words that the guideline asks for on Facebook alone."""

    def checked(case: _Case) -> ConformityFinding:
        if not is_on_facebook(case.account):
            not_here = ConformityState.NOT_APPLICABLE
            return ConformityFinding(check=check, state=not_here)
        digest = _words_digest(case)
        posts = [("I ett inlägg", text) for text in case.sight.posts]
        for where, text in (*case.places(), *posts):
            if place := find_phrase(phrases(case.rules), text):
                return _found(check, where, place, digest)
        if case.sight.profile.about is None or not case.is_whole:
            return _unread(case, check, digest)
        return _lacks(case, check, digest)

    return checked


def _in_register(case: _Case) -> ConformityFinding:
    check, listed = ConformityCheck.IN_REGISTER, case.sight.listed
    if listed is None:
        is_named = case.rules.register_page is not None
        why = advice.REGISTER_NOT_READ if is_named else advice.NO_REGISTER
        return _unknown(check, why)
    own = normal_address(str(case.account.url))
    if any(is_within(each, own) for each in listed):
        return _found(check, "På kommunens sida", str(case.account.url))
    lacking = _lacks(case, check)
    if case.account.is_listed:
        return lacking
    return lacking.model_copy(update={"advice": advice.UNLISTED})


def _page_found(case: _Case) -> ConformityFinding:
    check, state = ConformityCheck.PAGE_FOUND, case.sight.state
    if state is PageState.OK:
        return _found(check, "", state.label)
    if case.sight.is_gone:
        return _lacks(case, check)
    return _unknown(check, advice.unread(state))


_CHECKS: Mapping[ConformityCheck, Callable[[_Case], ConformityFinding]] = {
    ConformityCheck.SENDER: _sender,
    ConformityCheck.PURPOSE: _purpose,
    ConformityCheck.CONTACT: _contact,
    ConformityCheck.RULES_LINK: _rules_link,
    ConformityCheck.RULES_PUBLISHED: _on_facebook(
        ConformityCheck.RULES_PUBLISHED, lambda rules: rules.rules_words
    ),
    ConformityCheck.STAFFING_HOURS: _on_facebook(
        ConformityCheck.STAFFING_HOURS, lambda rules: rules.hours_words
    ),
    ConformityCheck.ANSWER_TIME: _on_facebook(
        ConformityCheck.ANSWER_TIME, lambda rules: rules.answer_words
    ),
    ConformityCheck.IN_REGISTER: _in_register,
    ConformityCheck.PAGE_FOUND: _page_found,
}


# --- what they came to ----------------------------------------------------------------


def _found(
    check: ConformityCheck,
    where: str,
    what: str,
    digest: str | None = None,
    better: str = "",
) -> ConformityFinding:
    shown = f"{where}: {what}" if where else what
    return ConformityFinding(
        check=check, state=CONFORMS, shown=shown, advice=better, subject_sha256=digest
    )


def _lacks(
    case: _Case, check: ConformityCheck, digest: str | None = None
) -> ConformityFinding:
    todo = advice.told(advice.LACKING[check], case.rules)
    return ConformityFinding(
        check=check,
        state=LACKS,
        shown=advice.MISSED[check],
        advice=todo,
        subject_sha256=digest,
    )


def _unknown(
    check: ConformityCheck, why: advice.Told, digest: str | None = None
) -> ConformityFinding:
    shown, todo = why
    return ConformityFinding(
        check=check, state=UNKNOWN, shown=shown, advice=todo, subject_sha256=digest
    )


def _unread(
    case: _Case, check: ConformityCheck, digest: str | None = None
) -> ConformityFinding:
    """Say that it could not be read: the page, or a field of it."""
    if case.sight.state is PageState.OK:
        return _unknown(check, advice.FIELD_NOT_READ, digest)
    return _unknown(check, advice.unread(case.sight.state), digest)


def _judged(
    found: ConformityFinding,
    word: ConformityJudgement | None,
    rules: ConformityRules,
) -> ConformityFinding:
    if word is None:
        return found
    todo = advice.told(advice.LACKING[found.check], rules)
    return found.model_copy(
        update={
            "state": word.state,
            "shown": f"Bedömt: {word.reason}",
            "advice": todo if word.state is LACKS else "",
            "judged_by": word.judged_by,
        }
    )


def _words_digest(case: _Case) -> str | None:
    """Give the digest of what the profile says; None when nothing of it was read."""
    profile = case.sight.profile
    if profile.about is None and profile.links is None and profile.contact is None:
        return None
    links = [normal_address(link) for link in profile.links or ()]
    about = normal_text(profile.about or "")
    said = [about, sorted(links), [*(profile.contact or ())]]
    return _digest(json.dumps(said, ensure_ascii=False))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
