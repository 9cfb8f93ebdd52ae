# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The typed parts of METS."""

import re

from eark.mets import xml_id


def test_an_xml_id_is_the_same_for_the_same_part_and_another_for_another():
    assert xml_id("p", "file", "a") == xml_id("p", "file", "a")
    assert len({xml_id("p", "file", "a"), xml_id("p", "a"), xml_id("q", "a")}) == 3


def test_an_xml_id_may_stand_in_xml():
    assert re.fullmatch(r"[A-Za-z_][\w.-]*", xml_id("1", "å"))
