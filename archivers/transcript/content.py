# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""The posts with their comments and replies, as markup.

Everything that comes from a capture passes through `Markup.format`, which escapes it;
no text is ever joined into markup in another way.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from archivers.transcript.disposed import stone_markup
from archivers.transcript.marks import marks_markup, reactions_markup
from archivers.transcript.pictures import Pictures, Thumbnail
from archivers.transcript.thread import Entry
from archivers.transcript.words import clean, counted, first_words, swedish_moment
from schemas.item import Item, Media

Thread = Sequence[Entry]

NOTHING = Markup()
DEEPEST_INDENT = 4
FIRST_WORDS = 110

_ITEM = Markup(
    '<{tag} class="item {kind} depth-{indent}" id="{anchor}">'
    '<p class="number">{number}<span class="plan">{plan}</span></p>'
    '<div class="meta">{heading}<p class="when">{when}</p></div>'
    '{orphan}<div class="text" dir="auto">{body}</div>{pictures}{reactions}{permalink}'
    "</{tag}>"
)
_POST_HEADING = Markup('<h3>{label}</h3><p class="author"><bdi>{author}</bdi>{own}</p>')
_ANSWER_HEADING = Markup(
    '<p class="author"><span class="kind">{label}</span> <bdi>{author}</bdi>{own}</p>'
)
_OWN = Markup(' <span class="own">kontot</span>')
_NO_TEXT = Markup('<span class="absent">Ingen text.</span>')
_ORPHAN = Markup('<p class="absent">Det som detta svarar på finns inte i fångsten.</p>')
_PICTURE = Markup(
    '<figure><img src="{source}" width="{width}" height="{height}" alt="{text}">'
    "<figcaption>{caption}</figcaption></figure>"
)
_NAMED_MEDIA = Markup('<p class="media"><span class="kind">{kind}</span> {text}</p>')
_DISPOSED = Markup(
    '<{tag} class="item {kind} depth-{indent}" id="{anchor}">'
    '<p class="number">{number}<span class="plan">{plan}</span></p>'
    '<div class="meta">{heading}</div>{orphan}<p class="text">{stone}</p></{tag}>'
)
_DISPOSED_POST = Markup("<h3>{label}</h3>")
_DISPOSED_ANSWER = Markup('<p class="when">{label}</p>')
_CONTENTS_ROW = Markup(
    '<li><a href="#{anchor}"><span class="at">{number}</span>'
    '<span class="what" dir="auto">{words}</span><span class="answers">{answers}</span>'
    '<span class="page" data-page-of="{anchor}"></span></a></li>'
)


def threads_markup(threads: Iterable[Thread], pictures: Pictures) -> Markup:
    """Write every thread, each as a section of its own."""
    section = Markup('<section class="thread">{}</section>')
    return NOTHING.join(
        section.format(NOTHING.join(_entry(entry, pictures) for entry in thread))
        for thread in threads
    )


def contents_markup(threads: Sequence[Thread]) -> Markup:
    """Write the table of contents: each post with its first words and its page."""
    rows = NOTHING.join(_contents_row(thread) for thread in threads)
    return Markup('<ol class="contents">{}</ol>').format(rows)


def _contents_row(thread: Thread) -> Markup:
    post = thread[0]
    words = _words(post.item)
    answers = counted(post.answers, "svar", "svar") if post.answers else ""
    return _CONTENTS_ROW.format(
        anchor=post.anchor, number=post.number, words=words, answers=answers
    )


def _words(item: Item) -> str:
    if item.gallring is not None:
        return "(gallrat)"
    return first_words(item.body, FIRST_WORDS) or "(ingen text)"


def _disposed(entry: Entry) -> Markup:
    """Write what stands in the place of what was disposed of, and nothing of it."""
    item = entry.item
    heading = _DISPOSED_POST if entry.depth == 0 else _DISPOSED_ANSWER
    return _DISPOSED.format(
        tag="article" if entry.depth == 0 else "div",
        kind=item.kind.value,
        indent=min(entry.depth, DEEPEST_INDENT),
        anchor=entry.anchor,
        number=entry.number,
        plan=item.plan.code if item.plan else "",
        heading=heading.format(label=entry.label),
        orphan=_ORPHAN if entry.is_orphan else NOTHING,
        stone=stone_markup(item),
    )


def _entry(entry: Entry, pictures: Pictures) -> Markup:
    item = entry.item
    if item.gallring is not None:
        return _disposed(entry)
    return _ITEM.format(
        tag="article" if entry.depth == 0 else "div",
        kind=item.kind.value,
        indent=min(entry.depth, DEEPEST_INDENT),
        anchor=entry.anchor,
        number=entry.number,
        plan=item.plan.code if item.plan else "",
        heading=_heading(entry),
        when=_when(item),
        orphan=_ORPHAN if entry.is_orphan else NOTHING,
        body=clean(item.body) if item.body.strip() else _NO_TEXT,
        pictures=_media(item.media, pictures),
        reactions=reactions_markup(item),
        permalink=link(item.permalink) if item.permalink else NOTHING,
    )


def _heading(entry: Entry) -> Markup:
    template = _POST_HEADING if entry.depth == 0 else _ANSWER_HEADING
    author = first_words(entry.item.author, 200) or "Okänd avsändare"
    own = _OWN if entry.item.is_by_account else NOTHING
    own += marks_markup(entry.item)
    return template.format(label=entry.label, author=author, own=own)


def _when(item: Item) -> str:
    shown = first_words(item.published_text, 60)
    if item.published is None:
        return f"visad tid: ”{shown}”" if shown else "tid anges inte"
    written = swedish_moment(item.published)
    return f"{written} (visad: ”{shown}”)" if shown else written


def _media(media: Iterable[Media], pictures: Pictures) -> Markup:
    found = [(each, pictures.of(each)) for each in media]
    shown = NOTHING.join(_picture(each, small) for each, small in found if small)
    named = NOTHING.join(_named(each) for each, small in found if small is None)
    row = Markup('<div class="pictures">{}</div>').format(shown) if shown else NOTHING
    return row + named


def _picture(media: Media, small: Thumbnail) -> Markup:
    described = " ".join(clean(media.alternative_text).split())
    return _PICTURE.format(
        source=small.source,
        width=small.width,
        height=small.height,
        text=described or "Bild utan beskrivning",
        caption=described,
    )


def _named(media: Media) -> Markup:
    """Name what cannot be shown on paper, and say where it is."""
    is_film = (media.mime_type or "").startswith(("video/", "audio/"))
    described = first_words(media.alternative_text, 300).rstrip(".")
    return _NAMED_MEDIA.format(
        kind="Film eller ljud" if is_film else "Bild",
        text=Markup("{}{} {}").format(
            f"{described}. " if described else "", _where(media), link(media.url)
        ),
    )


def _where(media: Media) -> str:
    if media.warc_record:
        return "Finns i webbarkivet."
    return "Finns i exporten." if media.member else "Finns inte i webbarkivet."


def link(address: str) -> Markup:
    """Write an address, as a link only when it leads to the web."""
    shown = first_words(address, 2000)
    if _scheme(address) not in {"http", "https"}:
        return Markup('<p class="address">{}</p>').format(shown)
    return Markup('<p class="address"><a href="{0}">{0}</a></p>').format(shown)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""
