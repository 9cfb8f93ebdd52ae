# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys that open accounts: whose they are, what they open, and for how long."""

from dataclasses import dataclass, field
from enum import StrEnum

from graph.faults import GraphError

APP_ID, APP_NAME = "990011223344556", "Kommunens arkiv"
APP_TOKEN = f"{APP_ID}|paHittadAppnyckel"
PAGE_TOKEN = "EAAPaHittadSidnyckelForProv0001ZDZD"  # noqa: S105 - an invented key
USER_TOKEN = "EAAPaHittadAnvandarnyckelForProv02ZDZD"  # noqa: S105 - an invented key
IG_TOKEN = "IGAAPaHittadInstagramnyckelForProv03ZDZD"  # noqa: S105 - an invented key

PAGE_PERMISSIONS = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "read_insights",
    "instagram_basic",
    "instagram_manage_comments",
    "public_profile",
)
IG_PERMISSIONS = ("instagram_business_basic", "instagram_business_manage_comments")
PAGE_TASKS = ("ANALYZE", "MODERATE", "CREATE_CONTENT", "MANAGE")


class TokenKind(StrEnum):
    """Whose key it is."""

    PAGE = "PAGE"
    USER = "USER"
    INSTAGRAM = "INSTAGRAM"


class TokenState(StrEnum):
    """Whether a key still works, or what stopped it."""

    VALID = "valid"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    APP_REMOVED = "app_removed"


EXPIRED = (
    "Error validating access token: Session has expired on Monday, 16-Nov-26 "
    "09:00:00 PST. The current time is Monday, 23-Nov-26 09:00:00 PST."
)
INVALIDATED = (
    "Error validating access token: The session has been invalidated because the user "
    "changed their password or Facebook has changed the session for security reasons."
)
REMOVED = (
    f"Error validating access token: The user has not authorized application {APP_ID}."
)
BROKEN = {
    TokenState.EXPIRED: (463, EXPIRED),
    TokenState.INVALIDATED: (460, INVALIDATED),
    TokenState.APP_REMOVED: (458, REMOVED),
}
"""Subcode and message of each way in which a key stops working."""


@dataclass
class Token:
    """A key; tests change its state and take permissions from it."""

    value: str = field(repr=False)
    kind: TokenKind
    subject: str
    permissions: set[str]
    tasks: set[str] = field(default_factory=lambda: set(PAGE_TASKS))
    state: TokenState = TokenState.VALID
    expires_at: int = 0
    issued_at: int = 0
    user_id: str = "6000000000001"

    @property
    def moderates(self) -> bool:
        """Whether its owner may see who has commented, and what is hidden."""
        return self.kind is TokenKind.PAGE and "MODERATE" in self.tasks

    def demand_valid(self, now: float) -> None:
        """Refuse a key that has stopped working.

        Raises:
            GraphError: code 190, with the subcode that says why.
        """
        if self.state is TokenState.VALID and 0 < self.expires_at <= now:
            self.state = TokenState.EXPIRED
        if self.state is not TokenState.VALID:
            subcode, message = BROKEN[self.state]
            raise GraphError(190, message, subcode=subcode)

    def demand(self, *wanted: str) -> None:
        """Refuse a key that has none of some permissions.

        Raises:
            GraphError: code 10.
        """
        if not self.permissions.intersection(wanted):
            message = (
                f"(#10) This endpoint requires the '{wanted[0]}' permission or the "
                "'Page Public Content Access' feature. Refer to "
                "https://developers.facebook.com/docs/apps/review/login-permissions "
                "for details."
            )
            raise GraphError(10, message)

    def described(self, now: float) -> dict[str, object]:
        """Tell of the key as `debug_token` does."""
        found: dict[str, object] = {
            "app_id": APP_ID,
            "type": "USER" if self.kind is TokenKind.INSTAGRAM else self.kind.value,
            "application": APP_NAME,
            "data_access_expires_at": self.issued_at + 90 * 86_400,
            "expires_at": self.expires_at,
            "is_valid": True,
            "issued_at": self.issued_at,
            "scopes": sorted(self.permissions),
            "granular_scopes": [
                {"scope": name, "target_ids": [self.subject]}
                for name in sorted(self.permissions - {"public_profile"})
            ],
            "user_id": self.user_id,
        }
        if self.kind is TokenKind.PAGE:
            found["profile_id"] = self.subject
        try:
            self.demand_valid(now)
        except GraphError as error:
            found["is_valid"] = False
            found["error"] = {
                "code": error.code,
                "message": error.message,
                "subcode": error.subcode,
            }
        return found
