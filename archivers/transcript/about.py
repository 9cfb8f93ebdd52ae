# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""About the capture: the profile, what was found and what is missing, the files."""

from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from archivers.transcript.content import Thread, link
from archivers.transcript.disposed import disposed_facts
from archivers.transcript.front import Fact, facts, group
from archivers.transcript.pictures import Pictures
from archivers.transcript.sources import sources_markup
from archivers.transcript.tables import sentences, table
from archivers.transcript.words import (
    against,
    counted,
    file_size,
    number,
    swedish_moment,
)
from schemas.capture import (
    Capture,
    CaptureFile,
    CaptureHealth,
    FileRole,
    RecorderReport,
    ReplayCheck,
)
from schemas.item import Item
from schemas.plan import PlanReference
from schemas.profile import Picture, Profile

FILES_IN_FRONT = 12

_ABOUT = Markup('<section class="about"><h2>Om fångsten</h2>{}</section>')
_PROFILE_PICTURE = Markup(
    '<figure class="{kind}"><img src="{source}" width="{width}" height="{height}" '
    'alt="{name}"><figcaption>{name}</figcaption></figure>'
)
_FILE = Markup(
    '<tr><td><span class="path">{path}</span><span class="role">{role}</span>'
    '<code class="digest">{digest}</code></td><td class="amount">{size}</td></tr>'
)
_EXPLANATION = """
Varje inlägg har ett nummer. Kommentar 3.2 är den andra kommentaren till inlägg 3, och
svar 3.2.1 det första svaret på den.

Koden under numret är den rad i informationshanteringsplanen som inlägget eller
kommentaren föreslås höra till.

Tider är svensk tid. Det som sidan själv visade, till exempel ”8 min”, står inom
parentes.

Bilderna är förminskade. Originalen finns i webbarkivet (WARC), som är den ursprungliga
fångsten. Den här handlingen återger dess innehåll för läsning.

Ett tecken som det saknas teckensnitt för visas som en ruta med tecknets nummer i
Unicode. Texten finns ordagrant i items.xml.
"""

_STONES = (
    "Ett inlägg, en kommentar eller ett svar som är gallrat har sin plats och sitt "
    "nummer kvar, men varken avsändare, tid, text eller bilder."
)


def about_markup(
    capture: Capture, threads: Sequence[Thread], pictures: Pictures
) -> Markup:
    """Write the section about the capture, which also says how to read the rest."""
    return _ABOUT.format(
        Markup().join(
            (
                group("Profilen", _profile(capture.profile, pictures)),
                group("Vad som fångades", _found(capture.health)),
                _gallring(capture.items),
                _lacking(capture.health),
                sources_markup(capture.health),
                group("Hur det fångades", _recording(capture)),
                _plan_rows(threads),
                group("Så läses handlingen", sentences(_EXPLANATION.split("\n\n"))),
                group("Program", _software(capture)),
                group("Filer och kontrollsummor (SHA-256)", _front_files(capture)),
            )
        )
    )


def appendix_markup(capture: Capture) -> Markup:
    """Write all files with their checksums at the end, if they are many."""
    if len(capture.files) <= FILES_IN_FRONT:
        return Markup()
    section = Markup('<section class="appendix"><h2>Bilaga: {}</h2>{}</section>')
    return section.format("Filer och kontrollsummor", _files(capture.files))


def _profile(profile: Profile, pictures: Pictures) -> Markup:
    images = Markup().join(
        (
            _profile_picture(profile.avatar, "Profilbild", pictures),
            _profile_picture(profile.cover, "Omslagsbild", pictures),
        )
    )
    row = Markup('<div class="profile">{}</div>').format(images) if images else Markup()
    return row + facts(_profile_facts(profile))


def _profile_facts(profile: Profile) -> list[Fact]:
    links = Markup().join(link(each) for each in profile.links or ())
    return [
        ("Namn på sidan", profile.name or "Hittades inte"),
        ("Om", profile.about or "Hittades inte"),
        ("Länkar", links),
    ]


def _profile_picture(picture: Picture | None, name: str, pictures: Pictures) -> Markup:
    small = pictures.at(picture.url) if picture else None
    if small is None:
        return Markup()
    kind = "avatar" if name == "Profilbild" else "banner"
    return _PROFILE_PICTURE.format(
        kind=kind,
        source=small.source,
        width=small.width,
        height=small.height,
        name=name,
    )


def _found(health: CaptureHealth) -> Markup:
    rows = (
        ("Inlägg", health.posts),
        ("Kommentarer och svar", health.comments),
        ("Bilder och filmer", health.media),
    )
    return table(
        ("", "Fångade", "Enligt sidan", "Jämförelse"),
        [
            (
                name,
                number(count.found),
                "–" if count.expected is None else number(count.expected),
                against(count),
            )
            for name, count in rows
        ],
    )


def _gallring(items: Sequence[Item]) -> Markup:
    """Say what was disposed of since: the counts above are those of the capture."""
    told = disposed_facts(items)
    if not told:
        return Markup()
    return group("Gallrat sedan dess", facts(told) + sentences([_STONES]))


def _lacking(health: CaptureHealth) -> Markup:
    failed = len(health.failed_resources)
    told = [*health.missing, *health.limits_hit, *health.notes]
    if failed:
        what = counted(failed, "delresurs", "delresurser")
        told.append(f"{what} gick inte att hämta; de står i capture.json.")
    if not told:
        return Markup()
    if health.is_complete:
        return group("Att känna till", sentences(told))
    return group("Det här saknas", sentences(told), "lacking")


def _recording(capture: Capture) -> Markup:
    health, recorder = capture.health, capture.health.recorder
    scrubbed = sum(recorder.scrubbed.values())
    left_out = sum(recorder.left_out.values())
    removed = counted(scrubbed, "uppgift", "uppgifter")
    checks = sum(check.passed for check in recorder.checks)
    return facts(
        [
            ("Påbörjad", swedish_moment(capture.started_at)),
            ("Avslutad", swedish_moment(capture.ended_at)),
            ("Adress", link(capture.url)),
            ("Sidans tillstånd", health.page_state.label),
            ("Besökta sidor", number(health.pages_visited)),
            ("Inspelare", _recorder(recorder)),
            ("Utbyten", f"{number(recorder.exchanges)} i webbarkivet"),
            (
                "Förlustkontroller",
                f"{checks} av {len(recorder.checks)} utan anmärkning",
            ),
            (
                "Utelämnat",
                f"{number(left_out)} utbyten som är den inloggades egna"
                if left_out
                else "",
            ),
            ("Uppspelning utan nät", _replayed(health.replay)),
            ("Ersatta hemligheter", f"{removed} om inloggning" if scrubbed else "Inga"),
        ]
    )


def _recorder(report: RecorderReport) -> str:
    return ", ".join(filter(None, (report.recorder, report.browser)))


def _replayed(check: ReplayCheck | None) -> str:
    if check is None:
        return "Inte provad"
    posts = counted(check.posts, "inlägg", "inlägg")
    comments = counted(check.comments, "kommentar eller svar", "kommentarer och svar")
    if check.passed:
        return f"Godkänd: {posts} och {comments} visas, inget saknas"
    return f"Inte godkänd: {posts} och {comments} visas"


def _plan_rows(threads: Sequence[Thread]) -> Markup:
    used = Counter(
        entry.item.plan for thread in threads for entry in thread if entry.item.plan
    )
    if not used:
        return Markup()
    rows = [
        (row.code, row.document_type, row.disposal.label, number(count))
        for row, count in sorted(used.items(), key=lambda pair: _plan_key(pair[0]))
    ]
    heads = ("Rad", "Handlingstyp", "Enligt planen", "Antal")
    return group("Föreslagna rader i planen", table(heads, rows))


def _plan_key(row: PlanReference) -> tuple[str, str, int]:
    return row.code, row.plan_id, row.plan_version


def _software(capture: Capture) -> Markup:
    return facts((each.name, each.version) for each in capture.software)


def _front_files(capture: Capture) -> Markup:
    if len(capture.files) <= FILES_IN_FRONT:
        return _files(capture.files)
    archives = [file for file in capture.files if file.role is FileRole.WARC]
    rest = f"Alla {len(capture.files)} filer står i bilagan sist i handlingen."
    return _files(archives) + sentences([rest])


def _files(files: Iterable[CaptureFile]) -> Markup:
    rows = Markup().join(
        _FILE.format(
            path=file.path,
            role=_role(file),
            digest=file.sha256,
            size=file_size(file.size),
        )
        for file in files
    )
    return Markup('<table class="files"><tbody>{}</tbody></table>').format(rows)


def _role(file: CaptureFile) -> str:
    verdict = f" · {file.verdict.label}" if file.verdict else ""
    return f"{file.role.label}{verdict}{' · som bilder' if file.is_raster else ''}"
