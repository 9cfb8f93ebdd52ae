# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The transcript says what each source gave, and what of an export was not read."""

from archivers.transcript.sources import MOST_NAMED, sources_markup
from schemas.capture import ExportPart, ExportReport, SourceShare
from tests.samples import sample_health

API = SourceShare(name="api", posts=1200, comments=3400, media=9)
EXPORT = SourceShare(name="export", posts=7, comments=1, media=0)
PART = ExportPart(
    path="export/1.zip",
    name="facebook <sidan>.zip",
    size=5_000_000,
    sha256="a" * 64,
    members=12,
)


def health(*shares: SourceShare, export: ExportReport | None = None):
    return sample_health().model_copy(update={"sources": shares, "export": export})


def report(*left: str) -> ExportReport:
    return ExportReport(layout="json", parts=(PART,), understood=9, not_understood=left)


def test_one_source_needs_no_table():
    assert sources_markup(health()) == sources_markup(health(API)) == ""


def test_each_source_says_what_it_gave():
    said = sources_markup(health(API, EXPORT))
    assert "Plattformens API" in said
    assert "1\u00a0200" in said
    assert "Kontoägarens export" in said


def test_an_export_is_named_with_what_was_not_read():
    said = sources_markup(health(EXPORT, export=report("messages/inbox/a.json")))
    assert "facebook &lt;sidan&gt;.zip" in said
    assert "5,0\u00a0MB" in said
    assert "messages/inbox/a.json" in said


def test_a_long_list_is_cut_and_says_so():
    names = [f"annat/{n}.json" for n in range(MOST_NAMED + 3)]
    said = sources_markup(health(EXPORT, export=report(*names)))
    assert "3 filer till, som står i capture.json" in said
    assert names[-1] not in said
