# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What runs inside warcprox's own process; nothing of it is imported by Avbild."""
