# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small Graph API of its own to try reading on, with media and pages beside it.

It answers as the public documentation says that Facebook's and Instagram's servers do,
also where that hurts: keys in the addresses of pages, pages that are shorter than was
asked for, addresses of pictures that stop working, and a login wall. It knows nothing
of the product that is tried on it. Every person, place and text on it is invented.
"""

from graph.serve import Origins, Running, serving
from graph.world import World

__all__ = ["Origins", "Running", "World", "serving"]
