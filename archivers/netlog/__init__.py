# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recorder that reads Chromium's own network log."""

from archivers.netlog.recorder import NetLogRecorder

__all__ = ["NetLogRecorder"]
