# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Torget: a small social site to try archiving on, honest in the ways that hurt.

It knows nothing of the product that is tried on it. Everything on it is invented.
"""
