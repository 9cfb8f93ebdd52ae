# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A change as a person sees it: before and after side by side, and the pictures kept.

The old picture is gone at the platform the moment it is replaced; what the watch kept
at first sight is all there is.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.context import Archive
from pipeline.disk import translated
from schemas.errors import Refused, UnknownName
from schemas.profile import (
    FieldComparison,
    FieldVerdict,
    Observation,
    Picture,
    ProfileChange,
    ProfileField,
)
from schemas.record import Instant, Record

PICTURES = (ProfileField.AVATAR, ProfileField.COVER)
UNKNOWN = "(gick inte att läsa)"
NONE = "(ingen)"
# A drawing (SVG) may hold a program, so it gets no ending that a browser opens it by.
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
}


class ShownField(Record):
    """One field of a change, before and after, as text."""

    field: ProfileField
    verdict: FieldVerdict
    before: str
    after: str
    phash_distance: int | None = None
    tile_difference: int | None = None


class ShownChange(Record):
    """A change, when each side was seen, and the fields that are not the same."""

    change: ProfileChange
    before_at: Instant
    after_at: Instant
    fields: tuple[ShownField, ...]


def show_change(archive: Archive, change_id: str) -> ShownChange:
    """Put before and after of a change side by side.

    Raises:
        UnknownName: there is no such change, or its sights have been disposed of.
    """
    change = archive.database.changes.get(change_id)
    before, after = _sights(archive, change)
    return ShownChange(
        change=change,
        before_at=before.until,
        after_at=after.seen_at,
        fields=tuple(_field(each, before, after) for each in _noted(change)),
    )


def write_pictures(archive: Archive, change_id: str, folder: Path) -> tuple[Path, ...]:
    """Write the pictures of a change, before and after, as files in a folder.

    A picture that was never kept, because it could not be fetched, is left out.

    Raises:
        UnknownName: there is no such change, or its sights have been disposed of.
        Refused: a file with the name of a picture lies there already.
        DiskFull: there is no room.
    """
    change = archive.database.changes.get(change_id)
    written = []
    with translated(f"mappen {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in _pictures(archive, change):
            path = _write(archive, folder, name, picture)
            written += [path] if path else []
    return tuple(written)


def _sights(archive: Archive, change: ProfileChange) -> tuple[Observation, Observation]:
    sights = archive.database.observations
    return sights.get(change.before_id), sights.get(change.after_id)


def _noted(change: ProfileChange) -> Iterator[FieldComparison]:
    calm = (FieldVerdict.SAME, FieldVerdict.UNKNOWN)
    return (each for each in change.comparisons if each.verdict not in calm)


def _field(
    each: FieldComparison, before: Observation, after: Observation
) -> ShownField:
    return ShownField(
        field=each.field,
        verdict=each.verdict,
        before=_text(getattr(before.profile, each.field.value)),
        after=_text(getattr(after.profile, each.field.value)),
        phash_distance=each.phash_distance,
        tile_difference=each.tile_difference,
    )


def _text(value: str | tuple[str, ...] | Picture | None) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, Picture):
        return value.url or NONE
    lines = value if isinstance(value, str) else "\n".join(value)
    return lines or NONE


def _pictures(archive: Archive, change: ProfileChange) -> Iterator[tuple[str, Picture]]:
    """Give the pictures of a change, each with the name of its file."""
    before, after = _sights(archive, change)
    for each in _noted(change):
        if each.field in PICTURES:
            for side, sight in (("innan", before), ("efter", after)):
                picture = getattr(sight.profile, each.field.value)
                if picture is not None:
                    yield f"{each.field.label.lower()}-{side}", picture


def _write(archive: Archive, folder: Path, name: str, picture: Picture) -> Path | None:
    if picture.sha256 is None:
        return None
    try:
        kept = archive.database.evidence.get(picture.sha256)
    except UnknownName:
        return None
    path = folder / f"{name}.{_ENDINGS.get(kept.media_type, 'bin')}"
    try:
        with path.open("xb") as stream:
            stream.write(kept.content)
    except FileExistsError:
        message = f"Filen {path} finns redan. Välj en annan mapp."
        raise Refused(message) from None
    return path
