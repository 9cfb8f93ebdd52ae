# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Errors as the Graph API words them, and faults that tests order beforehand.

Codes: developers.facebook.com/docs/graph-api/guides/error-handling. The HTTP statuses
are those that Meta tabulates for the same codes.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

STATUSES = {
    1: 500,
    2: 503,
    3: 500,
    10: 403,
    102: 401,
    190: 401,
    200: 403,
    803: 404,
}
BAD_REQUEST = 400
TYPES = {100: "GraphMethodException", 803: "OAuthException"}
TRANSIENT = frozenset({1, 2, 4, 17, 32, 613, 80001, 80002})
THROTTLES = {
    4: "(#4) Application request limit reached",
    17: "(#17) User request limit reached",
    32: "(#32) Page request limit reached",
    613: "(#613) Calls to this api have exceeded the rate limit.",
    80001: "(#80001) There have been too many calls to this Page account. Wait a bit "
    "and try again.",
    80002: "(#80002) There have been too many calls to this Instagram account. Wait a "
    "bit and try again.",
}
MISSING = (
    "Unsupported get request. Object with ID '{}' does not exist, cannot be loaded due "
    "to missing permissions, or does not support this operation. Please read the Graph "
    "API documentation at https://developers.facebook.com/docs/graph-api"
)


class GraphError(Exception):
    """An error that the API answers with."""

    def __init__(
        self, code: int, message: str, *, subcode: int | None = None, kind: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.subcode = code, message, subcode
        self.kind = kind or "OAuthException"

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return STATUSES.get(self.code, BAD_REQUEST)

    def as_json(self, asked: str) -> dict[str, Any]:
        """Give the body; the same question always gets the same trace id."""
        trace = hashlib.sha256(f"{self.code} {asked}".encode()).hexdigest()
        error: dict[str, Any] = {
            "message": self.message,
            "type": self.kind,
            "code": self.code,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in TRANSIENT:
            error["is_transient"] = self.code in {1, 2}
        error["fbtrace_id"] = f"A{trace[:22]}"
        return {"error": error}


def missing(node_id: str) -> GraphError:
    """Say that an object is not there, or not for this key (code 100, subcode 33)."""
    return GraphError(
        100, MISSING.format(node_id), subcode=33, kind="GraphMethodException"
    )


def no_field(field: str, node_type: str) -> GraphError:
    """Say that an object has no such field."""
    message = (
        f"(#100) Tried accessing nonexisting field ({field}) on node type ({node_type})"
    )
    return GraphError(100, message)


def throttled(code: int) -> GraphError:
    """Say that too much has been asked.

    Raises:
        KeyError: it is none of the codes of limits.
    """
    return GraphError(code, THROTTLES[code])


@dataclass
class Fault:
    """A fault that is ordered: what answers that fit will be, and how many times.

    `code` is a Graph error, or 0 for a bare HTTP `status`; `status` 0 breaks the
    connection, and `is_cut` sends half of the body that would have been sent.
    """

    times: int
    path: str = ""
    code: int = 0
    status: int = 503
    is_cut: bool = False
    subcode: int | None = None
    message: str = ""

    def fits(self, path: str) -> bool:
        """Whether an answer to a path is to be faulty; counts down if it is."""
        if self.times <= 0 or self.path not in path:
            return False
        self.times -= 1
        return True

    def error(self) -> GraphError:
        """Give the error of its code."""
        if self.code in THROTTLES:
            return throttled(self.code)
        words = self.message or "An unexpected error has occurred. Please retry later."
        return GraphError(self.code, words, subcode=self.subcode)
