# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""How: an account becomes a capture. These make captures; they are not the archive."""
