# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The export that Instagram gives an account's owner."""

from archivers.platforms.instagram.export.reading import read_export

__all__ = ["read_export"]
