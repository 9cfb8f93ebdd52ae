# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way between database versions, over data."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from schemas.errors import Refused, StoreDown
from schemas.gallring import HoldLevel
from schemas.profile import PageState
from storage import open_database
from storage.database.tables import metadata
from tests.contract.database_records import (
    ACCOUNT,
    BOARD,
    MINUTE,
    NOW,
    PLAN,
    fill,
    log,
    observation,
    order,
    package,
)
from tests.contract.judged_records import (
    certificate,
    classification,
    decision,
    entry,
    gallring_list,
    hold,
    proven,
    registration,
)
from tests.contract.watch_records import (
    change,
    closure,
    evidence,
    judgement,
    notice,
    outage,
    policy,
    report,
    watch_state,
)


@pytest.fixture
def engine(database_url):
    """Look at the database without Avbild."""
    if database_url.startswith("postgresql:"):
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    opened = create_engine(database_url)
    yield opened
    opened.dispose()


def test_the_migrations_build_exactly_the_tables(database, engine):
    """Table for table, column for column, index for index."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert database.revision() == "0006"


def test_down_and_up_again_keeps_the_data(database):
    """What the older version knows of stays as it was, and the guards come back."""
    fill(database)
    database.observations.add(observation(1))
    database.orders.add(order(1))
    database.packages.add(package(1))
    log(database, 3)
    before = database.events.list()
    database.downgrade("0001")
    assert database.revision() == "0001"
    database.upgrade()
    assert database.accounts.list() == (ACCOUNT,)
    assert database.plans.list() == (PLAN,)
    assert database.orders.get("order-1") == order(1)
    assert database.packages.get("paket-1") == package(1)
    assert database.events.list() == before
    log(database, 1)
    assert database.events.verify().events == 4


def test_a_database_of_before_gallring_is_brought_up_with_its_packages(database):
    """They are kept, never purged, and known not to be indexed yet."""
    fill(database)
    database.orders.add(order(1))
    database.packages.add(package(1))
    database.downgrade("0003")
    database.upgrade()
    assert database.packages.list() == (package(1),)
    (missing,) = database.items.missing()
    assert (missing.package_id, missing.version) == ("paket-1", 1)
    database.items.put([entry("k1")])
    assert database.items.get(ACCOUNT.account_id, "k1") == (entry("k1"),)


def test_down_over_gallring_takes_what_was_destroyed_with_it(database):
    """An older Avbild would look for its files; the rest stays, and the guards go."""
    fill(database)
    database.orders.add(order(1))
    for version in (1, 2):
        database.packages.add(package(1, version))
    database.items.put([entry("k1", version=2)])
    database.classifications.add(classification("k1"))
    database.registrations.add(registration(1))
    database.holds.add(hold(1, HoldLevel.ACCOUNT, ACCOUNT.account_id))
    database.gallring.add_list(gallring_list(1, 1))
    database.gallring.add_decision(decision(1))
    database.gallring.put_execution(proven(1, 1))
    database.gallring.claim("beslut-1", "w", NOW, 300)
    database.gallring.add_certificate(certificate(1))
    database.packages.mark_purged("paket-1", 1, "beslut-1", NOW)
    log(database, 3)
    before = database.events.list()
    database.downgrade("0003")
    database.upgrade()
    assert database.packages.list(with_purged=True) == (package(1, 2),)
    assert database.events.list() == before
    assert database.gallring.lists() == database.holds.list() == ()
    assert database.items.of_account(ACCOUNT.account_id) == ()
    database.gallring.add_list(gallring_list(1, 1))


def test_a_database_of_before_the_watch_is_brought_up_with_its_register(
    database, engine
):
    """What is new gets its default; each sight is a span of one moment."""
    fill(database)
    database.observations.add(observation(1))
    database.orders.add(order(1))
    database.packages.add(package(1))
    database.downgrade("0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE observations SET extractor = 'torget/2'"))
    database.upgrade()
    assert database.boards.list() == (BOARD,)
    assert database.accounts.list() == (ACCOUNT,)
    assert database.orders.get("order-1") == order(1)
    assert database.packages.get("paket-1") == package(1)
    old = observation(1).model_copy(update={"extractor": "torget/2"})
    assert database.observations.heads([ACCOUNT.account_id]) == {
        ACCOUNT.account_id: (old,)
    }
    grown = old.model_copy(update={"last_seen_at": old.seen_at + MINUTE, "sights": 2})
    database.observations.extend([grown])
    assert database.observations.get(old.observation_id) == grown


def fill_with_the_watch(database):
    """Use every table and column of the watch, closing and conformity."""
    whole = ACCOUNT.model_copy(update={"goals": "Svar", "snapshots_per_year": 2})
    database.accounts.change(whole, "Ulla", "Mål", NOW)
    gone = observation(3, PageState.DEACTIVATED)
    database.observations.add_all([observation(1), observation(2), gone])
    database.orders.add(order(1).model_copy(update={"posts": ("a",)}))
    database.policies.add(policy(1))
    database.watch.put([watch_state(ACCOUNT.account_id)])
    database.watch.begin(outage(1))
    database.changes.add(change(1))
    database.evidence.put([evidence(b"bild")])
    database.notices.add(notice(1))
    database.closures.add(closure(1))
    database.conformity.judge(judgement(1))
    database.conformity.add_report(report(1))


def test_down_over_the_watch_takes_what_an_older_one_has_no_words_for(database, engine):
    """The register, its history, the orders and the sights it knows of stay."""
    fill(database)
    fill_with_the_watch(database)
    history = database.accounts.history(ACCOUNT.account_id)
    database.downgrade("0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE account_history SET reason = 'M'"))
        connection.execute(text("UPDATE account_history SET reason = 'Mål'"))
    database.upgrade()
    assert database.accounts.list() == (ACCOUNT,)
    assert database.accounts.history(ACCOUNT.account_id) == history
    assert database.orders.list() == (order(1),)
    kept = database.observations.list(ACCOUNT.account_id)
    assert kept == (observation(2), observation(1))
    assert database.changes.list() == database.notices.list() == ()
    assert database.closures.list() == database.watch.outages() == ()
    database.policies.add(policy(1))
    database.closures.add(closure(1))


def test_all_the_way_down_leaves_nothing(database, engine):
    """And up again gives an empty database that works."""
    fill(database)
    log(database, 2)
    database.downgrade("base")
    assert database.revision() is None
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            left = (
                "SELECT proname FROM pg_proc "
                "WHERE pronamespace = 'public'::regnamespace"
            )
        else:
            left = "SELECT name FROM sqlite_master WHERE name NOT LIKE '%alembic%'"
        assert connection.execute(text(left)).all() == []
    database.upgrade()
    fill(database)
    assert database.events.list() == ()


def test_upgrading_again_changes_nothing(database):
    """`avbild init` may be run twice."""
    fill(database)
    database.upgrade()
    assert database.accounts.list() == (ACCOUNT,)


def test_several_may_upgrade_at_once(database_url):
    """One does the work, the others find it done."""

    def upgrade(_number):
        with open_database(database_url) as database:
            database.upgrade()
            return database.revision()

    with ThreadPoolExecutor() as pool:
        assert set(pool.map(upgrade, range(4))) == {"0006"}


def test_a_database_that_was_never_set_up_is_refused(database_url):
    """The sentence says what to do, and no empty file is left behind."""
    with open_database(database_url) as database:
        with pytest.raises(Refused, match="Kör avbild init"):
            database.boards.list()
        with pytest.raises(Refused, match="Kör avbild init"), database.transaction():
            pass
        database.upgrade()
        assert database.boards.list() == ()


def test_a_missing_sqlite_file_is_not_made_by_asking(tmp_path):
    """Only `upgrade` creates anything, the folder too."""
    file = tmp_path / "mapp" / "avbild.db"
    with open_database(f"sqlite:///{file}") as database:
        with pytest.raises(Refused, match="avbild init"):
            database.revision()
        assert not file.parent.exists()
        database.upgrade()
    assert file.is_file()


def test_an_older_database_is_refused_until_it_is_upgraded(database, database_url):
    """Code and tables must agree before anything is written."""
    database.downgrade("0001")
    with open_database(database_url) as again:
        with pytest.raises(Refused, match=r"äldre version av Avbild\. Kör avbild init"):
            log(again, 1)
        again.upgrade()
        log(again, 1)


def test_a_newer_database_is_refused_and_left_alone(database, database_url, engine):
    """An old program never touches what it cannot know."""
    del database
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with open_database(database_url) as again:
        with pytest.raises(Refused, match="nyare version"):
            log(again, 1)
        with pytest.raises(Refused, match="nyare version"):
            again.upgrade()
        assert again.revision() == "9999"


def test_an_unknown_revision_is_refused(database):
    """The data stays where it is."""
    with pytest.raises(Refused, match="”0815”"):
        database.downgrade("0815")
    assert database.revision() == "0006"


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    """A file stands in the way."""
    (tmp_path / "fil").touch()
    url = f"sqlite:///{tmp_path}/fil/avbild.db"
    with open_database(url) as database, pytest.raises(StoreDown, match="Mappen"):
        database.upgrade()


def test_moments_are_kept_as_utc_text_in_sqlite(database, engine):
    """Sorted as text they are sorted in time."""
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite lacks time zones")
    fill(database)
    database.orders.add(order(0))
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT ordered_at FROM orders")).scalar_one()
    assert kept == NOW.replace(tzinfo=None).isoformat(" ")
