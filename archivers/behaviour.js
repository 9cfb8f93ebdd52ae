// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// One small movement in a page at a time; Avbild's Python decides when it is enough.
async (order) => {
  "use strict";
  const { action, ...given } = order;
  const MEMORY = Symbol.for("avbild.behaviour");
  const memory = (window[MEMORY] ??= { clicked: new WeakMap(), covered: new WeakMap(),
    tries: new WeakMap(), left: false });
  const frame = () => new Promise((done) => {
    // A tab in the background draws no frames: never wait for one longer than this.
    const timer = setTimeout(done, 100);
    requestAnimationFrame(() => { clearTimeout(timer); done(); });
  });
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0;

  // --- scrolling ----------------------------------------------------------------------
  const scroller = () => {
    const root = document.scrollingElement ?? document.documentElement;
    if (root.scrollHeight > innerHeight + 50) return root;
    const inner = [...document.querySelectorAll("main, main *, body > *, body > * > *")]
      .find((e) => e.scrollHeight > e.clientHeight + 50 &&
        e.clientHeight > innerHeight / 2 &&
        /auto|scroll/.test(getComputedStyle(e).overflowY));
    return inner ?? root;
  };
  const move = (element, distance) =>
    element.scrollBy({ top: distance, behavior: "instant" });

  // --- what tells that the page has grown ---------------------------------------------
  const ITEMS = "article, [role=article], .hentry, .h-entry, li.comment," +
    " [itemtype*=Posting], [itemtype$=Article], [itemtype$='/Comment']";
  const hasEnd = () => {
    const pattern = new RegExp(given.ends, "i");
    return [...document.querySelectorAll("[role=status], [role=feed] ~ *, [role=feed] > *," +
      " main p, main > div, .end, .no-more")].some((e) => e.childElementCount < 3 &&
      e.textContent.length < 120 && pattern.test(e.textContent.trim()) && isSeen(e));
  };
  const look = (clicked, moved) => {
    const items = document.querySelectorAll(ITEMS);
    const at = scroller();
    const mark = (e) => e?.id || e?.querySelector("a[href]")?.href || "";
    return { height: at.scrollHeight, items: items.length, clicked, moved,
      edge: `${mark(items[0])} ${mark(items[items.length - 1])}`,
      bottom: at.scrollTop + at.clientHeight >= at.scrollHeight - 4,
      end: hasEnd(), left: memory.left,
      busy: [...document.querySelectorAll('[aria-busy="true"]')].some(isSeen) };
  };

  // --- buttons that unfold ------------------------------------------------------------
  const PRESSABLE = "button, [role=button], summary, input[type=button], a:not([href])," +
    ' a[href="#"], a[href^="javascript:"]';
  const nameOf = (element) => (element.getAttribute("aria-label") || element.innerText ||
    element.value || "").replace(/\s+/g, " ").trim();
  const mayPress = (element, pattern) => {
    const name = nameOf(element);
    return name.length < 80 && pattern.test(name) && !element.disabled &&
      element.getAttribute("aria-expanded") !== "true" &&
      element.getAttribute("aria-disabled") !== "true" &&
      !(element.tagName === "SUMMARY" && element.parentElement?.open) &&
      !(element.type === "submit" && element.closest("form")) && isSeen(element);
  };
  const press = () => {
    const pattern = new RegExp(given.expanders, "i");
    const before = location.href.split("#")[0];
    let pressed = 0;
    for (const element of document.querySelectorAll(PRESSABLE)) {
      if (memory.left || pressed >= 20 || !mayPress(element, pattern)) continue;
      // The same button again only if the page has grown since the last time.
      const size = document.getElementsByTagName("*").length;
      if (memory.clicked.get(element) === size) continue;
      element.click();
      memory.clicked.set(element, document.getElementsByTagName("*").length);
      pressed += 1;
      if (location.href.split("#")[0] !== before) { memory.left = true; history.back(); }
    }
    return pressed;
  };

  const step = async () => {
    const clicked = given.press ? press() : 0;
    const at = scroller();
    const before = at.scrollTop;
    if (given.nudge) { move(at, -1.5 * innerHeight); await frame(); move(at, 1e7); }
    else move(at, 0.9 * innerHeight);
    await frame();
    return look(clicked, !given.nudge && Math.abs(at.scrollTop - before) > 2);
  };

  // --- pictures -----------------------------------------------------------------------
  const isAsked = (img) => Boolean(img.currentSrc || img.getAttribute("src") || img.srcset);
  const isWaiting = (img) => {
    if (isAsked(img)) return !img.complete;
    // A script is to give it its address when it comes into view; some never do.
    const later = img.dataset.src || img.dataset.srcset || img.dataset.lazySrc;
    return Boolean(later) && (memory.tries.get(img) ?? 0) < 5;
  };
  const show = async (img) => {
    img.scrollIntoView({ block: "center", behavior: "instant" });
    memory.tries.set(img, (memory.tries.get(img) ?? 0) + 1);
    // Some scripts wait to see whether the visitor stays.
    const until = performance.now() + 250;
    do await frame(); while (!isAsked(img) && performance.now() < until);
  };
  const sweep = async () => {
    const waiting = [...document.images].filter((i) => isWaiting(i) && isSeen(i));
    for (const img of waiting.slice(0, given.most)) await show(img);
    return { waiting: waiting.filter(isWaiting).length };
  };

  // --- originals: larger than what the page happened to show --------------------------
  const originals = (urls) => {
    memory.originals ??= new Map();
    for (const url of urls) {
      if (memory.originals.has(url) ||
          [...document.images].some((i) => i.currentSrc === url && i.naturalWidth)) continue;
      const img = new Image();
      memory.originals.set(url, img);
      img.src = url;
    }
    return { waiting: [...memory.originals.values()].filter((i) => !i.complete).length };
  };

  // --- films --------------------------------------------------------------------------
  const cover = (film) => {
    const spans = memory.covered.get(film) ?? [];
    for (let i = 0; i < film.buffered.length; i += 1) {
      spans.push([film.buffered.start(i), film.buffered.end(i)]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    const joined = [];
    for (const span of spans) {
      const last = joined.at(-1);
      if (last && span[0] <= last[1] + 0.3) last[1] = Math.max(last[1], span[1]);
      else joined.push([...span]);
    }
    memory.covered.set(film, joined);
    return joined;
  };
  const roll = (film, stuck) => {
    film.muted = true;
    if (film.preload !== "auto") film.preload = "auto";
    if (film.paused && !film.ended) film.play().catch(() => film.load());
    const joined = cover(film);
    const edge = joined.find((s) => s[0] < 0.5)?.[1] ?? 0;
    // Sound may end a little before the picture: near the end counts once a nudge to
    // fetch the rest has given nothing. Sooner, and the last bytes would be cut off.
    memory.nudged ??= new Set();
    const left = Number.isFinite(film.duration) ? film.duration - edge : Infinity;
    const whole = left <= 0.05 || (left <= 0.5 && stuck && memory.nudged.has(film));
    if (!whole && stuck && edge > 0) {
      film.currentTime = Math.max(0, edge - 0.2);
      if (left <= 0.5) memory.nudged.add(film);
    }
    if (whole) { film.pause(); film.currentTime = 0; }
    return { edge, whole: whole || Boolean(film.error) };
  };
  // A film that this browser has no decoder for is fetched as a file instead.
  const fetchUnplayable = (film) => {
    const url = film.currentSrc || film.getAttribute("src");
    memory.fetched ??= new Set();
    if (!film.error || !/^https?:/.test(url ?? "") || memory.fetched.has(url)) return false;
    memory.fetched.add(url);
    fetch(url, { mode: "no-cors", credentials: "include" })
      .then((answer) => answer.arrayBuffer()).catch(() => {});
    return true;
  };
  const films = () => [...document.querySelectorAll("video, audio")]
    .filter((f) => f.currentSrc || f.getAttribute("src") || f.querySelector("source"));

  switch (action) {
    case "look": return look(0, false);
    case "step": return step();
    case "sweep": return sweep();
    case "originals": return originals(given.urls);
    case "films": {
      const rolled = films().map((film) => roll(film, given.stuck));
      return { waiting: rolled.filter((r) => !r.whole).length,
        fetched: films().filter(fetchUnplayable).length,
        edge: rolled.reduce((sum, r) => sum + r.edge, 0) };
    }
    default: scrollTo({ top: 0, behavior: "instant" }); return null;
  }
}
