# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words: the typed records that everything speaks in, and the schemas they satisfy."""
