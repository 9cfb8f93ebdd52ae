# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal data in what people wrote: what rules propose, and a person's word."""

from rules.personal_data.decisions import apply_decisions
from rules.personal_data.finder import find, find_in_item
from rules.personal_data.people import ThreadNames
from rules.personal_data.pictures import pictures_of

__all__ = ["ThreadNames", "apply_decisions", "find", "find_in_item", "pictures_of"]
