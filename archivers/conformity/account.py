# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""One account in the report: how it looks, what it lacks and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from archivers.conformity.signs import SHORT, sign
from archivers.transcript.pictures import Thumbnail, thumbnail
from archivers.transcript.words import clean, counted, listed, swedish_moment
from schemas.conformity import (
    AccountConformity,
    ConformityCheck,
    ConformityFinding,
    ConformityState,
    Quotation,
)

PORTRAIT_EDGE = 1000
AVATAR_EDGE = 320

_ACCOUNT = Markup(
    '<article class="account" id="{anchor}"><div class="head"><h3>{name}</h3>'
    '<p class="address">{platform} · <a href="{url}">{url}</a></p>'
    '<p class="count">{count}</p></div>{pictures}{checks}{elsewhere}</article>'
)
_PICTURES = Markup('<div class="pictures">{}</div>')
_PORTRAIT = Markup(
    '<figure class="portrait"><img src="{source}" width="{width}" height="{height}" '
    'alt="Kontots sida som en besökare ser den"><figcaption>{caption}</figcaption>'
    "</figure>"
)
_AVATAR = Markup(
    '<figure class="avatar"><img src="{source}" width="{width}" height="{height}" '
    'alt="Kontots profilbild"><figcaption>Profilbilden</figcaption></figure>'
)
_ABSENT = Markup('<p class="absent">Ingen bild: sidan gick inte att visa.</p>')
_CHECK = Markup(
    '<section class="check {kind}"><h4>{sign}<span>{label}</span> '
    '<span class="state">{state}</span></h4><div class="said">{said}{quote}</div>'
    "</section>"
)
_SHOWN = Markup('<p class="shown">{}</p>')
_ADVICE = Markup('<p class="advice"><strong>Gör så här:</strong> {}</p>')
_BETTER = Markup('<p class="advice"><strong>Ännu bättre:</strong> {}</p>')
_JUDGED = Markup('<p class="judged">Bedömt av {}</p>')
_QUOTE = Markup(
    "<blockquote><p>”{words}”</p><footer>Riktlinjerna, avsnittet <cite>{heading}</cite>"
    "</footer></blockquote>"
)
_ELSEWHERE = Markup('<p class="elsewhere">{sign} Gäller bara på Facebook: {what}.</p>')
_ORDER = (ConformityState.LACKS, ConformityState.UNKNOWN, ConformityState.CONFORMS)
_PLATFORMS = {"webpage": "Webbplats"}


def anchor(account: AccountConformity) -> str:
    """Give the name by which the summary leads to an account."""
    return f"konto-{account.account_id}"


def account_markup(
    account: AccountConformity,
    quoted: Mapping[ConformityCheck, Quotation],
    pictures: Mapping[str, bytes],
) -> Markup:
    """Write an account: what it lacks first, then what could not be judged."""
    found = [f for state in _ORDER for f in account.findings if f.state is state]
    checks = (_check(each, quoted.get(each.check)) for each in found)
    platform = account.platform
    return _ACCOUNT.format(
        anchor=anchor(account),
        name=clean(account.name),
        platform=_PLATFORMS.get(platform, platform.replace("_", " ").capitalize()),
        url=str(account.url),
        count=_count(account.findings),
        pictures=_pictures(account, pictures),
        checks=Markup().join(checks),
        elsewhere=_elsewhere(account.findings),
    )


def _count(findings: Sequence[ConformityFinding]) -> str:
    """Say how it stands in one line."""
    parts = [
        (ConformityState.CONFORMS, "krav uppfyllt", "krav uppfyllda"),
        (ConformityState.LACKS, "saknas", "saknas"),
        (ConformityState.UNKNOWN, "gick inte att bedöma", "gick inte att bedöma"),
    ]
    told = (
        (sum(each.state is state for each in findings), one, many)
        for state, one, many in parts
    )
    return f"{listed([counted(*each) for each in told if each[0]])}."


def _pictures(account: AccountConformity, pictures: Mapping[str, bytes]) -> Markup:
    portrait = _small(pictures, account.picture_sha256, PORTRAIT_EDGE)
    avatar = _small(pictures, account.avatar_sha256, AVATAR_EDGE)
    parts = [_ABSENT]
    if portrait:
        when = f" {swedish_moment(account.seen_at)}" if account.seen_at else ""
        caption = f"Så såg en besökare kontot{when}"
        parts = [_PORTRAIT.format(caption=caption, **_shape(portrait))]
    if avatar:
        parts.append(_AVATAR.format(**_shape(avatar)))
    return _PICTURES.format(Markup().join(parts))


def _small(
    pictures: Mapping[str, bytes], digest: str | None, edge: int
) -> Thumbnail | None:
    content = pictures.get(digest) if digest else None
    return thumbnail(content, edge) if content else None


def _shape(picture: Thumbnail) -> Mapping[str, object]:
    return {
        "source": picture.source,
        "width": picture.width,
        "height": picture.height,
    }


def _check(found: ConformityFinding, quote: Quotation | None) -> Markup:
    conforms = found.state is ConformityState.CONFORMS
    said = Markup().join(
        template.format(clean(text))
        for template, text in (
            (_SHOWN, found.shown),
            (_JUDGED, found.judged_by),
            (_BETTER if conforms else _ADVICE, found.advice),
        )
        if text
    )
    return _CHECK.format(
        kind=found.state.value,
        sign=sign(found.state),
        label=found.check.label,
        state=SHORT[found.state],
        said=said,
        quote=_QUOTE.format(words=quote.words, heading=quote.heading) if quote else "",
    )


def _elsewhere(findings: Iterable[ConformityFinding]) -> Markup:
    """Name the checks that are not made on this platform."""
    state = ConformityState.NOT_APPLICABLE
    names = [f.check.label.lower() for f in findings if f.state is state]
    if not names:
        return Markup()
    return _ELSEWHERE.format(sign=sign(state), what=listed(names))
