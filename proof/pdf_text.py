# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the text of PDF pages from their content streams, without any other program.

It knows no layout: only which glyphs are shown, in their order, and what their font
says that they mean (ToUnicode, ISO 32000-1 section 9.10). That is enough to search.
"""

import re
from collections.abc import Iterator, Mapping

import pikepdf

_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_MOVES = frozenset({"Td", "TD", "T*", "Tm", "ET", "'", '"'})
_WIDE_GAP = -120
"""A gap in TJ, in thousandths of an em, from which on it is a space."""
_DEEPEST = 8

_Meanings = Mapping[bytes, str]


def page_texts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Give the text of each page."""
    for page in pdf.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        yield "".join(_shown(page.obj, resources, 0))


def _shown(
    content: pikepdf.Object, resources: pikepdf.Object, depth: int
) -> Iterator[str]:
    meanings: _Meanings = {}
    for step in pikepdf.parse_content_stream(content):
        operands, name = step.operands, str(step.operator)
        if name == "Tf":
            meanings = _meanings(_resource(resources, "/Font", str(operands[0])))
        if name in _MOVES:
            yield "\n"
        if name in _SHOWS:
            yield from _letters(operands[-1], meanings)
        elif name == "Do" and depth < _DEEPEST:
            yield from _form(str(operands[0]), resources, depth)


def _form(name: str, resources: pikepdf.Object, depth: int) -> Iterator[str]:
    form = _resource(resources, "/XObject", name)
    if form is not None and str(form.get("/Subtype", "")) == "/Form":
        yield from _shown(form, form.get("/Resources", resources), depth + 1)


def _resource(resources: pikepdf.Object, kind: str, name: str) -> pikepdf.Object | None:
    return resources.get(kind, pikepdf.Dictionary()).get(name)


def _letters(shown: pikepdf.Object, meanings: _Meanings) -> Iterator[str]:
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            yield from _meant(bytes(part), meanings)
        elif float(part) < _WIDE_GAP:
            yield " "


def _meant(codes: bytes, meanings: _Meanings) -> Iterator[str]:
    width = max(map(len, meanings), default=1)
    for at in range(0, len(codes), width):
        code = codes[at : at + width]
        yield meanings.get(code, "" if meanings else code.decode("cp1252", "replace"))


def _meanings(font: pikepdf.Object | None) -> _Meanings:
    if font is None or "/ToUnicode" not in font:
        return {}
    table = font["/ToUnicode"].read_bytes()
    meanings: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<([^>]*)>\s*<([^>]*)>", block):
            meanings[_hex(code)] = _utf16(_hex(text))
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        meanings.update(_ranges(block))
    return meanings


def _ranges(block: bytes) -> Iterator[tuple[bytes, str]]:
    pattern = rb"<([^>]*)>\s*<([^>]*)>\s*(?:<([^>]*)>|\[(.*?)\])"
    for first, last, text, texts in re.findall(pattern, block, re.DOTALL):
        width = len(_hex(first))
        start, end = int.from_bytes(_hex(first)), int.from_bytes(_hex(last))
        listed = [_utf16(_hex(one)) for one in re.findall(rb"<([^>]*)>", texts)]
        base = _utf16(_hex(text))
        for number in range(start, min(end, start + 0xFFFF) + 1):
            at = number - start
            meaning = base[:-1] + chr(ord(base[-1]) + at) if base else ""
            if listed:
                meaning = listed[at] if at < len(listed) else ""
            yield number.to_bytes(width), meaning


def _hex(digits: bytes) -> bytes:
    plain = re.sub(rb"\s", b"", digits).decode()
    return bytes.fromhex(plain + "0" * (len(plain) % 2))


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "ignore")
