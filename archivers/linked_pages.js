// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Finds where posts and comments stand on a page by the links to them. `known` gives, for
// the path of a link, what it may lead to: a number, and the questions of the address that
// tell it from the others on that path, as a comment's does from its post's. The place of
// what is known is the largest element around a link to it that holds no link to another.
(known) => {
  "use strict";
  const numberOf = (anchor) => {
    const url = new URL(anchor.href, document.baseURI);
    if (url.host !== location.host) return undefined;
    const asks = ({ query }) => query.every(([name, value]) => url.searchParams.get(name) === value);
    const fitting = (known[decodeURIComponent(url.pathname)] ?? []).filter(asks);
    fitting.sort((one, other) => other.query.length - one.query.length);
    return fitting[0]?.number;
  };
  const links = [...document.querySelectorAll("a[href]")]
    .map((anchor) => [anchor, numberOf(anchor)])
    .filter(([, number]) => number !== undefined);
  const holdsAnother = (element, number) =>
    links.some(([anchor, other]) => other !== number && element.contains(anchor));
  const found = new Map();
  for (const [anchor, number] of links) {
    if (found.has(number)) continue;
    let element = anchor;
    while (
      element.parentElement &&
      element.parentElement !== document.body &&
      !holdsAnother(element.parentElement, number)
    ) {
      element = element.parentElement;
    }
    const box = element.getBoundingClientRect();
    found.set(number, {
      number,
      x: box.x + scrollX,
      y: box.y + scrollY,
      width: box.width,
      height: box.height,
    });
  }
  return { text: document.body.innerText, items: [...found.values()] };
};
