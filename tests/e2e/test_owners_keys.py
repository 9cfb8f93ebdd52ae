# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An owner's key goes through the whole chain and is found nowhere behind it.

Kept from standard input, used by a check, a watch and an archiving, refused and
forgotten: and then looked for in every file of the data home and all that was said.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph import Running, World, serving
from graph.content import written
from graph.tokens import PAGE_TOKEN
from pipeline.context import open_archive, set_up
from pipeline.settings import read_settings
from portal.cli import main
from schemas.account import Account, Board
from tests.homes import PLAN

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ACCOUNT = "alvmala"
REASON = ("--reason", "Begärd", "--keep-incomplete")


@pytest.fixture
def running() -> Iterator[Running]:
    world = World()
    world.hold(*written("facebook", world.started_at)[-2:])
    with serving(world) as found:
        yield found


@pytest.fixture
def home(tmp_path: Path, running: Running, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data home with the account in its register, and a plan for it."""
    hosts = ",".join(one.partition("//")[2] for one in running.origins.every())
    for name, value in {
        "HOME": str(tmp_path / "hem"),
        "ALLOWED_PRIVATE_HOSTS": hosts,
        "FACEBOOK_GRAPH": running.origins.facebook_graph,
    }.items():
        monkeypatch.setenv(f"AVBILD_{name}", value)
    set_up(read_settings())
    with open_archive(read_settings()) as archive:
        archive.database.boards.add(
            Board(board_id="ks", name="Kommunstyrelsen", municipality="Älvmåla")
        )
        made = {
            "account_id": ACCOUNT,
            "board_id": "ks",
            "platform": "facebook",
            "url": f"{running.origins.facebook_web}/alvmalakommun",
            "name": "Älvmåla kommun",
        }
        archive.database.accounts.add(Account.model_validate(made))
    return tmp_path / "hem"


@pytest.fixture
def avbild(home: Path):
    """Run `avbild`, and keep all that it says."""
    assert home.is_dir()
    said: list[str] = []

    def run(*words: object, given: str = "", code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(map(str, words)), input=given)
        said.append(result.output)
        assert result.exit_code == code, result.output
        return result

    run.said = said
    return run


def files_within(data: bytes) -> Iterator[bytes]:
    """Give some bytes, and what is packed in them."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield from files_within(gzip.decompress(data))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from files_within(packed.read(name))


def test_a_key_is_nowhere_when_the_work_is_done(avbild, home, running):
    decided = ("--valid-from", "2026-01-01", "--decision", "KS 2026-03-10 § 41")
    avbild("plan", "import", PLAN, "--board", "ks", *decided)
    avbild("account", "token", ACCOUNT, given=f"{PAGE_TOKEN}\n")
    checks = json.loads(avbild("account", "check", ACCOUNT, "--json").stdout)["checks"]
    assert checks[0]["works"]
    (seen,) = json.loads(avbild("watch", ACCOUNT, "--json").stdout)["outcomes"]
    packed = json.loads(avbild("order", "run", seen["order_id"], "--json").stdout)
    assert packed["package"]["account_id"] == ACCOUNT
    running.world.expire(PAGE_TOKEN)
    avbild("account", "check", ACCOUNT, code=3)
    avbild("watch", ACCOUNT)
    avbild("snapshot", ACCOUNT, *REASON, code=3)
    avbild("snapshot", ACCOUNT, *REASON, "--json", "--felsok", code=3)
    avbild("order", "list", "--json")
    avbild("account", "token", ACCOUNT, "--forget")
    assert "header" in {question.token_in for question in running.world.asked}
    assert PAGE_TOKEN not in "".join(avbild.said)
    files = [path for path in home.rglob("*") if path.is_file()]
    every = [(path, data) for path in files for data in files_within(path.read_bytes())]
    assert any(b"/published_posts?" in data for _, data in every)
    assert [path for path, data in every if PAGE_TOKEN.encode() in data] == []
