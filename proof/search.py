# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Searches every file of a package for values that must not be there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

from proof import pdf
from proof.find import Finder
from proof.needles import is_testable
from proof.piece import Piece
from proof.results import Hit, Search
from proof.unescape import SEPARATOR
from proof.unpack import file_pieces, unpack
from schemas.errors import Undecodable
from schemas.gallring import RemovedValue
from schemas.order import Progress
from schemas.package import PackageFiles

STEP = "prove"
_SMALL = 64 * 1024
_BATCH = 1024 * 1024
_MAGIC = (
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x28\xb5\x2f\xfd",
)


def search(
    files: PackageFiles,
    values: Sequence[RemovedValue],
    progress: Callable[[Progress], None] = lambda _: None,
) -> Search:
    """Search a package for values, in every encoding, and in the files' names.

    What cannot be opened is named and not passed over: there nothing is known. Text in
    pictures, films and sound is out of reach of any search, and so is what is spelled
    otherwise or abbreviated.
    """
    sought = _Sought(values)
    paths = list(files.paths())
    for done, path in enumerate(paths):
        progress(Progress(step=STEP, done=done, total=len(paths)))
        sought.file(files, path)
    progress(Progress(step=STEP, done=len(paths), total=len(paths)))
    return sought.result()


class _Sought:
    """What has been found so far."""

    def __init__(self, values: Sequence[RemovedValue]) -> None:
        self._finder = Finder(values, _unpacked)
        self._untestable = tuple(
            index for index, value in enumerate(values) if not is_testable(value)
        )
        self._hits: dict[Hit, None] = {}
        self._undecodable: list[str] = []
        self._problems: list[str] = []
        self._bytes = 0

    def file(self, files: PackageFiles, path: str) -> None:
        self._note(path, [Piece("file name", path.encode(), 0)])
        with closing(files.open(path)) as stream:
            if stream.read(len(pdf.MARK)) == pdf.MARK:
                self._single_revision(path, pdf.MARK + stream.read())
            stream.seek(0)
            for found in _batches(file_pieces(stream)):
                if isinstance(found, Undecodable):
                    self._undecodable.append(f"{path}: {found}")
                else:
                    self._note(path, found)

    def _single_revision(self, path: str, data: bytes) -> None:
        if len(pdf.revisions(data)) > 1:
            self._problems.append(
                f"{path} har flera revisioner; en tidigare kan läsas."
            )

    def _note(self, path: str, pieces: Sequence[Piece]) -> None:
        """Search pieces together; where something stands, each place by itself."""
        self._bytes += sum(piece.size for piece in pieces)
        found = self._finder.find(_joined(pieces))
        if not found:
            return
        for group in _of_one_place(pieces):
            values = found
            if len(group) < len(pieces):
                values = self._finder.find(_joined(group))
            first = group[0]
            for value in values:
                hit = Hit(path, first.place, value, first.record_id, first.member)
                self._hits[hit] = None

    def result(self) -> Search:
        return Search(
            hits=tuple(self._hits),
            undecodable=tuple(self._undecodable),
            decoded_bytes=self._bytes,
            untestable=self._untestable,
            problems=tuple(self._problems),
        )


def _batches(
    found: Iterable[Piece | Undecodable],
) -> Iterator[Sequence[Piece] | Undecodable]:
    """Put small pieces of one kind of place together: each search has its cost."""
    waiting: list[Piece] = []
    size = 0
    for piece in found:
        if isinstance(piece, Undecodable):
            yield piece
            continue
        if len(piece.data) > _SMALL:
            yield [piece]
            continue
        if waiting and (size > _BATCH or waiting[0].place != piece.place):
            yield waiting
            waiting, size = [], 0
        waiting.append(piece)
        size += len(piece.data) + len(SEPARATOR)
    if waiting:
        yield waiting


def _of_one_place(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: dict[tuple[str | None, str | None], list[Piece]] = {}
    for piece in pieces:
        groups.setdefault((piece.record_id, piece.member), []).append(piece)
    return list(groups.values())


def _joined(pieces: Sequence[Piece]) -> bytes:
    if len(pieces) == 1:
        return pieces[0].data
    return SEPARATOR.join(piece.data for piece in pieces)


def _unpacked(data: bytes) -> Iterable[bytes]:
    """Open a file that was found in base64; what only looks like one is no file."""
    if not data.startswith(_MAGIC):
        return ()
    try:
        return [piece.data for piece in unpack(data, depth=1)]
    except Undecodable:
        return ()
