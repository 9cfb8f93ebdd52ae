# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can change while the site runs: profile versions, walls, faults, the account."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

PROFILE_FIELDS = ("avatar", "about", "name", "cover")
WALLS = ("login-wall", "cookie-wall", "rate-limit")
CUT_PICTURES, CUT_ZSTD = "cut-pictures", "cut-zstd"
FAULTS = (CUT_PICTURES, CUT_ZSTD)
CHANGES = (*PROFILE_FIELDS, "deactivate", "activate", *WALLS, *FAULTS, "normal")


class UnknownChangeError(ValueError):
    """A change that the site cannot make."""


@dataclass
class SiteState:
    """The site's changeable state, kept in a file so that a restart remembers it."""

    path: Path
    started_at: datetime
    versions: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(PROFILE_FIELDS, 1)
    )
    active: bool = True
    walls: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, path: Path, started_at: datetime) -> "SiteState":
        """Read the state file, or begin anew at `started_at`."""
        if not path.exists():
            state = cls(path, started_at)
            state.save()
            return state
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            path=path,
            started_at=datetime.fromisoformat(raw["started_at"]),
            versions=raw["versions"],
            active=raw["active"],
            walls=set(raw["walls"]),
            faults=set(raw.get("faults", ())),
        )

    def save(self) -> None:
        """Write the state file."""
        self.path.write_text(json.dumps(self.as_json(), indent=2), encoding="utf-8")

    def as_json(self) -> dict[str, object]:
        """Give the state as plain values."""
        return {
            "started_at": self.started_at.astimezone(UTC).isoformat(),
            "versions": dict(self.versions),
            "active": self.active,
            "walls": sorted(self.walls),
            "faults": sorted(self.faults),
        }

    def change(self, what: str) -> None:
        """Make one of `CHANGES`; a profile field switches to its other version.

        Raises:
            UnknownChangeError: `what` is none of them.
        """
        if what in PROFILE_FIELDS:
            self.versions[what] = 3 - self.versions[what]
        elif what in WALLS:
            self.walls.add(what)
        elif what in FAULTS:
            self.faults.add(what)
        elif what in {"deactivate", "activate"}:
            self.active = what == "activate"
        elif what == "normal":
            self.active = True
            self.walls.clear()
            self.faults.clear()
        else:
            message = f"unknown change: {what}"
            raise UnknownChangeError(message)
        self.save()
