# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the open interfaces of platforms, and records every word that is exchanged."""

from archivers.api.access import ApiAccess
from archivers.api.client import Answer, RecordedClient
from archivers.api.pace import Pace
from archivers.api.recording import ApiRecording

__all__ = ["Answer", "ApiAccess", "ApiRecording", "Pace", "RecordedClient"]
