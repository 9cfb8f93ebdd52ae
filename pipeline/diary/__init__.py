# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration in the diary: judged, listed, handed over, and the number taken back.

Avbild is not the diary. It keeps account of what a person has judged, so that nothing
is forgotten and nothing is disposed of before it.
"""
