# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing an account, step by step, each by a person who answers for it.

The guideline, "Avsluta ett konto". What Avbild can do by itself it does in `move`:
order the last archiving, note that it is whole, remind and ask. It never closes.
"""
