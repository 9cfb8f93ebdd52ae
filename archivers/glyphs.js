// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Replaces what no PDF/A can hold as text by pictures with the text as alternative:
// characters that only a colour font has (emoji), and characters that no font has.
// Chromium writes the former as Type 3 fonts and the latter as .notdef; ISO 19005-2
// forbids .notdef (6.2.11.8) and the check does not know Type 3.
async () => {
  const EM = 80;
  const MISSING = "\u{10FFFF}";
  const IGNORED = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;
  const CONTROL = /[\u007f-\u009f]/u;
  const PLAIN = /^[\u0020-\u007e\u00a0-\u024f\u0370-\u0377\u0384-\u03ce\u0400-\u045f\u2010-\u2027]*$/u;
  const NEVER = "script, style, noscript, template, textarea, option, title, svg, canvas";

  const board = document.createElement("canvas");
  const pen = board.getContext("2d", { willReadFrequently: true });
  const graphemes = new Intl.Segmenter("sv", { granularity: "grapheme" });

  const use = (font, colour) => {
    pen.font = font;
    pen.fillStyle = colour;
    pen.textBaseline = "alphabetic";
  };
  const paint = (text, font, colour) => {
    use(font, colour);
    board.width = Math.max(8, Math.min(8 * EM, Math.ceil(pen.measureText(text).width)));
    board.height = Math.ceil(EM * 1.35);
    use(font, colour); // a new size resets the pen
    pen.fillText(text, 0, EM);
    return pen.getImageData(0, 0, board.width, board.height).data;
  };
  // Outline glyphs take the pen's colour; only glyphs with colours of their own do not.
  const hasOwnColours = (text, font) => {
    const dots = paint(text, font, "#0000ff");
    return dots.some((value, at) => at % 4 < 2 && value > 8 && dots[at | 3] > 8);
  };
  const noGlyph = new Map();
  const isMissing = (character, font) => {
    if (CONTROL.test(character)) return true;
    if (IGNORED.test(character)) return false;
    if (!noGlyph.has(font)) noGlyph.set(font, paint(MISSING, font, "#0000ff"));
    const none = noGlyph.get(font), dots = paint(character, font, "#0000ff");
    return dots.length === none.length && dots.every((value, at) => value === none[at]);
  };
  // The code points in a frame, for a character that no font here can show.
  const framed = (text) => {
    const codes = [...text].map((c) => c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0"));
    const font = `${EM * 0.42}px "Liberation Mono", monospace`;
    use(font, "#000000");
    const width = Math.max(...codes.map((code) => pen.measureText(code).width)) + EM * 0.24;
    board.width = Math.ceil(width);
    board.height = Math.ceil(EM * 0.45 * codes.length + EM * 0.24);
    use(font, "#000000");
    pen.lineWidth = EM * 0.05;
    pen.strokeRect(EM * 0.06, EM * 0.06, board.width - EM * 0.12, board.height - EM * 0.12);
    codes.forEach((code, line) => pen.fillText(code, EM * 0.12, EM * (0.48 + 0.45 * line)));
    return { source: board.toDataURL(), width: board.width / board.height, height: 1, drop: 0.15 };
  };
  const coloured = (text, font) => {
    paint(text, font, "#000000");
    return { source: board.toDataURL(), width: board.width / EM, height: board.height / EM, drop: 0.35 };
  };
  const known = new Map();
  const pictureOf = (text, font) => {
    const key = font + text;
    if (!known.has(key)) {
      known.set(key,
        [...text].some((character) => isMissing(character, font)) ? framed(text)
          : hasOwnColours(text, font) ? coloured(text, font)
            : null);
    }
    return known.get(key);
  };

  const imageOf = (text, picture) => {
    const image = document.createElement("img");
    image.alt = text;
    // The margin keeps the frames of neighbours apart; a picture of a glyph has its own.
    const apart = picture.height === 1 ? 0.06 : 0;
    image.style.cssText = `all: initial !important; font-size: inherit !important;
      display: inline !important; vertical-align: -${picture.drop}em !important;
      margin: 0 ${apart}em !important;
      width: ${picture.width}em !important; height: ${picture.height}em !important`;
    image.src = picture.source;
    return image;
  };
  const replaced = (text, font) => {
    const parts = [];
    let plain = "";
    for (const { segment } of graphemes.segment(text)) {
      const isText = PLAIN.test(segment) || (IGNORED.test(segment) && !CONTROL.test(segment));
      const picture = isText ? null : pictureOf(segment, font);
      if (picture === null) {
        plain += segment;
      } else {
        parts.push(plain, imageOf(segment, picture));
        plain = "";
      }
    }
    return parts.length === 0 ? null : [...parts, plain];
  };

  const texts = (root) => {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.shadowRoot) found.push(...texts(node.shadowRoot));
      if (node.nodeType === Node.TEXT_NODE && !PLAIN.test(node.data.replace(/[\t\n\r ]+/gu, ""))) found.push(node);
    }
    return found;
  };
  const images = [];
  for (const node of texts(document.body)) {
    const parent = node.parentElement ?? node.getRootNode().host;
    if (!parent || parent.closest(NEVER)) continue;
    // A bold that the font lacks is painted twice, which Chromium writes as Type 3 too.
    parent.style.setProperty("font-synthesis-weight", "none", "important");
    const style = getComputedStyle(parent);
    const parts = replaced(node.data, `${style.fontWeight} ${EM}px ${style.fontFamily}`);
    if (parts === null) continue;
    images.push(...parts.filter((part) => typeof part !== "string"));
    // In a flex or grid box each part would become a column of its own.
    if (/flex|grid/.test(style.display)) {
      const span = document.createElement("span");
      span.style.cssText = "all: inherit !important; display: inline !important; "
        + "margin: 0 !important; padding: 0 !important; border: 0 !important; background: none !important";
      span.append(...parts);
      node.replaceWith(span);
    } else {
      node.replaceWith(...parts);
    }
  }
  const failed = await Promise.all(images.map((image) => image.decode().then(() => null, () => image)));
  // A page that forbids data: pictures gets the same picture as a bitmap canvas.
  for (const image of failed.filter(Boolean)) {
    image.replaceWith(await bitmap(image));
  }
  async function bitmap(image) {
    const bytes = Uint8Array.from(atob(image.src.split(",")[1]), (c) => c.charCodeAt(0));
    const drawn = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = document.createElement("canvas");
    canvas.width = drawn.width;
    canvas.height = drawn.height;
    canvas.style.cssText = image.style.cssText;
    canvas.role = "img";
    canvas.ariaLabel = image.alt;
    canvas.getContext("bitmaprenderer").transferFromImageBitmap(drawn);
    return canvas;
  }
  return images.length;
}
