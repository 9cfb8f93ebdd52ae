# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The certificate of a disposal (gallringsprotokoll) on paper, as PDF/A-2b.

It is read by registrars, archivists, auditors and whoever asks what became of a record,
so it says first what was done and whether that is proven, in plain Swedish, and then
on what ground, by whom and how.
"""

from pathlib import Path

from archivers.certificate.document import certificate_markup, certificate_title
from archivers.chromium import launch
from archivers.pdf import html_pdf
from schemas.capture import CaptureFile
from schemas.gallring import GallringCertificate

__all__ = ["certificate_markup", "write_certificate_pdf"]


def write_certificate_pdf(
    certificate: GallringCertificate, target: Path, chromium: Path, workspace: Path
) -> CaptureFile:
    """Write the certificate as PDF/A-2b; its path is relative to the target's folder.

    A browser of its own prints it, without network.

    Raises:
        Damaged: the check did not approve the PDF; then nothing is written.
        ToolMissing: Chromium does not start.
        ArchiveError: the browser could not print, or the disk is full.
    """
    html = certificate_markup(certificate)
    title = certificate_title(certificate)
    with launch(chromium, (), workspace) as browser:
        written = html_pdf(html, target, title, browser, certificate.issued_at)
    return written.model_copy(update={"path": target.name})
