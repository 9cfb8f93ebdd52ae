# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The post as the DAGs have it: letters leave through Airflow's SMTP connection."""

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException

if TYPE_CHECKING:
    from airflow.sdk import Connection

    from pipeline.diary.mail import Send

SMTP = os.environ.get("AVBILD_SMTP_CONNECTION", "smtp_default")
"""Airflow's connection to the server that letters are sent through."""


def read_post() -> "tuple[str, Send | None]":
    """Give the address that letters come from, and what sends them.

    None when Airflow has no such connection: what can be done without letters is.

    Raises:
        BadInput: the connection names no server.
    """
    from pipeline.diary.smtp import smtp_sender
    from pipeline.settings import read_settings

    try:
        connection = BaseHook.get_connection(SMTP)
    except AirflowNotFoundException:
        return "", None
    sender = connection.extra_dejson.get("from_email") or read_settings().mail_sender
    return sender, smtp_sender(smtp_url(connection))


def smtp_url(connection: "Connection") -> str:
    """Write a connection as the address of its server; it is encrypted either way.

    The connection's "disable_ssl" means that the server begins in the clear and must
    then change to TLS.
    """
    scheme = "smtp" if connection.extra_dejson.get("disable_ssl") else "smtps"
    login = quote(connection.login or "", safe="")
    password = quote(connection.password or "", safe="")
    place = connection.host or ""
    if connection.port:
        place = f"{place}:{connection.port}"
    return f"{scheme}://{login}:{password}@{place}" if login else f"{scheme}://{place}"
