# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The version that a package has now, as far as the next one must know it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from eark.mets import Mets, StoredFile
from eark.mets_read import read_mets
from eark.premis import Premis
from eark.premis_read import read_premis
from eark.profile import METS_NAME, PREMIS_PATH, REPRESENTATIONS_FOLDER
from schemas.errors import Damaged, DigestMismatch
from schemas.package import PackageFiles

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Documents:
    """The METS and PREMIS documents of a package or of one representation."""

    mets: Mets
    premis: Premis


@dataclass(frozen=True)
class EarlierVersion:
    """What a package said of itself; `listed` is every file by its path."""

    package: Documents
    representations: Mapping[str, Documents]
    listed: Mapping[str, StoredFile]

    @property
    def content(self) -> Mapping[str, StoredFile]:
        """The content files, by path, without the metadata beside them."""
        data = f"{REPRESENTATIONS_FOLDER}/"
        return {
            path: stored
            for path, stored in self.listed.items()
            if path.startswith(data) and path.split("/")[2] == "data"
        }


def read_earlier(files: PackageFiles) -> EarlierVersion:
    """Read the metadata that a new version carries on.

    Raises:
        Damaged: a document is missing or cannot be read.
        DigestMismatch: a document is not what METS says.
        StoreDown: the store stopped answering.
    """
    root = read_mets(_bytes(files, METS_NAME))
    listed = _listed(root, "")
    package = Documents(root, read_premis(_checked(files, PREMIS_PATH, listed)))
    representations = {}
    for group in root.groups:
        if group.is_representation:
            path = group.files[0].stored.path
            folder = path.removesuffix(METS_NAME)
            mets = read_mets(_checked(files, path, listed))
            listed |= _listed(mets, folder)
            premis = read_premis(_checked(files, f"{folder}{PREMIS_PATH}", listed))
            representations[mets.object_id] = Documents(mets, premis)
    return EarlierVersion(package, representations, listed)


def _listed(mets: Mets, folder: str) -> dict[str, StoredFile]:
    sections = (*mets.descriptive, *mets.preservation)
    stored = [section.stored for section in sections]
    stored += [listed.stored for group in mets.groups for listed in group.files]
    return {f"{folder}{file.path}": file for file in stored}


def _checked(files: PackageFiles, path: str, listed: Mapping[str, StoredFile]) -> bytes:
    data = _bytes(files, path)
    stored = listed.get(path)
    if stored is None or hashlib.sha256(data).hexdigest() != stored.sha256:
        message = f"Filen {path} är inte den som METS anger."
        raise DigestMismatch(message)
    return data


def _bytes(files: PackageFiles, path: str) -> bytes:
    try:
        if files.size(path) > _LARGEST:
            message = f"Filen {path} är för stor för att läsas."
            raise Damaged(message)
        with files.open(path) as stream:
            return stream.read()
    except FileNotFoundError as error:
        message = f"Paketet saknar {path}."
        raise Damaged(message) from error
