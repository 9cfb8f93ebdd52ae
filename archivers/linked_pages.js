// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Finds where posts stand on a page by the links to them. `known` gives, for the path of
// a link, the number of its post. A post's place is the largest element around a link to
// it that holds no link to another post.
(known) => {
  "use strict";
  const numberOf = (anchor) => {
    const url = new URL(anchor.href, document.baseURI);
    return url.host === location.host ? known[decodeURIComponent(url.pathname)] : undefined;
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
