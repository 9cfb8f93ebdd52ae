# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The archive that X gives an account's owner."""

from archivers.platforms.x.export.reading import read_export

__all__ = ["read_export"]
