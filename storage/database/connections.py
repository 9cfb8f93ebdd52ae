# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Transactions that the repositories share."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from storage.database.engine import begin_reading, begin_writing
from storage.database.errors import translated


class Connections:
    """Gives each repository the thread's open transaction, or one of its own.

    `check` is asked once, before the first use, whether the database is set up.
    """

    def __init__(self, engine: Engine, check: Callable[[], None]) -> None:
        self._engine = engine
        self._check = check
        self._is_checked = False
        self._thread = threading.local()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read in the open transaction, or in one that sees a single moment."""
        if (current := self._current() or self._view()) is not None:
            with translated():
                yield current
            return
        with self._opened() as connection:
            begin_reading(connection)
            with connection.begin():
                yield connection

    @contextmanager
    def view(self) -> Iterator[None]:
        """Let all that is read inside be of a single moment, on one connection."""
        with self.read() as connection:
            before = self._view()
            self._thread.view = connection
            try:
                yield
            finally:
                self._thread.view = before

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Write in the open transaction, or in one that is committed at the end."""
        if (current := self._current()) is not None:
            with translated():
                yield current
            return
        with self._opened() as connection:
            begin_writing(connection)
            with connection.begin():
                self._thread.connection = connection
                try:
                    yield connection
                finally:
                    self._thread.connection = None

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        if not self._is_checked:
            self._check()
            self._is_checked = True
        with translated(), self._engine.connect() as connection:
            yield connection

    def _current(self) -> Connection | None:
        connection: Connection | None = getattr(self._thread, "connection", None)
        return connection

    def _view(self) -> Connection | None:
        connection: Connection | None = getattr(self._thread, "view", None)
        return connection
