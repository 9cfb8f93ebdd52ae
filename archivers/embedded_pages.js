// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Collects what a page carries of its account: the scripts that mention it, what the page
// calls itself, and the places of its posts. Judges nothing. `names` are the account's
// own, `posts` patterns of the addresses of posts, and `own` such that count only on the
// account's own page.
(asked) => {
  "use strict";
  const { names, posts, own, places, wanted } = asked;
  const WIDEST_ICON = 150;
  const source = () => {
    const mentions = (text) =>
      names.some((name) => text.toLowerCase().includes(name.toLowerCase()));
    const scripts = [...document.querySelectorAll("script:not([src])")]
      .filter((script) => mentions(script.textContent))
      .map((script) => ({ kind: script.type, text: script.textContent }));
    const meta = {};
    for (const element of document.querySelectorAll("meta[property], meta[name]")) {
      const name = element.getAttribute("property") ?? element.getAttribute("name");
      meta[name] ??= element.content;
    }
    const lang = document.documentElement.lang;
    return { url: location.href, lang, scripts, meta, shown: shownAt() };
  };
  // What stands at the places of the profile: an image's address, an element's text.
  const shownAt = () => {
    const said = {};
    for (const [field, selectors] of Object.entries(places)) {
      for (const selector of selectors) {
        const element = document.querySelector(selector);
        if (!element || said[field]) continue;
        const image = element.currentSrc || element.href?.baseVal || "";
        said[field] = image || (element.innerText ?? "").trim();
      }
    }
    return said;
  };
  const keyOf = (address) => {
    const url = new URL(address, document.baseURI);
    if (url.host !== location.host) return null;
    const place = decodeURI(url.pathname) + url.search;
    for (const pattern of [...posts, ...own]) {
      const found = place.match(new RegExp(pattern, "i"));
      if (found) return found[1];
    }
    return null;
  };
  const keyOrNull = (address) => {
    try {
      return keyOf(address);
    } catch {
      return null; // what is no address leads nowhere
    }
  };
  const found = () => {
    const links = [...document.querySelectorAll("a[href]")]
      .map((anchor) => [anchor, keyOrNull(anchor.href)])
      .filter(([, key]) => key !== null);
    const holdsAnother = (element, key) =>
      links.some(([anchor, other]) => other !== key && element.contains(anchor));
    const places = new Map();
    for (const [anchor, key] of links) {
      if (!places.has(key)) places.set(key, placeOf(anchor, key, holdsAnother));
    }
    const here = keyOrNull(location.href);
    if (here !== null && !places.has(here)) {
      places.set(here, [document.querySelector("main, [role=main]") ?? document.body, location.href]);
    }
    return [...places].map(([key, [element, address]]) => item(key, element, address));
  };
  // The largest element around a link that holds no link to another post; an article
  // is taken before what lies around it.
  const placeOf = (anchor, key, holdsAnother) => {
    let element = anchor;
    let article = null;
    for (;;) {
      if (element.matches("article, [role=article]")) article = element;
      const above = element.parentElement;
      const isEnd = !above || above === document.body || above.matches("main, [role=main]");
      if (isEnd || holdsAnother(above, key)) return [article ?? element, anchor.href];
      element = above;
    }
  };
  const item = (key, element, address) => {
    const box = element.getBoundingClientRect();
    const time = element.querySelector("time[datetime]");
    const media = [...element.querySelectorAll("img")]
      .filter((img) => img.naturalWidth >= WIDEST_ICON && /^https?:/.test(img.currentSrc))
      .map((img) => ({ url: img.currentSrc, alt: img.alt ?? "" }));
    return {
      key,
      address,
      text: element.innerText ?? "",
      published: time?.getAttribute("datetime") ?? null,
      said: time?.innerText ?? "",
      media,
      box: { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height },
    };
  };
  return { source, found }[wanted]();
};
