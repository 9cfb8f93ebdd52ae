// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Makes a page stand still for paper and pictures: what follows the window (fixed and
// sticky elements) gets one place on the page, and what scrolls inside a box is unrolled,
// so that nothing is printed on every sheet or hidden below an edge.
async () => {
  const everything = (root) =>
    [...root.querySelectorAll("*")].flatMap((element) =>
      element.shadowRoot ? [element, ...everything(element.shadowRoot)] : [element]);
  const force = (element, rules) => {
    for (const [name, value] of Object.entries(rules)) {
      element.style.setProperty(name, value, "important");
    }
  };
  const free = {
    position: "relative", top: "auto", right: "auto", bottom: "auto", left: "auto",
    transform: "none",
  };
  const unrolled = {
    height: "auto", "max-height": "none", "overflow-x": "clip", "overflow-y": "visible",
    contain: "none",
  };
  const container = (element) => element.parentElement || element.getRootNode().host || null;
  const elements = everything(document.body).filter((element) => element.style);

  window.scrollTo({ top: 0, left: 0, behavior: "instant" });

  // 1. Boxes that carry most of the page and scroll inside themselves, with all around them.
  const isPageInABox = (element, style) =>
    /auto|scroll/.test(style.overflowY) &&
    element.scrollHeight > element.clientHeight + 1 &&
    element.clientWidth * element.clientHeight > 0.5 * innerWidth * innerHeight;
  for (const box of elements.filter((e) => isPageInABox(e, getComputedStyle(e)))) {
    box.scrollTop = 0;
    for (let each = box; each && each !== document.body; each = container(each)) {
      const { position } = getComputedStyle(each);
      force(each, unrolled);
      if (position === "fixed" || position === "absolute") force(each, free);
    }
  }
  for (const root of [document.documentElement, document.body]) {
    if (getComputedStyle(root).overflowY !== "visible") force(root, unrolled);
  }

  // 2. What follows the window. Read every style and place before the first change.
  const seen = elements.map((element) => {
    const style = getComputedStyle(element);
    return {
      element, position: style.position, transform: style.transform,
      place: element.getBoundingClientRect(),
      isHidden: style.visibility === "hidden" || style.opacity === "0",
      skipsPainting: style.contentVisibility === "auto",
    };
  });
  const isOutside = (place) =>
    place.bottom <= 0 || place.right <= 0 || place.top >= innerHeight || place.left >= innerWidth;
  for (const { element, position, transform, place, isHidden, skipsPainting } of seen) {
    if (skipsPainting) force(element, { "content-visibility": "visible" });
    if (position === "sticky") force(element, { ...free, transform });
    if (position !== "fixed" || place.width * place.height === 0) continue;
    if (isHidden || isOutside(place)) {
      force(element, { display: "none" });
    } else if (place.top < innerHeight / 2) {
      pin(element, place);
    } else {
      force(element, free);
    }
  }

  // 3. The browser's own player buttons, which come and go and are no part of the page.
  for (const video of elements.filter((element) => element.matches("video[controls]"))) {
    video.controls = false;
  }

  // A header keeps its place at the top of the page, above what it covers there.
  function pin(element, place) {
    force(element, { position: "absolute" });
    const now = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const top = parseFloat(style.top) + place.top - now.top;
    const left = parseFloat(style.left) + place.left - now.left;
    if (Math.abs(place.top - now.top) > 1) force(element, { top: `${top}px`, bottom: "auto" });
    if (Math.abs(place.left - now.left) > 1) force(element, { left: `${left}px`, right: "auto" });
    if (Math.abs(place.width - element.getBoundingClientRect().width) > 1) {
      force(element, { width: `${place.width}px`, "box-sizing": "border-box" });
    }
  }
  const later = new Promise((resolve) => setTimeout(resolve, 2000));
  await Promise.race([document.fonts.ready, later]);
}
