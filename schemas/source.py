# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sources that an account can be read from, and whether they work.

A platform whose terms forbid automated collection is read through its owner's own
doors: the API with the owner's key, and the export that the platform gives the owner.
The browser shows how the account looked, and a person attends it.
"""

from schemas.record import Identifier, Instant, Labelled, Record


class SourceName(Labelled):
    """Where the content of a capture comes from."""

    API = "api", "Plattformens API"
    EXPORT = "export", "Kontoägarens export"
    BROWSER = "browser", "Webbläsaren"


class SourceCheck(Record):
    """Whether one source of an account works now, in words, and what it lacks.

    `missing` are the permissions (as the platform names them) that the key does not
    have. `expires_at` is when the key stops working, None when it does not or nobody
    says. `action` is what somebody should do; empty when nothing is needed.
    """

    account_id: Identifier
    source: SourceName
    works: bool
    finding: str
    action: str = ""
    missing: tuple[str, ...] = ()
    expires_at: Instant | None = None
