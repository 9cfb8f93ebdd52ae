# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeps a profile's pictures at first sight: once replaced, they are gone for good.

A picture whose key is that of the last sight is not fetched again. One without a key is
asked for with the server's own validators, since a picture may be replaced at the same
address.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archivers.assembly import clean_url
from archivers.conditional import conditions_from, validators_in
from archivers.fetch import Fetched, Fetcher
from archivers.picture_keys import key_of
from archivers.watch.looks import looks_of
from schemas.errors import NotAllowed, Unavailable
from schemas.profile import Evidence, Observation, Picture, Profile

OK = 200
PICTURES = ("avatar", "cover")
UNKNOWN_TYPE = "application/octet-stream"


@dataclass
class PictureKeeper:
    """Adds to a profile how its pictures look, and keeps their bytes.

    `evidence` is what was new and `validators` what the servers gave; both grow.
    """

    fetcher: Fetcher
    clock: Callable[[], datetime]
    last: Observation | None
    given: Mapping[str, str]
    evidence: list[Evidence] = field(default_factory=list)
    validators: dict[str, str] = field(default_factory=dict)

    def keep(self, profile: Profile) -> Profile:
        """Give the profile with its pictures' checksums and looks."""
        return profile.model_copy(
            update={name: self._kept(name, getattr(profile, name)) for name in PICTURES}
        )

    def digests_of(self, profile: Profile) -> tuple[str, ...]:
        """Give the digests of the profile's pictures that are kept."""
        shown = (getattr(profile, name) for name in PICTURES)
        found = dict.fromkeys(p.sha256 for p in shown if p is not None and p.sha256)
        kept = {one.sha256 for one in self.evidence}
        return tuple(digest for digest in found if digest in kept or self._has(digest))

    def _kept(self, name: str, found: Picture | None) -> Picture | None:
        if found is None or not found.url:
            return found
        key = found.key or key_of(found.url)
        # Without a key, a digest is of what lay at the address then, and not a name.
        named = found.sha256 if key else None
        picture = Picture(url=found.url, key=key, sha256=named)
        old = self._old(name)
        if old is not None and picture.key is not None and picture.key == old.key:
            return _as(old, picture)
        return self._fetched(name, picture, old)

    def _old(self, name: str) -> Picture | None:
        """Give the picture of the last sight, if its bytes are kept."""
        old: Picture | None = getattr(self.last.profile, name) if self.last else None
        return old if old is not None and self._has(old.sha256) else None

    def _has(self, digest: str | None) -> bool:
        return self.last is not None and digest in self.last.evidence

    def _fetched(self, name: str, picture: Picture, old: Picture | None) -> Picture:
        """Fetch a picture; without its bytes it is unknown, not changed."""
        of = f"{name}."
        is_where_it_was = old is not None and old.url == picture.url
        conditions = conditions_from(self.given, of) if is_where_it_was else {}
        try:
            fetched = self.fetcher.get(picture.url, conditions)
        except (NotAllowed, Unavailable):
            return picture
        if old is not None and conditions and fetched.is_unmodified:
            self._carry_validators(of)
            return _as(old, picture)
        return self._taken(of, picture, old, fetched)

    def _carry_validators(self, of: str) -> None:
        mine = {name: v for name, v in self.given.items() if name.startswith(of)}
        self.validators.update(mine)

    def _taken(
        self, of: str, picture: Picture, old: Picture | None, fetched: Fetched
    ) -> Picture:
        if fetched.arrival.status != OK or not fetched.body:
            return picture
        digest = hashlib.sha256(fetched.body).hexdigest()
        if picture.sha256 not in {None, digest}:
            return picture  # it is not what its name says
        if old is not None and old.sha256 == digest:
            self.validators.update(validators_in(_header_of(fetched), of))
            return _as(old, picture)
        return self._new(of, picture, digest, fetched)

    def _new(self, of: str, picture: Picture, digest: str, fetched: Fetched) -> Picture:
        """Keep a picture that was not seen before; a page of words is no picture."""
        looks = looks_of(fetched.body)
        if looks is None and not fetched.media_type.startswith("image/"):
            return picture
        self.validators.update(validators_in(_header_of(fetched), of))
        self.evidence.append(
            Evidence(
                sha256=digest,
                media_type=fetched.media_type or UNKNOWN_TYPE,
                taken_at=self.clock(),
                source=clean_url(picture.url),
                content=fetched.body,
            )
        )
        shown = {"phash": looks.phash, "tiles": looks.tiles} if looks else {}
        return picture.model_copy(update={"sha256": digest, **shown})


def _as(old: Picture, picture: Picture) -> Picture:
    """Give the picture with what was measured when it was first seen."""
    measured = {"sha256": old.sha256, "phash": old.phash, "tiles": old.tiles}
    return picture.model_copy(update=measured)


def _header_of(fetched: Fetched) -> Callable[[str], str]:
    return lambda name: fetched.headers.get(name, "")
