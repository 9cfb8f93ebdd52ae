# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The second recorder: warcprox, a proxy that writes WARC, in a process of its own."""

from archivers.warcprox.recorder import WarcproxRecorder

__all__ = ["WarcproxRecorder"]
