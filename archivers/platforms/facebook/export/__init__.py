# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The export that Facebook gives the owner of a page or a profile."""

from archivers.platforms.facebook.export.reading import read_export

__all__ = ["read_export"]
