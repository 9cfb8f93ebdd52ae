# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The account register (kontoregister): taken in, changed, checked, given out."""
