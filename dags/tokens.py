# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Owners' keys to their accounts as the DAGs have them: in Airflow's connections.

Thereby any secrets backend of Airflow's can keep them. The key is the password of the
connection `avbild_<account>`; Airflow hides it in its logs. It goes from here to the
question that is asked of the platform, and never through XCom, `conf` or an order.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException, AirflowRuntimeError

if TYPE_CHECKING:
    from pipeline.context import Archive

PREFIX = "avbild_"
_LETTERS = str.maketrans("-.", "__")


def connection_id(account_id: str) -> str:
    """Name an account's connection; an environment variable can have the name too."""
    return PREFIX + account_id.translate(_LETTERS)


def reader(archive: "Archive") -> Callable[[str], str]:
    """Give what finds the key to an account; each is asked for once.

    So a look at a batch asks Airflow, and what is behind it, once for each account.
    """

    @cache
    def token_of(account_id: str) -> str:
        token = _password(connection_id(account_id))
        if token:
            accounts = archive.database.accounts.list()
            check_alone(account_id, (each.account_id for each in accounts))
        return token

    return token_of


def check_alone(account_id: str, register: Iterable[str]) -> None:
    """See that no other account's connection has the same name.

    One owner's key must never be used for another's account.

    Raises:
        BadInput: another account's has; both are named.
    """
    from schemas.errors import BadInput

    wanted = connection_id(account_id)
    alike = sorted(each for each in register if connection_id(each) == wanted)
    if len(alike) > 1:
        message = (
            f"Anslutningen {wanted} i Airflow kan höra till flera konton: "
            f"{', '.join(alike)}. Ta bort den, och lägg in kontonas nycklar med "
            "avbild account token."
        )
        raise BadInput(message)


def _password(name: str) -> str:
    """Give a connection's password, or nothing if there is no such connection.

    Raises:
        StoreDown: Airflow does not give it out now.
    """
    from schemas.errors import StoreDown

    try:
        return (BaseHook.get_connection(name).password or "").strip()
    except AirflowNotFoundException:
        return ""
    except (AirflowRuntimeError, PermissionError):
        # The cause may quote what the secrets backend said.
        message = f"Anslutningen {name} går inte att läsa i Airflow just nu."
    raise StoreDown(message)
