# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An owner's key lies encrypted, reaches its own account's work, and is never shown."""

import pytest
from cryptography.fernet import Fernet

from pipeline.crafts import tools_for, watch_tools
from pipeline.tokens import forget_token, holding, save_token, token_for, tokens_of
from pipeline.watch.look import watch
from schemas.account import Account
from schemas.errors import BadInput, Damaged, NotAllowed, UnknownName
from schemas.order import EventKind
from tests.fakes import FakePlatform

PLANTED = "EAAGplanterad0nyckelSomIngenFarSe1234567890"
OTHER = "EAAGannan0nyckelSomIngenHellerFarSe0987654321"

pytestmark = pytest.mark.usefixtures("account")


def add(archive, account, name, platform="facebook"):
    own = {
        "account_id": name,
        "platform": platform,
        "url": f"https://{platform}.example/{name}",
    }
    made = Account.model_validate(account.model_dump() | own)
    archive.database.accounts.add(made)
    return made


@pytest.fixture
def page(archive, account):
    """A page in the register that is read with its owner's key."""
    return add(archive, account, "kultur")


def save(archive, name="kultur", token=PLANTED):
    return save_token(archive, name, lambda: token)


def test_a_key_comes_back_for_its_account_and_no_other(archive, page, tmp_path):
    add(archive, page, "idrott")
    save(archive, token=f"  {PLANTED}\n")
    save(archive, "idrott", OTHER)
    assert token_for(archive, page) == PLANTED
    assert tools_for(archive, "kultur", tmp_path).access.account_tokens == {
        "kultur": PLANTED
    }
    assert tools_for(archive, "biblioteket", tmp_path).access.account_tokens == {}
    assert watch_tools(archive, tmp_path).access.account_tokens == {}


def test_a_capture_knows_the_key_as_a_secret(archive, page, tmp_path):
    """So it is taken away wherever a recording would have held it."""
    assert page.account_id == "kultur"
    save(archive)
    tools = tools_for(archive, "kultur", tmp_path)
    assert PLANTED in tools.secrets
    assert PLANTED not in repr(tools)
    assert PLANTED not in repr(holding(tools, {"kultur": PLANTED}))
    assert PLANTED not in repr(archive)


def test_it_lies_encrypted_and_for_its_owner_only(archive, page):
    """Nothing in the data home holds it: no file, event or database."""
    told = save(archive)
    home = archive.settings.home_folder
    kept = home / "tokens" / page.account_id
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    for path in home.rglob("*"):
        assert not path.is_file() or PLANTED.encode() not in path.read_bytes()
    assert archive.database.events.list()[-1].kind is EventKind.TOKEN_SAVED
    assert PLANTED not in str(archive.database.events.list())
    assert PLANTED not in told.model_dump_json()
    assert (told.account_id, told.saved_by) == ("kultur", "Ulla")


def test_a_forgotten_key_is_gone(archive, page):
    save(archive)
    forget_token(archive, "kultur")
    assert token_for(archive, page) == ""
    assert archive.database.events.list()[-1].kind is EventKind.TOKEN_FORGOTTEN
    with pytest.raises(UnknownName, match="ingen sparad åtkomstnyckel"):
        forget_token(archive, "kultur")


def test_what_is_handed_in_goes_before_what_is_kept(archive, page):
    """An operator who keeps keys in one place changes them there."""
    save(archive)
    object.__setattr__(archive, "tokens", {"kultur": OTHER}.get)
    assert token_for(archive, page) == OTHER
    object.__setattr__(archive, "tokens", lambda _: "")
    assert token_for(archive, page) == PLANTED


def test_a_platform_that_is_read_without_a_key_is_never_given_one(
    archive, account, page
):
    """Nobody is asked for it, and nobody is asked whether there is one."""

    def ask():
        pytest.fail("a person was asked")

    asked = []
    object.__setattr__(archive, "tokens", lambda name: asked.append(name) or "")
    with pytest.raises(NotAllowed, match="utan åtkomstnyckel"):
        save_token(archive, account.account_id, ask)
    assert tokens_of(archive, [account, page]) == {}
    assert asked == ["kultur"]
    with pytest.raises(UnknownName):
        save_token(archive, "finns-inte", ask)


@pytest.mark.parametrize(
    "given", ["", "kort", f"{PLANTED} {PLANTED}", "å" * 40, "a" * 5000]
)
def test_what_is_no_key_is_refused_without_showing_it(archive, page, given):
    assert page.account_id == "kultur"
    with pytest.raises(BadInput, match="ingen åtkomstnyckel") as caught:
        save(archive, token=given)
    assert not given or given not in str(caught.value)
    assert token_for(archive, page) == ""


def test_another_key_does_not_open_it(archive, page):
    save(archive)
    archive.settings.login_key.write_bytes(Fernet.generate_key())
    with pytest.raises(Damaged, match="avbild account token"):
        token_for(archive, page)


def test_a_key_that_does_not_open_fails_no_other_account(archive, page):
    """The watch looks at the rest of the batch."""
    save(archive)
    archive.settings.login_key.write_bytes(Fernet.generate_key())
    platform = FakePlatform()
    found = watch(archive, [page.account_id, "biblioteket"], platform.crafts())
    assert "avbild account token" in found[0].failure
    assert not found[1].failure


def test_the_watch_has_the_keys_of_the_accounts_it_looks_at(archive, page):
    """In the tools of the look, and nowhere in what comes of it."""
    save(archive)
    seen = []

    class Noting(FakePlatform):
        def _look(self, errands, tools):
            seen.append(dict(tools.access.account_tokens))
            return super()._look(errands, tools)

    outcomes = watch(archive, [page.account_id, "biblioteket"], Noting().crafts())
    assert seen == [{"kultur": PLANTED}]
    assert PLANTED not in str(outcomes)
    database = archive.settings.home_folder / "avbild.db"
    assert PLANTED.encode() not in database.read_bytes()
