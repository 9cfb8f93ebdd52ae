# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A saved login lies encrypted, opens only with its key, and can be forgotten."""

import pytest
from cryptography.fernet import Fernet

from archivers.saved_login import Login
from pipeline.crafts import tools_for
from pipeline.logins import forget_login, login_for, save_login, show_login
from schemas.account import Account
from schemas.errors import BadInput, Damaged, NeedsPerson, UnknownName
from schemas.order import EventKind

SESSION = "5f2b7c9d8e1a4b3c5f2b7c9d8e1a4b3c"
STATE = {
    "cookies": [
        {"name": "sid", "value": SESSION, "domain": "torget.se", "expires": 1793631600}
    ],
    "origins": [],
}

pytestmark = pytest.mark.usefixtures("account")


def made(account, tools, attend):
    """Log in without a browser."""
    assert account.account_id == "biblioteket"
    assert tools.login is None
    attend(None)
    return Login(STATE)


def save(archive):
    return save_login(archive, "biblioteket", lambda _: None, made)


def files(archive):
    home = archive.settings.home_folder
    return [p for p in home.rglob("*") if p.is_file() and "avbild.db" not in p.name]


def test_a_login_comes_back_for_captures_of_its_account(archive, tmp_path):
    """And for none else."""
    save(archive)
    assert login_for(archive, "biblioteket").state == STATE
    assert login_for(archive, "annat") is None
    assert tools_for(archive, "biblioteket", tmp_path).secrets == (SESSION,)
    known = archive.database.accounts.get("biblioteket").model_dump()
    other = {"account_id": "annat", "url": "https://torget.example/annat"}
    archive.database.accounts.add(Account.model_validate(known | other))
    assert tools_for(archive, "annat", tmp_path).login is None


def test_it_lies_encrypted_and_for_its_owner_only(archive):
    """Neither a file nor the event log holds what lets someone in."""
    save(archive)
    lying = [p for p in files(archive) if p.parent.name == "logins" or "key" in p.name]
    assert {p.name for p in lying} == {"biblioteket", "login.key", "signing-key.pem"}
    for path in lying:
        assert path.stat().st_mode & 0o777 == 0o600
    assert all(SESSION.encode() not in path.read_bytes() for path in files(archive))
    events = archive.database.events.list()
    assert events[-1].kind is EventKind.LOGIN_SAVED
    assert SESSION not in str(events)


def test_what_is_told_of_it_lets_nobody_in(archive):
    """When it ends, who made it, and the names of its cookies."""
    told = save(archive)
    assert told == show_login(archive, "biblioteket")
    assert (told.saved_by, told.cookies[0].name) == ("Ulla", "sid")
    assert told.expires_at == told.cookies[0].expires_at
    assert SESSION not in told.model_dump_json()


def test_a_forgotten_login_is_gone(archive):
    save(archive)
    forget_login(archive, "biblioteket")
    assert login_for(archive, "biblioteket") is None
    assert archive.database.events.list()[-1].kind is EventKind.LOGIN_FORGOTTEN
    for ask in (show_login, forget_login):
        with pytest.raises(UnknownName, match="ingen sparad inloggning"):
            ask(archive, "biblioteket")


def test_a_login_that_was_not_made_is_not_kept(archive):
    """The window was closed."""

    def closed(*_):
        message = "Fönstret stängdes."
        raise NeedsPerson(message)

    with pytest.raises(NeedsPerson):
        save_login(archive, "biblioteket", lambda _: None, closed)
    assert login_for(archive, "biblioteket") is None


def test_another_key_does_not_open_it(archive):
    """The sentence says what to do, and holds nothing of either."""
    save(archive)
    archive.settings.login_key.write_bytes(Fernet.generate_key())
    with pytest.raises(Damaged, match="Logga in på nytt"):
        login_for(archive, "biblioteket")


def test_a_key_that_others_may_read_is_refused(archive):
    save(archive)
    archive.settings.login_key.chmod(0o640)
    with pytest.raises(BadInput, match="chmod 600"):
        login_for(archive, "biblioteket")


@pytest.mark.parametrize("content", [b"", b"hemlighet", b"\xff" * 44])
def test_a_key_that_is_none_is_refused_without_showing_it(archive, content):
    save(archive)
    archive.settings.login_key.write_bytes(content)
    with pytest.raises(BadInput, match="ingen nyckel") as caught:
        login_for(archive, "biblioteket")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_named_key_file_is_never_made(archive, tmp_path):
    """The operator has said where it is; that it is missing is a mistake."""
    missing = tmp_path / "nyckel"
    settings = archive.settings.model_copy(update={"login_key_file": missing})
    object.__setattr__(archive, "settings", settings)
    with pytest.raises(BadInput, match="går inte att läsa"):
        save(archive)
    assert not missing.exists()
    missing.write_bytes(Fernet.generate_key())
    missing.chmod(0o600)
    save(archive)
    assert not (archive.settings.home_folder / "login.key").exists()
