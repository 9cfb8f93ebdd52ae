// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// Reads what a page says by itself, block by block: not what stands in posts, comments,
// menus and side columns, which others may have written.
() => {
  "use strict";
  const OTHERS = "script, style, noscript, template, svg, nav, footer, aside, form, article," +
    " dialog, [role=article], [role=feed], [role=dialog], [role=navigation]," +
    " [role=contentinfo], [role=complementary], .hentry, .h-entry, .comment, #comments";
  const MOST = 200, LONGEST = 4000;
  const blockOf = (element) => {
    let at = element;
    while (at !== document.body && getComputedStyle(at).display.startsWith("inline")) {
      at = at.parentElement;
    }
    return at;
  };
  const blocks = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(OTHERS) || !parent.checkVisibility()) continue;
    const block = blockOf(parent);
    blocks.set(block, `${blocks.get(block) ?? ""} ${node.data}`);
  }
  return [...blocks.values()].slice(0, MOST).map((text) => text.slice(0, LONGEST));
}
