# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each check of the guideline: what conforms, what lacks, and what nobody can say."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.conformity import AccountSight, check_account, count_states
from rules.guideline import QUOTATIONS
from rules.profile_words import normal_address
from schemas.account import Account
from schemas.conformity import (
    ConformityCheck,
    ConformityJudgement,
    ConformityRules,
    ConformityState,
)
from schemas.profile import PageState, Picture, Profile

CONFORMS, LACKS = ConformityState.CONFORMS, ConformityState.LACKS
UNKNOWN, NOT_HERE = ConformityState.UNKNOWN, ConformityState.NOT_APPLICABLE
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
AVATAR = Picture(url="https://bilder.example/a.png", sha256="a" * 64)
RULES = ConformityRules(
    sender_names=("Älmhults kommun",),
    contacts=("info@almhult.se", "0476-550 00"),
    rules_links=("almhult.se/socialamedier",),
)
ABOUT = "Vi berättar om böcker, program och öppettider. Ring 0476-550 00."
SHIM = (
    "https://l.facebook.com/l.php?u=http%3A%2F%2Falmhult.se%2Fsocialamedier"
    "%3Ffbclid%3Dx&h=y"
)
GOOD = Profile(
    name="Älmhults kommun, biblioteket",
    about=ABOUT,
    avatar=AVATAR,
    links=("https://www.almhult.se/socialamedier?fbclid=abc",),
    contact=("bibliotek@almhult.se",),
)


def account(url: str = "https://torget.example/bibliotek", **given) -> Account:
    named = {"account_id": "biblioteket", "board_id": "ks", "platform": "webpage"}
    return Account(url=url, name="Biblioteket", **named, **given)


FACEBOOK = account("https://www.facebook.com/almhultsbibliotek")


def sight(profile: Profile = GOOD, **given) -> AccountSight:
    return AccountSight(**{"state": PageState.OK, "profile": profile, **given})


def finding(check, seen, of=None, rules=RULES, judgements=()):
    found = check_account(of or account(), seen, rules, judgements)
    return next(each for each in found.findings if each.check is check)


def state(check, seen, **given) -> ConformityState:
    return finding(check, seen, **given).state


def changed(**fields) -> Profile:
    return GOOD.model_copy(update=fields)


def test_every_check_is_made_once_and_quoted_once():
    found = check_account(account(), sight(), RULES)
    assert [each.check for each in found.findings] == [*ConformityCheck]
    assert [each.check for each in QUOTATIONS] == [*ConformityCheck]


def test_every_finding_that_does_not_conform_says_what_to_do():
    for seen in (AccountSight(), sight(Profile()), sight(changed(about="", links=()))):
        for found in check_account(FACEBOOK, seen, RULES).findings:
            assert found.advice or found.state is CONFORMS
            assert "{" not in found.advice


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (GOOD, CONFORMS),
        (changed(name="Biblioteket", about="En del av Älmhults kommun."), CONFORMS),
        (changed(name="Biblioteket", about=None), UNKNOWN),
        (changed(name="Almhults kommun", about="kommunen"), UNKNOWN),
        (changed(name="Biblioteket", avatar=Picture(url="")), LACKS),
        (changed(name="Biblioteket", about="", avatar=Picture(url="")), LACKS),
        (changed(name="Biblioteket", about=None, avatar=Picture(url="")), UNKNOWN),
        (changed(name="Biblioteket", avatar=None), UNKNOWN),
        (changed(name=None, about=None, avatar=None), UNKNOWN),
    ],
)
def test_sender(profile, expected):
    assert state(ConformityCheck.SENDER, sight(profile)) is expected


def test_a_post_that_names_the_municipality_is_no_sender():
    seen = sight(
        changed(name="Biblioteket"), page_text=("Älmhults kommun asfalterar.",)
    )
    assert state(ConformityCheck.SENDER, seen) is UNKNOWN


def test_a_picture_is_asked_about_only_if_it_can_be_told_from_another():
    profile = changed(name="Biblioteket")
    asked = finding(ConformityCheck.SENDER, sight(profile))
    assert asked.subject_sha256 == AVATAR.sha256
    assert "Någon behöver se om bilden visar avsändaren" in asked.advice
    bare = profile.model_copy(update={"avatar": Picture(url="https://b.example/a")})
    assert finding(ConformityCheck.SENDER, sight(bare)).subject_sha256 is None


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (ABOUT, CONFORMS),
        ("", LACKS),
        (None, UNKNOWN),
        ("Välkommen till Älmhults kommuns officiella sida!", LACKS),
        ("Här kan du följa livet på förskolan.", CONFORMS),
        ("info@almhult.se, almhult.se, #älmhult", LACKS),
    ],
)
def test_purpose(about, expected):
    assert state(ConformityCheck.PURPOSE, sight(changed(about=about))) is expected


def test_an_account_s_own_name_says_nothing_of_its_purpose():
    about = "Stora Biblioteket Vid Sjön i centrum"
    check, seen = ConformityCheck.PURPOSE, sight(changed(about=about, name="X"))
    assert state(check, seen) is CONFORMS
    named = account().model_copy(update={"name": "Stora Biblioteket Vid Sjön"})
    assert state(check, seen, of=named) is LACKS


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, CONFORMS),
        ({"about": "Skriv till bibliotek@almhult.se", "contact": None}, CONFORMS),
        ({"about": "Böcker.", "contact": ("Kontaktcenter",)}, CONFORMS),
        ({"about": "Böcker.", "contact": (), "links": ("mailto:a@b.se",)}, CONFORMS),
        (
            {"about": "Böcker.", "contact": (), "links": ("almhult.se/kontakt",)},
            CONFORMS,
        ),
        ({"about": "Böcker.", "contact": (), "links": ("almhult.se",)}, LACKS),
        ({"about": "Böcker.", "contact": (), "links": ()}, LACKS),
        ({"about": "Böcker.", "contact": None, "links": ()}, UNKNOWN),
        ({"about": "Böcker.", "contact": (), "links": None}, UNKNOWN),
        ({"about": None, "contact": (), "links": ()}, UNKNOWN),
    ],
)
def test_contact(fields, expected):
    assert state(ConformityCheck.CONTACT, sight(changed(**fields))) is expected


def test_a_field_that_a_whole_telling_leaves_out_is_not_there():
    bare = changed(about="Böcker.", contact=None, links=None)
    for check in (ConformityCheck.CONTACT, ConformityCheck.RULES_LINK):
        assert state(check, sight(bare)) is UNKNOWN
        assert state(check, sight(bare, is_told_whole=True)) is LACKS
        assert state(check, sight(bare, page_text=())) is LACKS


def test_a_number_in_a_post_is_no_contact():
    bare = changed(about="Böcker.", contact=(), links=())
    post = "Ring vaktmästaren på 070-1740605 eller se almhult.se/socialamedier."
    seen = sight(bare, page_text=(), posts=(post,))
    assert state(ConformityCheck.CONTACT, seen) is LACKS
    assert state(ConformityCheck.RULES_LINK, seen) is LACKS


def test_the_service_centre_is_preferred():
    own = finding(
        ConformityCheck.CONTACT,
        sight(changed(about="Skriv till bibliotek@almhult.se.", contact=())),
    )
    centre = finding(ConformityCheck.CONTACT, sight(changed(about="+46 476 550 00")))
    assert (own.state, centre.state) == (CONFORMS, CONFORMS)
    assert "servicecenter (info@almhult.se och 0476-550 00)" in own.advice
    assert centre.advice == ""
    assert "0476-550 00" in centre.shown


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, CONFORMS),
        ({"links": (), "about": "Regler: almhult.se/socialamedier."}, CONFORMS),
        ({"links": None, "about": "www.almhult.se/socialamedier"}, CONFORMS),
        (
            {"links": (SHIM,)},
            CONFORMS,
        ),
        ({"links": ("https://www.almhult.se/",)}, LACKS),
        ({"links": ()}, LACKS),
        ({"links": None}, UNKNOWN),
        ({"links": (), "about": None}, UNKNOWN),
    ],
)
def test_rules_link(fields, expected):
    assert state(ConformityCheck.RULES_LINK, sight(changed(**fields))) is expected


def test_without_an_address_the_link_cannot_be_judged():
    rules = RULES.model_copy(update={"rules_links": ()})
    assert state(ConformityCheck.RULES_LINK, sight(), rules=rules) is UNKNOWN


FACEBOOK_ONLY = {
    ConformityCheck.RULES_PUBLISHED: "Läs våra förhållningsregler.",
    ConformityCheck.STAFFING_HOURS: "Kontot är bemannat vardagar 8–16.",
    ConformityCheck.ANSWER_TIME: "Vi svarar inom 24 timmar.",
}


@pytest.mark.parametrize(("check", "words"), FACEBOOK_ONLY.items())
def test_what_is_asked_on_facebook_alone(check, words):
    bare = changed(about="Böcker.")
    assert state(check, sight(bare)) is NOT_HERE
    assert state(check, sight(changed(about=words)), of=FACEBOOK) is CONFORMS
    assert state(check, sight(bare, page_text=(words,)), of=FACEBOOK) is CONFORMS
    pinned = sight(bare, page_text=(), posts=(words,))
    assert state(check, pinned, of=FACEBOOK) is CONFORMS
    assert state(check, sight(bare, page_text=("Hej",)), of=FACEBOOK) is LACKS
    assert state(check, sight(bare), of=FACEBOOK) is UNKNOWN
    unread = sight(changed(about=None), page_text=("Hej",))
    assert state(check, unread, of=FACEBOOK) is UNKNOWN


def test_the_municipality_s_register():
    listed = frozenset({normal_address("http://www.facebook.com/AlmhultsBibliotek/")})
    check = ConformityCheck.IN_REGISTER
    assert state(check, sight(listed=listed), of=FACEBOOK) is CONFORMS
    below = frozenset({"facebook.com/almhultsbibliotek/about"})
    assert state(check, sight(listed=below), of=FACEBOOK) is CONFORMS
    beside = frozenset({"facebook.com/almhultsbibliotek2"})
    assert state(check, sight(listed=beside), of=FACEBOOK) is LACKS
    assert state(check, sight(listed=frozenset()), of=FACEBOOK) is LACKS
    assert state(check, sight(listed=None), of=FACEBOOK) is UNKNOWN
    hidden = FACEBOOK.model_copy(update={"is_listed": False})
    found = finding(check, sight(listed=frozenset()), of=hidden)
    assert "undantaget" in found.advice


@pytest.mark.parametrize("page", [*PageState, None])
def test_a_page_that_is_not_ok_lacks_nothing(page):
    found = check_account(FACEBOOK, AccountSight(state=page), RULES).findings
    states = {each.state for each in found}
    assert LACKS not in states
    is_found = page is PageState.OK
    assert states == ({CONFORMS, UNKNOWN} if is_found else {UNKNOWN})


def test_an_account_that_the_watch_holds_to_be_closed_is_not_found():
    gone = AccountSight(state=PageState.GONE, is_gone=True)
    assert state(ConformityCheck.PAGE_FOUND, gone) is LACKS


def judged(found, verdict, days=0) -> ConformityJudgement:
    return ConformityJudgement(
        account_id="biblioteket",
        check=found.check,
        state=verdict,
        subject_sha256=found.subject_sha256,
        judged_at=NOW + timedelta(days=days),
        judged_by="Ulla",
        reason="Kommunvapnet syns",
    )


def test_a_person_s_word_holds_while_the_picture_is_the_same():
    check, profile = ConformityCheck.SENDER, changed(name="Biblioteket")
    word = judged(finding(check, sight(profile)), CONFORMS)
    held = finding(check, sight(profile), judgements=[word])
    assert (held.state, held.judged_by) == (CONFORMS, "Ulla")
    assert held.shown == "Bedömt: Kommunvapnet syns"
    other = Picture(url="https://bilder.example/b.png", sha256="b" * 64)
    replaced = sight(profile.model_copy(update={"avatar": other}))
    assert state(check, replaced, judgements=[word]) is UNKNOWN


def test_the_newest_word_counts():
    check, profile = ConformityCheck.SENDER, changed(name="Biblioteket")
    asked = finding(check, sight(profile))
    words = [judged(asked, LACKS, days=1), judged(asked, CONFORMS)]
    found = finding(check, sight(profile), judgements=words)
    assert found.state is LACKS
    assert "Älmhults kommun" in found.advice


def test_a_word_on_the_picture_does_not_undo_the_name():
    word = judged(finding(ConformityCheck.SENDER, sight(changed(name="X"))), LACKS)
    assert state(ConformityCheck.SENDER, sight(), judgements=[word]) is CONFORMS


def test_a_person_may_judge_a_purpose_until_it_is_rewritten():
    check, seen = ConformityCheck.PURPOSE, sight(changed(about="Öppet bibliotek!"))
    word = judged(finding(check, seen), CONFORMS)
    assert state(check, seen, judgements=[word]) is CONFORMS
    spaced = sight(changed(about="  Öppet\n bibliotek! "))
    assert state(check, spaced, judgements=[word]) is CONFORMS
    rewritten = sight(changed(about="Stängt bibliotek!"))
    assert state(check, rewritten, judgements=[word]) is LACKS


def test_states_are_counted():
    counted = count_states([check_account(account(), sight(), RULES)])
    assert counted[NOT_HERE] == 3
    assert sum(counted.values()) == len(ConformityCheck)
