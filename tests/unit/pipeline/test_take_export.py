# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""An order brings the owner's export; no package knows where it lay."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import take_export
from pipeline.order import Request
from pipeline.snapshot import run_order
from pipeline.take_export import (
    DEFAULT_REASON,
    exports_of,
    health_of,
    order_import,
)
from schemas.capture import ExportPart, ExportReport
from schemas.errors import BadInput, NeedsPerson, NotAllowed, Refused, UnknownName
from schemas.order import OrderReason, OrderState
from schemas.profile import ObservedAs
from tests.fakes import FakePlatform
from tests.unit.archivers.owner_export.zip_bytes import LINK, Packed, write_zip

REQUEST = Request(account_id="biblioteket", ordered_by="Ulla")


class Reads:
    """A platform whose exports are read."""

    name, version, hosts = "facebook", 1, ()

    def read_export(self, export, account):
        """Never asked here."""


@pytest.fixture
def reads(monkeypatch) -> None:
    """Let the account's platform read exports."""
    monkeypatch.setattr(take_export, "for_account", lambda _account: Reads())


@pytest.fixture
def brought(tmp_path) -> Path:
    """Where the owner has the export."""
    folder = tmp_path / "Ullas hämtade filer"
    folder.mkdir()
    return folder


class Captures(FakePlatform):
    """Captures that note which files they were given."""

    given: tuple[Path, ...] = ()

    def crafts(self):
        """Give crafts whose capture has read an export."""
        crafts = super().crafts()

        def capture(account, order, folder, tools):
            self.given = tools.exports
            found = crafts.capture(account, order, folder, tools)
            report = ExportReport(
                layout="json",
                parts=tuple(
                    ExportPart(
                        path=f"export/{number}.zip",
                        name=path.name,
                        size=path.stat().st_size,
                        sha256="0" * 64,
                        members=1,
                    )
                    for number, path in enumerate(tools.exports, start=1)
                ),
                understood=1,
            )
            health = found.health.model_copy(update={"export": report})
            return found.model_copy(update={"health": health})

        return replace(crafts, capture=capture)


@pytest.mark.usefixtures("account", "plan", "reads")
def test_an_order_brings_its_files_as_they_lie(archive, brought, monkeypatch):
    write_zip(brought, Packed(), name="1.zip")
    write_zip(brought, Packed(name=b"b.json"), name="2.zip")
    monkeypatch.chdir(brought)
    order = order_import(archive, REQUEST, [Path("2.zip"), Path("1.zip")])
    kept = archive.database.orders.get(order.order_id)
    assert kept.exports == (str(brought / "2.zip"), str(brought / "1.zip"))
    assert kept.keep_incomplete
    assert (kept.reason, kept.reason_text) == (OrderReason.REQUEST, DEFAULT_REASON)
    assert exports_of(kept) == (brought / "2.zip", brought / "1.zip")


@pytest.mark.usefixtures("account", "plan", "reads")
def test_a_capture_is_given_the_files_and_the_package_no_path(archive, brought):
    part = write_zip(brought, Packed())
    platform = Captures()
    request = REQUEST.model_copy(update={"reason_text": "Kontot ska bort"})
    order = order_import(archive, request, [part])
    assert order.reason_text == "Kontot ska bort"

    package = run_order(archive, order.order_id, platform.crafts())

    assert platform.given == (part,)
    export = health_of(archive, package).export
    assert export is not None
    assert [one.name for one in export.parts] == ["export.zip"]
    home = archive.settings.home
    stored = [path for path in home.rglob("*") if path.is_file() and "v1" in path.parts]
    assert stored
    assert not any(str(brought).encode() in path.read_bytes() for path in stored)
    assert "Ullas" not in str(archive.database.events.list())


@pytest.mark.usefixtures("account", "plan", "reads")
def test_an_export_alone_is_no_sight_of_a_page_that_may_be_gone(archive, brought):
    """Otherwise an account that is gone would count as seen when its export comes."""
    order = order_import(archive, REQUEST, [write_zip(brought, Packed())])
    crafts = Captures().crafts()

    def by_export(account, order, folder, tools):
        found = crafts.capture(account, order, folder, tools)
        seen = {"observed_as": ObservedAs.EXPORT, "extractor": "facebook-export/1"}
        return found.model_copy(update=seen)

    run_order(archive, order.order_id, replace(crafts, capture=by_export))
    seen = archive.database.observations.list("biblioteket")
    assert ObservedAs.EXPORT not in {one.observed_as for one in seen}


@pytest.mark.usefixtures("account", "plan", "reads")
def test_a_file_that_is_gone_asks_for_somebody(archive, brought):
    part = write_zip(brought, Packed())
    order = order_import(archive, REQUEST, [part])
    aside = part.rename(brought / "undan.zip")
    with pytest.raises(
        NeedsPerson, match=r"”export\.zip” .* finns inte kvar"
    ) as caught:
        run_order(archive, order.order_id, FakePlatform().crafts())
    assert str(brought) not in str(caught.value)
    failed = archive.database.orders.get(order.order_id)
    assert (failed.state, failed.failure) == (OrderState.FAILED, str(caught.value))
    work = archive.settings.work_folder
    assert not [path for path in work.rglob("*") if path.is_file()]

    aside.rename(part)
    package = run_order(archive, order.order_id, FakePlatform().crafts())
    assert archive.database.orders.get(order.order_id).package_id == package.package_id


@pytest.mark.usefixtures("account", "reads")
@pytest.mark.parametrize(
    ("file", "why"),
    [
        (Packed(name=b"../a"), "pekar ut ur exporten"),
        (Packed(attributes=LINK), "särskild fil"),
    ],
)
def test_a_refused_export_is_never_ordered(archive, brought, file, why):
    with pytest.raises(BadInput, match=why):
        order_import(archive, REQUEST, [write_zip(brought, file)])
    assert archive.database.orders.list() == ()


@pytest.mark.usefixtures("account")
def test_a_platform_without_exports_is_told_of(archive, brought):
    with pytest.raises(NotAllowed, match="läser inga exporter från plattformen webp"):
        order_import(archive, REQUEST, [write_zip(brought, Packed())])


@pytest.mark.usefixtures("account", "plan", "reads")
def test_an_account_has_one_open_order(archive, brought):
    part = write_zip(brought, Packed())
    order_import(archive, REQUEST, [part])
    with pytest.raises(Refused, match="öppen beställning"):
        order_import(archive, REQUEST, [part])


@pytest.mark.usefixtures("board", "reads")
def test_an_account_that_is_not_there_is_told_of(archive, brought):
    with pytest.raises(UnknownName):
        order_import(archive, REQUEST, [write_zip(brought, Packed())])
