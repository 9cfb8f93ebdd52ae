# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words that differ are marked, and nothing else is."""

from markupsafe import Markup

from archivers.change_report import marks
from archivers.change_report.marks import marked


def test_the_words_that_differ_are_marked():
    before, after = marked(
        "Öppet till fredag klockan tio", "Öppet till lördag klockan tio"
    )
    assert before == "Öppet till <del>fredag</del> klockan tio"
    assert after == "Öppet till <ins>lördag</ins> klockan tio"


def test_a_word_that_is_added_is_marked_on_its_own_side_only():
    before, after = marked("Biblioteket har öppet", "Biblioteket har alltid öppet")
    assert before == "Biblioteket har öppet"
    assert "<ins>alltid" in after


def test_the_same_text_has_no_marks():
    assert marked("Välkommen", "Välkommen") == ("Välkommen", "Välkommen")


def test_two_texts_that_are_nothing_alike_are_not_cut_to_pieces():
    before, after = marked("Hej och välkommen in", "Stängt för ombyggnad tills vidare")
    assert "<" not in before + after


def test_white_space_alone_is_not_marked():
    before, after = marked("ett två tre fyra", "ett  två tre fyra")
    assert "<" not in before + after


def test_what_stands_in_a_text_is_never_markup():
    before, after = marked("hej <b>alla</b> barn", "hej <script>alla</script> barn")
    assert isinstance(before, Markup)
    assert "<b>" not in before
    assert "<script>" not in after
    assert "&lt;" in after


def test_very_long_texts_are_compared_by_lines(monkeypatch):
    monkeypatch.setattr(marks, "MOST_WORK", 10)
    same = "en rad som är likadan\n" * 3
    before, after = marked(f"{same}förr", f"{same}nu")
    assert before.endswith("<del>förr</del>")
    assert after.endswith("<ins>nu</ins>")
