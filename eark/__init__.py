# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How: a capture becomes an E-ARK package; writes, reads and checks packages."""
