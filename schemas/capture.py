# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""A capture: what was recorded of an account, and what it lacks.

A capture is complete or says what is missing; a half-done capture is an error.
"""

from collections.abc import Mapping

from pydantic import Field

from schemas.account import ArchiveLevel
from schemas.item import Item
from schemas.profile import ObservedAs, PageState, Profile
from schemas.record import Identifier, Instant, Labelled, Record, Sha256


class FileRole(Labelled):
    """What a file of a capture or package is for."""

    WARC = "warc", "Webbarkiv (WARC)"
    PAGE_PDF = "page_pdf", "Sidan som den såg ut"
    TRANSCRIPT = "transcript", "Läsbar handling"
    SCREENSHOT = "screenshot", "Skärmbild"
    ITEMS = "items", "Inlägg och kommentarer (XML)"
    HEALTH = "health", "Fångstrapport"
    CHANGE_REPORT = "change_report", "Förändringsrapport"
    EXPORT = "export", "Kontoägarens export"


class PdfVerdict(Labelled):
    """What the PDF/A check says; only `PDF_A_2B` may be called PDF/A."""

    PDF_A_2B = "pdf_a_2b", "PDF/A-2b"
    NOT_CHECKED = "not_checked", "PDF (kunde inte bekräftas som PDF/A)"
    FAILED = "failed", "PDF (inte PDF/A)"


class CaptureFile(Record):
    """A file in the capture's folder; `path` is relative, with forward slashes.

    `page_url` is the page that a page PDF or screenshot shows, `verdict` and `reasons`
    the PDF/A check, `is_raster` whether a PDF holds pictures of the page only.
    """

    path: str
    role: FileRole
    mime_type: str
    size: int
    sha256: Sha256
    page_url: str | None = None
    verdict: PdfVerdict | None = None
    reasons: tuple[str, ...] = ()
    is_raster: bool = False


class Count(Record):
    """Expected against found; `expected` is None when nothing states a number."""

    expected: int | None
    found: int
    source: str


class FailedResource(Record):
    """A sub-resource that the page asked for and did not get whole."""

    url: str
    reason: str
    status: int | None = None


class LossCheck(Record):
    """One check that the recorder lost nothing."""

    name: str
    passed: bool
    detail: str


class RecorderReport(Record):
    """What the recorder wrote, and the proof that nothing was lost.

    `scrubbed` counts the secrets that were replaced on the way into the WARC, and
    `left_out` what is not there since it is the logged-in person's own, by what it is.
    `notes` holds Swedish sentences on what this recorder cannot record, or why it was
    chosen.
    """

    recorder: str
    browser: str
    exchanges: int
    dropped: int = 0
    partial: tuple[FailedResource, ...] = ()
    undecodable: tuple[FailedResource, ...] = ()
    scrubbed: Mapping[str, int] = Field(default_factory=dict)
    left_out: Mapping[str, int] = Field(default_factory=dict)
    checks: tuple[LossCheck, ...] = ()
    notes: tuple[str, ...] = ()


class ExportPart(Record):
    """A file of the owner's export, kept as it came; the platform may give several.

    `path` is where it lies in the capture and `name` what it was called when it came.
    """

    path: str
    name: str
    size: int
    sha256: Sha256
    members: int


class ExportReport(Record):
    """What was read of the owner's export, and what of it was not understood.

    `layout` names the form that the platform gave it, such as "json". `understood`
    counts the files within that were read or are media of what was read;
    `not_understood` names the others. They are kept in the export all the same.
    """

    layout: str
    parts: tuple[ExportPart, ...]
    understood: int
    not_understood: tuple[str, ...] = ()


class SourceShare(Record):
    """What one source gave of a capture: "api", "export" or "browser", and how much.

    What several sources found is counted with each of them.
    """

    name: str
    posts: int
    comments: int
    media: int


class ReplayCheck(Record):
    """What a finished recording showed when it was replayed with the network cut.

    It `passed` when it showed as many posts and comments as the capture had found
    (`expected_…`) and no address was missing that had an answer at the capture.
    `stopped_by` is the sentence that ended the replay before its time.
    """

    posts: int
    comments: int
    expected_posts: int
    expected_comments: int
    missing: tuple[str, ...] = ()
    stopped_by: str = ""
    passed: bool


class CaptureHealth(Record):
    """The health report of a capture (fångstrapport).

    `sources` says what each source gave, `export` what was read of the owner's export,
    and `notes` holds Swedish sentences that a reader should know although nothing is
    missing. `replay` is None when the recording
    was not replayed. `missing` holds one Swedish sentence for each thing that makes the
    capture incomplete; it is empty exactly when the capture may be called an archive.
    """

    page_state: PageState
    posts: Count
    comments: Count
    media: Count
    pages_visited: int
    failed_resources: tuple[FailedResource, ...] = ()
    limits_hit: tuple[str, ...] = ()
    recorder: RecorderReport
    sources: tuple[SourceShare, ...] = ()
    export: ExportReport | None = None
    notes: tuple[str, ...] = ()
    replay: ReplayCheck | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the capture may be called an archive."""
        return not self.missing


class Software(Record):
    """A program that took part, for PREMIS agents and warcinfo."""

    name: str
    version: str


class Capture(Record):
    """Everything that one run recorded of one account; its files lie in one folder.

    `observed_as` and `extractor` say as whom and how the profile was seen.
    """

    capture_id: Identifier
    account_id: Identifier
    order_id: Identifier
    started_at: Instant
    ended_at: Instant
    url: str
    level: ArchiveLevel = ArchiveLevel.FULL
    profile: Profile
    items: tuple[Item, ...]
    files: tuple[CaptureFile, ...]
    health: CaptureHealth
    software: tuple[Software, ...]
    observed_as: ObservedAs = ObservedAs.GUEST
    extractor: str = ""
