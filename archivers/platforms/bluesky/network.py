# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asks the servers of the Bluesky network, and says what their errors mean.

An error is HTTP 400 with a name, and the same event has another name at another
question: a closed account is `AccountDeactivated` to one, `RepoDeactivated` to the
next, and "Profile not found" to a third.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archivers.api.client import Answer, RecordedClient, Shape
from archivers.platforms.bluesky.shapes import (
    ActorProfile,
    ActorProfiles,
    Fault,
    Identity,
    RepoStatus,
)
from schemas.errors import (
    AccountDeactivated,
    AccountGone,
    ArchiveError,
    LoginExpired,
    LoginWall,
    PageNotUnderstood,
    PlatformDown,
)

NOT_FOUND = (404, 410)
LARGEST_REPOSITORY = 256 * 1024**2

DEACTIVATED = "Kontot på Bluesky är inaktiverat av sin ägare."
GONE = {
    "takendown": "Bluesky har stängt kontot.",
    "suspended": "Bluesky har stängt av kontot.",
    "deleted": "Kontot på Bluesky är raderat.",
}
NOT_THERE = "Kontot finns inte på Bluesky. Någon måste kontrollera det."
STATUS_OF_ERROR = {
    "AccountDeactivated": "deactivated",
    "RepoDeactivated": "deactivated",
    "AccountTakedown": "takendown",
    "RepoTakendown": "takendown",
    "RepoTakedown": "takendown",
    "AccountSuspended": "suspended",
    "RepoSuspended": "suspended",
    "AccountDeleted": "deleted",
}
MISSING = {"RepoNotFound", "NotFound"}
MISSING_MESSAGES = {"Profile not found", "Unable to resolve handle"}
PASSING = {"desynchronized", "throttled"}
"""States of a repository that the network itself mends."""

REFUSED = {"ExpiredToken", "InvalidToken"}
CLOSED = {"AuthMissing", "AuthenticationRequired", "AuthRequired"}


@dataclass
class Network:
    """The servers of one network: its views, its directory, its data servers."""

    client: RecordedClient
    views: str
    directory: str
    _identities: dict[str, Identity] = field(default_factory=dict)

    def ask(self, server: str, question: str, **params: str) -> Answer:
        """Ask a server; an error is an answer too.

        Raises:
            Unavailable: the server is down or asks us to wait.
        """
        return self.client.get(f"{server}/xrpc/{question}", params)

    def demand(
        self, shape: type[Shape], server: str, question: str, **params: str
    ) -> tuple[Answer, Shape]:
        """Ask a server for what must be there.

        Raises:
            NeedsPerson: the account is gone, or the answer is not understood.
            Unavailable: the server is down or asks us to wait.
        """
        answer = self.ask(server, question, **params)
        if not answer.is_ok:
            raise error_of(answer)
        return answer, answer.read_as(shape)

    def profile(self, actor: str) -> ActorProfile:
        """Give an account as everybody sees it, by handle or DID."""
        return self.view(actor)[1]

    def view(self, actor: str) -> tuple[Answer, ActorProfile]:
        """Give an account as everybody sees it, and the answer that says so."""
        question = "app.bsky.actor.getProfile"
        return self.demand(ActorProfile, self.views, question, actor=actor)

    def views_of(self, dids: Sequence[str]) -> tuple[ActorProfile, ...]:
        """Give those of some accounts that are shown to everybody."""
        address = f"{self.views}/xrpc/app.bsky.actor.getProfiles"
        answer = self.client.get(address, {"actors": dids})
        if not answer.is_ok:
            raise error_of(answer)
        return answer.read_as(ActorProfiles).profiles

    def identity(self, did: str) -> Identity:
        """Give an account's entry in the directory.

        Raises:
            AccountGone: the directory has none.
            PageNotUnderstood: it names no server.
        """
        if did not in self._identities:
            answer = self.client.get(self._entry(did))
            if answer.status in NOT_FOUND:
                raise AccountGone(NOT_THERE)
            if not answer.is_ok:
                raise error_of(answer)
            found = answer.read_as(Identity)
            if found.id != did or not found.data_server:
                msg = "Kontots uppgifter i Blueskys katalog gick inte att tolka."
                raise PageNotUnderstood(msg)
            self._identities[did] = found
        return self._identities[did]

    def _entry(self, did: str) -> str:
        """Give the address of a directory entry (https://atproto.com/specs/did)."""
        method, _, name = did.removeprefix("did:").partition(":")
        if method == "web":
            return f"https://{name}/.well-known/did.json"
        return f"{self.directory}/{did}"

    def status(self, did: str) -> RepoStatus:
        """Say whether an account is open, and give its revision.

        Raises:
            AccountGone: it is closed; the sentence says how.
            PlatformDown: the network is behind with it.
        """
        server = self.identity(did).data_server
        question = "com.atproto.sync.getRepoStatus"
        status = self.demand(RepoStatus, server, question, did=did)[1]
        if not status.active:
            raise _closed(status.status, status.status)
        return status

    def repository(self, did: str) -> Answer:
        """Fetch the whole repository."""
        server = self.identity(did).data_server
        address = f"{server}/xrpc/com.atproto.sync.getRepo"
        most = LARGEST_REPOSITORY
        answer = self.client.get(address, {"did": did}, largest=most, kept=most)
        if not answer.is_ok:
            raise error_of(answer)
        return answer

    def blob_address(self, did: str, cid: str) -> str:
        """Give the address of an original: the server that holds it, account, content.

        Raises:
            AccountGone: the account is in no directory.
            Unavailable: the directory does not answer.
        """
        server = self.identity(did).data_server
        return f"{server}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}"


def error_of(answer: Answer) -> ArchiveError:
    """Say what an error of a server means for the account."""
    try:
        fault = answer.read_as(Fault)
    except PageNotUnderstood as error:
        return error
    status = STATUS_OF_ERROR.get(fault.error)
    if status:
        return _closed(status, fault.error)
    return _other_error(fault, answer).named(fault.error)


def _other_error(fault: Fault, answer: Answer) -> ArchiveError:
    host = urlsplit(answer.url).hostname
    if fault.error in MISSING or fault.message in MISSING_MESSAGES:
        return AccountGone(NOT_THERE)
    if fault.error in CLOSED:
        return LoginWall("Kontot på Bluesky visas bara för den som har loggat in.")
    if fault.error in REFUSED:
        return LoginExpired(f"Nyckeln till {host} gäller inte längre.")
    return PageNotUnderstood(f"{host} svarade med ett fel som inte är känt.")


def _closed(status: str, code: str) -> ArchiveError:
    """Say how an account is closed, with the name that the network gave it."""
    if status == "deactivated":
        return AccountDeactivated(DEACTIVATED).named(code)
    if status in PASSING:
        msg = "Kontots datalager på Bluesky är inte i ordning. Försök igen senare."
        return PlatformDown(msg).named(code)
    return AccountGone(GONE.get(status, NOT_THERE)).named(code)
