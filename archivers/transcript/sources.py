# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the content comes from: what each source gave, and the owner's export."""

from markupsafe import Markup

from archivers.transcript.front import facts, group
from archivers.transcript.tables import sentences, table
from archivers.transcript.words import counted, file_size, first_words, number
from schemas.capture import CaptureHealth, ExportReport
from schemas.source import SourceName

_LABELS = {source.value: source.label for source in SourceName}
COUNTED_WITH_EACH = (
    "Det som flera källor gav står en gång i handlingen, och räknas hos var och en."
)
MOST_NAMED = 20
LONGEST_NAME = 120


def sources_markup(health: CaptureHealth) -> Markup:
    """Say what each source gave; nothing when there was but one and no export."""
    if health.export is None and len(health.sources) < 2:  # noqa: PLR2004 - one is all
        return Markup()
    rows = [
        (
            _LABELS.get(share.name, share.name),
            number(share.posts),
            number(share.comments),
            number(share.media),
        )
        for share in health.sources
    ]
    heads = ("Källa", "Inlägg", "Kommentarer och svar", "Bilder och filmer")
    told = table(heads, rows)
    told += sentences([COUNTED_WITH_EACH])
    if health.export is not None:
        told += _export(health.export)
    return group("Källor", told)


def _export(export: ExportReport) -> Markup:
    """Describe the owner's export, and name what of it was not understood."""
    left = len(export.not_understood)
    lines = [
        (
            f"Exportens fil {part.path}",
            ", ".join(
                (
                    first_words(part.name, LONGEST_NAME),
                    file_size(part.size),
                    f"{counted(part.members, 'fil', 'filer')} inuti",
                )
            ),
        )
        for part in export.parts
    ]
    lines.append(("Läst ur exporten", counted(export.understood, "fil", "filer")))
    if left:
        lines.append(("Inte läst", f"{counted(left, 'fil', 'filer')}; se nedan"))
    return facts(lines) + _not_understood(export)


def _not_understood(export: ExportReport) -> Markup:
    names = export.not_understood
    if not names:
        return Markup()
    shown = [first_words(name, LONGEST_NAME) for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    if more:
        shown.append(f"{counted(more, 'fil', 'filer')} till, som står i capture.json")
    intro = "Filer i exporten som finns kvar i den men som inte är lästa som inlägg:"
    return sentences([intro, *shown])
