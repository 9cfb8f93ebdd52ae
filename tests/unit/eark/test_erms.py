# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ERMS document has the names, the order and the values of CITS ERMS 3.0."""

from datetime import date

import pytest
from lxml import etree

from eark.erms import ERMS, Appendix, erms_document
from schemas.diary import Direction
from tests.registration_samples import sample_sheet

ORDER = (
    *("objectId", "extraId", "identification", "classification", "title"),
    *("otherTitle", "status", "restriction", "direction", "agents", "dates", "notes"),
    "additionalInformation",
)
FILE = Appendix("underlag.pdf", "Underlag för diarieföring", "PDF/A-2b (fmt/477)")


def written(**said):
    """Write the sample with something else said of its registration."""
    sheet = sample_sheet()
    found = sheet.registration.model_copy(update=said)
    content = erms_document(sheet.model_copy(update={"registration": found}), [FILE])
    return etree.fromstring(content)


def text(root, path):
    return root.findtext(".//" + "/".join(f"{{{ERMS}}}{name}" for name in path.split()))


def test_the_elements_stand_in_the_order_of_the_specification():
    root = written(diary_number="KS 2026/118", secrecy="OSL 21:7")
    record = root.find(f"{{{ERMS}}}records/{{{ERMS}}}record")
    names = [etree.QName(element).localname for element in record]
    assert list(dict.fromkeys(names)) == list(ORDER)
    control = [etree.QName(element).localname for element in root[0]]
    assert control == ["identification", "maintenanceInformation"]


def test_what_the_diary_must_hold_is_there():
    root = written(diary_number="KS 2026/118", registered_on=date(2026, 5, 4))
    assert text(root, "record objectId") == "r-1"
    assert text(root, "record identification") == "KS 2026/118"
    assert text(root, "record title") == "Öppettider på lördag"
    assert text(root, "record otherTitle") == "Fråga till biblioteket"
    assert text(root, "record classification") == "Frågor och synpunkter"
    dates = {
        date.get("otherDateType") or date.get("dateType"): date.text
        for date in root.iter(f"{{{ERMS}}}date")
    }
    assert dates == {
        "received": "2026-03-01T14:05:00Z",
        "captured": "2026-05-04T10:00:00Z",
        "registered": "2026-05-04T00:00:00",
        "registration_due": "2026-05-05T00:00:00",
    }
    agents = {
        agent.get("agentType"): agent.findtext(f"{{{ERMS}}}name")
        for agent in root.iter(f"{{{ERMS}}}agent")
    }
    assert agents["sender"] == "Ahmed Uppdiktad"
    assert agents["responsible_person"] == "Ulla Påhittad"
    assert "receiver" not in agents


@pytest.mark.parametrize(
    ("direction", "word", "status", "dated"),
    [
        (Direction.INCOMING, "incoming", "received", "received"),
        (Direction.OUTGOING, "outgoing", "expedited", "dispatch"),
        (Direction.INTERNAL, "other", "prepared", "created"),
    ],
)
def test_each_direction_has_its_words(direction, word, status, dated):
    root = written(direction=direction)
    found = root.find(f".//{{{ERMS}}}direction")
    assert (found.get("directionDefinition"), found.text) == (word, direction.label)
    assert (found.get("otherDirectionDefinition") is not None) is (word == "other")
    assert root.find(f".//{{{ERMS}}}status").get("value") == status
    assert root.find(f".//{{{ERMS}}}date").get("dateType") == dated


def test_secrecy_is_marked_by_its_provision_and_else_not_at_all():
    assert text(written(secrecy="OSL 21:7"), "restriction regulation") == "OSL 21:7"
    assert text(written(), "restriction regulation") is None


def test_another_day_than_the_pages_own_is_written_as_a_day():
    root = written(document_date=date(2026, 2, 20))
    assert root.findtext(f".//{{{ERMS}}}date") == "2026-02-20T00:00:00"


def test_control_characters_in_a_subject_are_replaced():
    assert text(written(subject="A\x00B"), "record title") == "A\ufffdB"


def test_each_file_is_named():
    (appendix,) = written().iter(f"{{{ERMS}}}appendix")
    assert appendix.get("path") == "file:///underlag.pdf"
    assert appendix.get("fileFormat") == "PDF/A-2b (fmt/477)"
