# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands of `avbild`, a module for each; named as they are typed."""
