# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Run the command line as `python -m portal`."""

from portal.cli import main

main()
