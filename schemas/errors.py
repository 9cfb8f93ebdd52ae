# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Errors, named by what the caller must do.

ArchiveError
  Refused        a rule forbids it; never retried                     exit code 2
    UnknownName  NotAllowed  NotInPlan  BadInput
  NeedsPerson    someone must act before it can be tried again        exit code 3
    LoginExpired  LoginWall  ConsentWall  Challenged  PageNotUnderstood
    AccountGone (AccountDeactivated)  CaptureIncomplete  ToolMissing
  Unavailable    try again later                                      exit code 4
    PlatformDown  RateLimited  StoreDown  DiskFull
  Damaged        what we hold is not what we wrote                    exit code 5
    DigestMismatch  InvalidPackage  RecordingLost  Undecodable

The message is a Swedish sentence that is shown to the user as it stands. It never
holds personal data from a capture, and never a secret.
"""

from collections.abc import Sequence
from typing import ClassVar, Self


class ArchiveError(Exception):
    """Something Avbild could not do; the subclass says what the caller must do.

    `code` is the platform's own short name of what was wrong, if it gave one.
    """

    exit_code: ClassVar[int] = 1
    code: str = ""

    def named(self, code: str) -> Self:
        """Note what the platform itself calls it, and give the error."""
        self.code = code
        return self


class Refused(ArchiveError):
    """A rule forbids it. Trying again changes nothing."""

    exit_code = 2


class UnknownName(Refused):
    """An account, order, package, board or plan that is not in the register."""


class NotAllowed(Refused):
    """The person, the board or the address has no right to this."""


class NotInPlan(Refused):
    """The information management plan has no row for it."""


class BadInput(Refused):
    """A file or value that cannot be understood; `problems` names row and column."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NeedsPerson(ArchiveError):
    """Someone must act before it can be tried again."""

    exit_code = 3


class LoginExpired(NeedsPerson):
    """The saved login no longer works."""


class PermissionMissing(NeedsPerson):
    """The owner's key to the platform opens too little; the message names what."""


class NoSource(NeedsPerson):
    """The account has no source that may be read: no key, no export, nobody present."""


class LoginWall(NeedsPerson):
    """The page asks for a login. A login wall is never an archive."""


class ConsentWall(NeedsPerson):
    """The page asks for consent before it shows the account."""


class Challenged(NeedsPerson):
    """The platform wants to know that it is a person who asks."""


class PageNotUnderstood(NeedsPerson):
    """The page answered but too little of a profile was found in it."""


class AccountGone(NeedsPerson):
    """The platform says that the account is not there; a person decides."""


class AccountDeactivated(AccountGone):
    """The platform says that the owner has closed the account, which can be undone."""


class CaptureIncomplete(NeedsPerson):
    """The capture lacks something that it should have; it is not an archive."""


class ToolMissing(NeedsPerson):
    """A program that Avbild needs, such as Chromium, is not installed."""


class Unavailable(ArchiveError):
    """Try again later."""

    exit_code = 4


class PlatformDown(Unavailable):
    """The platform does not answer, or answers with a server error."""


class RateLimited(Unavailable):
    """The platform asks us to come back later; `retry_after` in seconds if it said."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StoreDown(Unavailable):
    """The package store or the database does not answer."""


class DiskFull(Unavailable):
    """There is no room left to write to."""


class Damaged(ArchiveError):
    """What we hold is not what we wrote."""

    exit_code = 5


class DigestMismatch(Damaged):
    """A checksum differs from the one that was noted."""


class InvalidPackage(Damaged):
    """A package breaks a rule; `findings` lists each fault in Swedish."""

    def __init__(self, message: str, findings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class RecordingLost(Damaged):
    """The recorder lost a part of the traffic: the capture proves nothing."""


class Undecodable(Damaged):
    """A body cannot be opened as its sender said: a body nobody can open is lost."""
