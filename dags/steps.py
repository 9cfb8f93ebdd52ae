# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the DAGs share: the archive, batches, the wake-up, and when to try again.

Airflow runs the work and may be wiped without loss. What was ordered, by whom and what
came of it stands in the archive's own tables; between tasks go ids, nothing else.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from airflow.sdk import Asset, AssetAlias, RetryDecision, RetryPolicy
from airflow.sdk.exceptions import AirflowSkipException

from dags import tokens

if TYPE_CHECKING:
    from airflow.sdk import Context
    from airflow.sdk.types import DagRunProtocol, OutletEventAccessorsProtocol

    from pipeline.context import Archive
    from schemas.order import Order

T = TypeVar("T")

TIME_ZONE = "Europe/Stockholm"
BATCH = 50
MOST_MAPPED = 1024
"""Airflow refuses to map a task over more than this many values."""

ORDERS = Asset(name="orders", uri="x-avbild://orders", group="avbild")
"""Wakes `snapshot_account`. The order table is the queue: no event, nothing lost."""

NEW_ORDERS = AssetAlias(name="new_orders", group="avbild")
"""Lets a task tell of orders only when there are some."""

BROWSERS = int(os.environ.get("AVBILD_BROWSERS", "2"))
"""How many browsers run at once, all in all; each takes half a gigabyte."""

BROWSER_QUEUE = os.environ.get("AVBILD_BROWSER_QUEUE", "default")
BROWSER_POOL = os.environ.get("AVBILD_BROWSER_POOL", "default_pool")
"""The queue whose workers have a browser, and the pool that may limit them further."""

FIRST_WAIT = timedelta(seconds=float(os.environ.get("AVBILD_FIRST_WAIT", "300")))
"""How long a task waits before it is tried again; twice as long each time."""

FORM_FIELDS = {"konto": 80, "anledning": 500, "diarienummer": 60, "order_id": 80}
"""What a run may be given, and how long each may be."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


class ByFamily(RetryPolicy):
    """Try again what may pass by itself, and nothing else.

    The error families of `schemas.errors` say what the caller must do: only
    `Unavailable` is worth another try. What is no error of ours falls to the task's
    ordinary retries.
    """

    def evaluate(
        self,
        exception: BaseException,
        try_number: int,
        max_tries: int,  # noqa: ARG002 - Airflow holds the number of tries
        context: "Context | None" = None,  # noqa: ARG002 - the error decides alone
    ) -> RetryDecision:
        """Decide from the error's family; a platform that names a time is obeyed."""
        from schemas.errors import ArchiveError, Unavailable

        if isinstance(exception, Unavailable):
            asked = getattr(exception, "retry_after", None) or 0
            wait = max(FIRST_WAIT * 2 ** (try_number - 1), timedelta(seconds=asked))
            return RetryDecision.retry(wait, str(exception))
        if isinstance(exception, ArchiveError):
            return RetryDecision.fail(str(exception))
        return RetryDecision.default()


PATIENT = {
    "retries": 3,
    "retry_delay": FIRST_WAIT,
    "retry_policy": ByFamily(),
}
"""The arguments of a task that may meet a platform or a store that is down."""


class UnexpectedError(Exception):
    """A fault in Avbild itself; the traceback shows where.

    The fault's own text is left out: it may quote what was captured, and every reader
    of Airflow sees its logs.
    """


@contextmanager
def open_archive(agent: str = "Avbild") -> "Iterator[Archive]":
    """Open the archive that the environment names, on behalf of `agent`.

    Owners' keys to their accounts come from Airflow's connections, where it has them.

    What an error arose from is left out: a library's own words may quote a capture.

    Raises:
        ArchiveError: what stopped the work, in words fit for a log.
        UnexpectedError: any other fault.
    """
    from pipeline import context, settings
    from schemas.errors import ArchiveError

    try:
        with context.open_archive(settings.read_settings(), agent=agent) as archive:
            yield replace(archive, tokens=tokens.reader(archive))
    except (ArchiveError, AirflowSkipException) as error:
        raise error from None
    except Exception as error:  # noqa: BLE001 - a door: the text may hold a capture
        fault = UnexpectedError(f"Oväntat fel: {type(error).__name__}")
        raise fault.with_traceback(error.__traceback__) from None


def in_batches(values: "Sequence[T]") -> "list[list[T]]":
    """Divide what a task shall work through: many small tasks cost more than the work.

    Airflow needs a third of a processor second for a task, whatever it does.
    """
    size = batch_size(len(values))
    return [list(values[start : start + size]) for start in range(0, len(values), size)]


def batch_size(number: int) -> int:
    """Say how many go in a batch: Airflow can only map over so many batches.

    Batches that are not all filled are at most half as many again.
    """
    return max(BATCH, -(-2 * number // MOST_MAPPED))


def accounts_to_watch(archive: "Archive", wanted: str | None = None) -> list[list[str]]:
    """Give the accounts that are due, in batches that each stay on one host if it can.

    A person who starts a run may want one account, due or not. Operations are told if
    some are late: what was missed cannot be seen afterwards.

    Raises:
        UnknownName: there is no such account.
    """
    from pipeline.watch.due import by_host, due_accounts

    if wanted:
        return [[archive.database.accounts.get(wanted).account_id]]
    due = due_accounts(archive)
    return by_host(archive, due, batch_size(len(due)))


def look(archive: "Archive", account_ids: Sequence[str]) -> list[str]:
    """Look at some accounts and give the orders that are open afterwards.

    Orders that waited already are among them: their wake-up may have been lost.

    Raises:
        PlatformDown: not one of the accounts could be looked at.
    """
    from pipeline.watch.look import watch
    from schemas.errors import PlatformDown

    outcomes = watch(archive, account_ids)
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    if failures and len(failures) == len(outcomes):
        message = f"Inget av {len(failures)} konton kunde avläsas: {failures[0]}"
        raise PlatformDown(message)
    return [outcome.order_id for outcome in outcomes if outcome.order_id]


def tell(outlet_events: "OutletEventAccessorsProtocol", order_ids: list[str]) -> None:
    """Wake `snapshot_account`; the event carries the orders' ids and nothing else."""
    outlet_events[NEW_ORDERS].add(ORDERS, extra={"order_ids": [*order_ids]})


def read_run(dag_run: "DagRunProtocol | None") -> tuple[dict[str, str], str]:
    """Read what a run was started with, and on whose behalf it works.

    Raises:
        BadInput: it was started with something that the form does not have.
    """
    person = getattr(dag_run, "triggering_user_name", None)
    return read_form(getattr(dag_run, "conf", None)), person or "Avbild"


def read_form(conf: Mapping[str, Any] | None) -> dict[str, str]:
    """Read what a run was started with, which anyone may have typed.

    Airflow lets a run's `conf` hold any key and value, whatever the form says.

    Raises:
        BadInput: an unknown field, or a value that cannot be one.
    """
    from schemas.errors import BadInput

    given = {
        key: value for key, value in (conf or {}).items() if value not in (None, "")
    }
    if unknown := sorted(set(given) - set(FORM_FIELDS)):
        message = "Körningen har fält som inte finns i formuläret."
        raise BadInput(message, [repr(name)[:80] for name in unknown])
    for name, value in given.items():
        if not isinstance(value, str) or len(value) > FORM_FIELDS[name]:
            message = (
                f"Fältet ”{name}” ska vara text, högst {FORM_FIELDS[name]} tecken."
            )
            raise BadInput(message)
        if name in ("konto", "order_id") and not _NAME.fullmatch(value):
            message = f"Fältet ”{name}” har ett värde som inte kan vara ett id."
            raise BadInput(message)
    return {name: value.strip() for name, value in given.items()}


def orders_of_run(
    archive: "Archive", form: Mapping[str, str], person: str
) -> list[str]:
    """Give the orders that a run shall carry out.

    A run may be given one order, or a form from which one is placed. A run that was
    only woken takes every order that waits, oldest first: one event may stand for
    several orders, and an event may have been lost.

    Raises:
        UnknownName: there is no such order or account.
        NotAllowed: the account may not be archived.
        BadInput: the form lacks the account or the reason.
    """
    from pipeline.order import Request, place_order

    if "order_id" in form:
        return [archive.database.orders.get(form["order_id"]).order_id]
    if not form:
        return _waiting(archive)
    request = Request(
        account_id=form.get("konto", ""),
        ordered_by=person,
        reason_text=form.get("anledning", ""),
        diary_number=form.get("diarienummer", ""),
    )
    return [place_order(archive, request).order_id]


def _waiting(archive: "Archive") -> list[str]:
    """Give the orders that a run may take; those that a person attends are theirs."""
    from rules.orders import may_be_taken
    from schemas.order import OrderState

    rows = [
        order
        for state in (OrderState.QUEUED, OrderState.RUNNING)
        for order in archive.database.orders.list(state)
        if may_be_taken(order, archive.clock()) and not order.attended_by
    ]
    rows.sort(key=lambda order: (order.ordered_at, order.order_id))
    return [order.order_id for order in rows[:MOST_MAPPED]]


def carry_out(archive: "Archive", order_id: str) -> str:
    """Carry out an order and give the id of the package it became.

    Raises:
        AirflowSkipException: another run is carrying it out already.
        ArchiveError: what stopped the capture; the order says so too.
    """
    from pipeline.snapshot import run_order

    if _is_held(archive.database.orders.get(order_id), archive):
        message = f"Beställningen {order_id} utförs redan av en annan körning."
        raise AirflowSkipException(message)
    return run_order(archive, order_id).package_id


def _is_held(order: "Order", archive: "Archive") -> bool:
    from rules.orders import may_be_taken
    from schemas.order import OrderState

    is_running = order.state is OrderState.RUNNING
    return is_running and not may_be_taken(order, archive.clock())


def packages_to_verify(archive: "Archive") -> list[tuple[str, int]]:
    """Give the id and version of every package that should be there."""
    from pipeline.verify import package_versions

    return package_versions(archive)


def verify(archive: "Archive", packages: Sequence[tuple[str, int]]) -> int:
    """Check some packages and give their number; all of them, even if one is damaged.

    Raises:
        InvalidPackage: at least one package is not as it was written.
    """
    from pipeline.verify import verify_package
    from schemas.errors import InvalidPackage

    broken = [
        f"{package_id} version {version}"
        for package_id, version in packages
        if not verify_package(archive, package_id, version).is_valid
    ]
    if broken:
        message = f"{len(broken)} arkivpaket är skadade: {', '.join(broken)}."
        raise InvalidPackage(message, broken)
    return len(packages)


def decisions_to_execute(archive: "Archive") -> list[str]:
    """Give the ids of the decisions that are not carried out, oldest first."""
    unfinished = archive.database.gallring.unfinished()
    return [decision.decision_id for decision in unfinished][:MOST_MAPPED]


def execute_gallring(archive: "Archive", decision_id: str) -> str:
    """Carry out a decision and give the id of its certificate.

    What Airflow believes proves nothing: the decision is loaded and every gate is
    tried again by the pipeline, which fails closed.

    Raises:
        ArchiveError: what stopped it; nothing was destroyed that is not certified.
    """
    from pipeline.gallra.execute import execute

    return execute(archive, decision_id).certificate_id
