# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the register lacks is named, and every act in it is told in order."""

import pytest

from pipeline.enrol import NewAccount, add_account
from pipeline.register.change import change_account
from pipeline.register.review import ENTERED, history, review
from schemas.account import AccountStatus
from schemas.errors import UnknownName


def public(host, port):
    """A name service that finds every host on the public network."""
    return ["93.184.215.14"] if host and port else []


def test_accounts_in_use_that_lack_something_are_named(archive, account):
    closed = {"account_id": "gammalt", "status": AccountStatus.CLOSED}
    archive.database.accounts.add(account.model_copy(update=closed))
    (lack,) = review(archive)
    assert lack.account == account
    assert "mätbara mål för kontot" in lack.lacks
    assert "kommunikationsavdelningens godkännande" in lack.lacks
    assert review(archive, "ks") == (lack,)
    with pytest.raises(UnknownName):
        review(archive, "okand")


@pytest.mark.usefixtures("board")
def test_every_act_is_told_in_the_order_it_came(archive):
    for name in ("A", "B"):
        url = f"https://torget.example/{name}"
        add_account(archive, NewAccount(name=name, url=url, board_id="ks"), public)
    change_account(archive, "b", {"goals": "Nå fler"}, "Nya mål")
    change_account(archive, "a", {"goals": "Svara"}, "Nya mål")
    acts = [(entry.account_id, entry.why) for entry in history(archive)]
    assert acts == [
        ("a", ENTERED),
        ("b", ENTERED),
        ("b", "Nya mål"),
        ("a", "Nya mål"),
    ]
    entered, changed = history(archive, "b")
    assert entered.who == "Ulla"
    assert (changed.before, changed.after) == ({"goals": ""}, {"goals": "Nå fler"})
    with pytest.raises(UnknownName):
        history(archive, "okand")
