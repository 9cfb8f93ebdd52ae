# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The independent verifier: it proves what a removal (gallring) left behind.

It shares no code with what removes: it opens every file of a package by its own means,
down to the plain text, and searches for what must not be there.
"""
