// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// Reads posts and comments, and where they go on. The first vocabulary that marks up posts
// gives the posts, likewise the comments: microdata, then microformats and the classes of
// WordPress, ARIA roles last; JSON-LD fills in what the elements leave out.

// --- posts and comments: one reader a vocabulary -------------------------------------
const one = (root, selectors, inside) => {
  for (const selector of selectors.split(",")) {
    const found = [...root.querySelectorAll(selector)].find(inside);
    if (found) return found;
  }
  return null;
};
const READERS = [
  {
    source: "microdata",
    isPost: (e) => e.hasAttribute("itemscope") && typeIs(e, POST) &&
      !e.matches('[itemprop~="comment"]'),
    isComment: (e) => typeIs(e, COMMENT) || e.matches('[itemprop~="comment"]'),
    selector: "[itemscope][itemtype]",
    author: (e) => props(e, "author")[0] ?? props(e, "creator")[0],
    title: (e) => props(e, "headline")[0],
    body: (e) => props(e, "articleBody")[0] ?? props(e, "text")[0] ??
      props(e, "commentText")[0],
    time: (e) => props(e, "datePublished")[0] ?? props(e, "dateCreated")[0] ??
      props(e, "commentTime")[0],
    link: (e) => props(e, "url")[0] ?? props(e, "mainEntityOfPage")[0],
    comments: (e) => first(plain(props(e, "commentCount")[0]),
      props(e, "interactionStatistic").filter((s) => /CommentAction/.test(
        String(first(linkOf(props(s, "interactionType")[0]),
          plain(props(s, "interactionType")[0]))))).map((s) =>
        plain(props(s, "userInteractionCount")[0]))[0]),
  },
  {
    source: "microformats",
    isPost: (e) => e.matches(".h-entry, .hentry, article.post, article.type-post"),
    isComment: (e) => e.matches(".h-cite, li.comment, li.pingback, div.comment[id]"),
    selector: ".h-entry, .hentry, article.post, article.type-post, .h-cite, li.comment," +
      " li.pingback, div.comment[id]",
    author: (e, own) => one(e, ".p-author, .comment-author .fn, .comment-author cite," +
      " .author .fn, .author.vcard a, .byline a[rel~=author], .author-title," +
      " a[rel~=author]:not(.author-link), .byline, .author",
      own),
    title: (e, own) => one(e, ".entry-title, .p-name:not(.e-content)", own),
    body: (e, own) => one(e, ".e-content, .entry-content, .comment-content," +
      " .entry-summary, .p-summary, .comment-text", own),
    time: (e, own) => one(e, ".dt-published, time.published, time.entry-date," +
      " .comment-metadata time, .comment-meta time, time[datetime]", own),
    link: (e, own) => one(e, ".u-url, .entry-title a[href], a[rel~=bookmark]," +
      " .comment-metadata a[href], .comment-meta a[href], .posted-on a[href]", own),
    comments: (e, own) => lineOf(one(e, ".comments-link", own)),
  },
  {
    source: "aria",
    isPost: (e) => !e.parentElement?.closest("article, [role=article]"),
    isComment: (e) => Boolean(e.parentElement?.closest("article, [role=article]")),
    selector: "article, [role=feed] [role=article]",
    author: (e, own) => one(e, "[rel~=author], .author, address", own),
    title: (e, own) => one(e, "h1, h2, h3", own),
    body: (e, own) => one(e, "[data-body], .body, .content, .text", own) ?? e,
    time: (e, own) => one(e, "time[datetime]", own),
    link: (e, own) => one(e, "a[rel~=bookmark], a:has(> time)", own),
    comments: () => null,
  },
];

const number = new Map();
const readers = () => READERS.map((r) => ({ ...r,
  found: [...document.querySelectorAll(r.selector)] }));
const roots = () => {
  // The first vocabulary that marks up posts gives the posts, likewise the comments.
  const all = readers();
  const posts = all.find((r) => r.found.some((e) => r.isPost(e)));
  const talk = all.find((r) => (r === posts || r.source !== "aria") &&
    r.found.some((e) => r.isComment(e) && !r.isPost(e)));
  const found = new Map();
  for (const element of posts?.found ?? []) {
    if (posts.isPost(element)) found.set(element, { reader: posts, post: true });
  }
  for (const element of talk?.found ?? []) {
    if (talk.isComment(element) && !found.has(element)) {
      found.set(element, { reader: talk, post: false });
    }
  }
  const inOrder = [...found.keys()].sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  inOrder.forEach((element, index) => number.set(element, `n${index}`));
  return inOrder.map((element) => [element, found.get(element)]);
};

const largest = (img) => {
  const full = [...(img.srcset || "").matchAll(/(\S+)\s+([\d.]+)[wx]/g)]
    .sort((a, b) => Number(b[2]) - Number(a[2]))[0]?.[1];
  const link = img.closest("a[href]")?.href;
  const original = /\.(jpe?g|png|gif|webp|avif)(\?|$)/i.test(link ?? "") ? link : null;
  return address(first(img.dataset.full, img.dataset.original, original, full,
    img.currentSrc, img.getAttribute("src")));
};
const mediaOf = (element, own) => {
  const media = [];
  for (const img of element.querySelectorAll("img")) {
    const isFace = /avatar|emoji|smiley|icon/.test(img.className) ||
      img.closest('[itemprop~="author"], .author, .comment-author, .p-author');
    const url = own(img) && !isFace ? largest(img) : null;
    if (url) media.push({ url, alt: img.alt, video: false });
  }
  for (const film of element.querySelectorAll("video, audio")) {
    const url = own(film) ? address(first(film.currentSrc, film.getAttribute("src"),
      film.querySelector("source")?.src)) : null;
    if (url) media.push({ url, alt: film.getAttribute("aria-label") ?? "", video: true });
  }
  return media.filter((m, i) => media.findIndex((n) => n.url === m.url) === i);
};

const BYLINE = /^(by|av|skriven av|publicerad av|postat av|författare:?)\s+/i;
const signature = (author) => {
  const name = plain(author) ?? "";
  return author.matches(".author-title, .byline") ? name.replace(BYLINE, "") : name;
};
const addressOf = (author) => {
  const bio = author.closest(".author-bio")?.querySelector("a.author-link");
  return linkOf(author.querySelector("a[href]") ?? bio ?? author.closest("a[href]") ??
    author);
};

// Nesting follows the items, whatever tags they are made of.
const rootOf = (node) => {
  while (node && !number.has(node)) node = node.parentElement;
  return node;
};
const soleLink = (posts) => posts !== 1 ? null
  : (address(document.querySelector("link[rel=canonical]")?.href) ?? location.href)
    .split("#")[0];
const itemOf = (element, { reader, post }, context) => {
  const own = (node) => rootOf(node) === element;
  const author = reader.author(element, own);
  const time = reader.time(element, own);
  const inner = (node) => number.has(node) && node !== element;
  const body = reader.body(element, own);
  const box = element.getBoundingClientRect();
  const up = rootOf(element.parentElement);
  const anchor = element.id ? `#${element.id}` : null;
  return {
    key: number.get(element), post, source: reader.source,
    parent: up ? number.get(up) : post ? null : context.solePost,
    author: author ? signature(author) : "",
    author_url: author ? addressOf(author) : null,
    title: lineOf(reader.title(element, own)),
    text: textOf(body, inner),
    permalink: first(linkOf(reader.link(element, own)), post ? context.soleLink : null,
      anchor ? address(anchor) : null),
    published: first(time?.getAttribute("datetime"), time?.getAttribute("content")),
    published_text: time && time.tagName !== "META" ? lineOf(time) : "",
    comments: post ? first(whole(reader.comments(element, own)),
      context.soleLink ? context.statedBelow : null) : null,
    media: mediaOf(element, own),
    within: up ? number.get(up) : null,
    box: { x: box.x + scrollX, y: box.y + scrollY, width: box.width,
      height: box.height },
  };
};
// An item's own part of the page ends where the first answer inside it begins.
const ownPart = (items) => {
  const byKey = new Map(items.map((item) => [item.key, item]));
  for (const { within, box } of items) {
    const outer = byKey.get(within)?.box;
    if (outer && box.y > outer.y && box.y < outer.y + outer.height) {
      outer.height = box.y - outer.y;
    }
  }
  return items;
};

const STATED = ".comments-title, .comments-area > h2, #comments > h2";
const statedBelow = () => {
  const text = lineOf(document.querySelector(STATED));
  // WordPress leaves the heading out when there is nothing yet but the form.
  if (!text && document.querySelector("#respond, .comment-respond") &&
      !document.querySelector("li.comment")) return 0;
  return /^(one|ett|en)\b/i.test(text) ? 1 : whole(text);
};
const itemsFromElements = () => {
  const found = roots();
  const posts = found.filter(([, how]) => how.post);
  const context = {
    soleLink: soleLink(posts.length),
    solePost: posts.length === 1 ? number.get(posts[0][0]) : null,
    statedBelow: statedBelow(),
  };
  return ownPart(found.map(([element, how]) => itemOf(element, how, context)));
};

const itemsFromLinkedData = () => {
  const items = [];
  const visit = (node, parent) => {
    const key = `j${items.length}`;
    const post = !isA(node, COMMENT);
    items.push({ key, post, parent, source: "json-ld", author: word(node.author) ?? "",
      author_url: address(asList(node.author)[0]?.url), title: word(node.headline) ?? "",
      text: first(word(node.articleBody), word(node.text), word(node.commentText), "") ,
      permalink: address(first(word(node.url), word(node.mainEntityOfPage), node["@id"])),
      published: first(node.datePublished, node.dateCreated), published_text: "",
      comments: whole(first(node.commentCount)), box: null,
      media: asList(node.image).map((v) => pictureIn(v)).filter(Boolean)
        .map((url) => ({ url, alt: "", video: false })) });
    asList(node.comment).forEach((c) => typeof c === "object" && visit(c, key));
  };
  linkedData().nodes.filter((n) => isA(n, POST)).forEach((n) => visit(n, null));
  return items;
};

// JSON-LD fills in what the elements leave out, and stands alone where nothing else is.
const items = () => {
  const seen = itemsFromElements();
  const stated = itemsFromLinkedData();
  if (!seen.length) return stated.filter((i) => i.text || i.title);
  for (const item of seen) {
    const same = stated.find((s) => s.permalink && s.permalink === item.permalink);
    for (const field of same ? ["author", "published", "comments", "title", "text"] : []) {
      item[field] = first(item[field], same[field]) ?? item[field];
    }
  }
  return seen;
};

// --- where it goes on ----------------------------------------------------------------
const links = (selector) => [...document.querySelectorAll(selector)]
  .map((a) => address(a.getAttribute("href"))).filter(Boolean);
const isThread = (url) => /[?&]cpage=\d+|\/comment-page-\d+/.test(url);
const distinct = (urls) => [...new Set(urls.map((u) => u.split("#")[0]))]
  .filter((u) => u !== location.href.split("#")[0]);
const more = () => {
  const thread = links(".comment-navigation a[href], .comments-pagination a[href]," +
    " .comments-nav a[href]").filter(isThread);
  const next = links("a.next.page-numbers, link[rel=next], a[rel~=next], .nav-previous a," +
    " .pagination a.page-numbers, .older-posts a").filter((u) => !isThread(u));
  const isSingle = document.body?.matches(".single, .singular, .page") ?? false;
  const shown = document.querySelector(".comment-navigation .current," +
    " .comments-pagination .current")?.textContent;
  return { feed: isSingle ? [] : distinct(next), thread: distinct(thread),
    page: first(whole(location.href.match(/(?:cpage=|comment-page-)(\d+)/)?.[1]),
      whole(shown)) };
};
