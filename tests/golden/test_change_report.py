# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change report's markup, byte for byte, with fixed clock and ids.

AVBILD_UPDATE_GOLDEN=1 writes the expected file anew; look at the difference in git
before it is committed. The style sheets are left out: they are files of their own.
"""

import os
import re
from pathlib import Path

from archivers.change_report import report_markup
from archivers.transcript.pictures import Thumbnail
from tests.sample_change_report import PICTURES, sample_report

EXPECTED = Path(__file__).parent / "change_report" / "report.html"
_STYLE = re.compile("<style>.*?</style>", re.DOTALL)
_BLOCK = re.compile("(?=<(?:section|div|table|tr|dl|ul|li|p|h[123]|figure)[ >])")


def test_the_markup_of_a_report_is_as_expected():
    copies = {
        digest: Thumbnail(f"data:image/jpeg;base64,{number}", 60, 60)
        for number, digest in enumerate(PICTURES)
    }
    found = _STYLE.sub("", report_markup(sample_report(), copies))
    found = _BLOCK.sub("\n", found) + "\n"
    if os.environ.get("AVBILD_UPDATE_GOLDEN") == "1":
        EXPECTED.parent.mkdir(exist_ok=True)
        EXPECTED.write_text(found, encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8")
