/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// A post, the same in the feed and on its own page.

import { ask } from "/static/api.js";
import { counted, make, moment, scope } from "/static/dom.js";

export const handle = location.pathname.split("/")[2];

// Half of the pictures wait for this observer, half for the browser's own laziness.
const nearing = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      nearing.unobserve(entry.target);
      if (entry.target.dataset.srcset) entry.target.srcset = entry.target.dataset.srcset;
      entry.target.src = entry.target.dataset.src;
    }
  },
  { rootMargin: "300px" },
);

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      react(entry.target);
    }
  },
  { threshold: 0.1 },
);

const playing = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) target.play().catch(() => {});
    else target.pause();
  }
});

export function permalink(id) {
  return `/konto/${handle}/inlagg/${id}`;
}

export function postElement(post, order) {
  const article = make(
    "article",
    {
      ...scope("SocialMediaPosting"),
      id: `inlagg-${post.id}`,
      class: "kort inlagg",
      tabindex: "0",
      "aria-posinset": order,
      "aria-setsize": order ? "-1" : null,
    },
    byline(post),
    ...text(post),
    pictures(post.pictures),
    video(post.video),
    ...post.links.map(preview),
    footer(post),
  );
  seen.observe(article);
  return article;
}

function byline(post) {
  return make(
    "header",
    { class: "avsandare" },
    make("img", { class: "liten-avatar", src: post.author.avatar, alt: "", width: 44, height: 44 }),
    make(
      "div",
      {},
      make(
        "strong",
        { ...scope("Organization"), itemprop: "author" },
        make("span", { itemprop: "name" }, post.author.name),
      ),
      make("a", { class: "tid", itemprop: "url", href: permalink(post.id) }, moment(post.published)),
    ),
  );
}

function text(post) {
  const body = make("p", { class: "brodtext", itemprop: "articleBody" }, post.text);
  if (!post.is_cut) return [body];
  const more = make("button", { type: "button", class: "lank" }, "Visa mer");
  more.addEventListener("click", async () => {
    more.disabled = true;
    const whole = await ask("FullText", { handle, post: post.id });
    body.textContent = whole.text;
    more.remove();
  });
  return [body, more];
}

function pictures(listed) {
  if (!listed.length) return null;
  return make("div", { class: `bilder antal-${listed.length}` }, ...listed.map(picture));
}

function picture(shown, place) {
  const sources = shown.sources.map(({ url, width }) => `${url} ${width}w`).join(", ");
  const small = shown.sources.length ? shown.sources[0].url : shown.original;
  const image = make("img", {
    itemprop: "image",
    alt: shown.alt,
    width: 1600,
    height: 1066,
    sizes: sources ? "(max-width: 640px) 100vw, 620px" : null,
  });
  if (place % 2) {
    image.loading = "lazy";
    if (sources) image.srcset = sources;
    image.src = small;
  } else {
    image.dataset.src = small;
    if (sources) image.dataset.srcset = sources;
    nearing.observe(image);
  }
  return make("a", { class: "bildlank", href: shown.original, title: "Visa i full storlek" }, image);
}

function video(shown) {
  if (!shown) return null;
  const element = make("video", {
    class: "film",
    src: shown.url,
    "aria-label": shown.alt,
    controls: true,
    loop: true,
    playsinline: true,
    preload: "auto",
    width: 640,
    height: 360,
  });
  element.muted = true;
  playing.observe(element);
  return element;
}

function preview(link) {
  const image = link.picture
    ? make("img", { src: link.picture, alt: "", width: 120, height: 80, loading: "lazy" })
    : null;
  image?.addEventListener("error", () => image.classList.add("saknas"));
  return make(
    "a",
    { class: "forhandsvisning", href: link.url, rel: "noopener nofollow" },
    image,
    make("span", {}, make("b", {}, link.title), make("small", {}, new URL(link.url).host)),
  );
}

function footer(post) {
  return make(
    "footer",
    { class: "siffror" },
    make("meta", { itemprop: "commentCount", content: post.comments }),
    make("span", { class: "gillar" }, "👍 –"),
    make("a", { href: permalink(post.id) }, `💬 ${counted(post.comments, "kommentar", "kommentarer")}`),
  );
}

async function react(article) {
  const post = article.id.replace("inlagg-", "");
  try {
    const { likes } = await ask("Reactions", { handle, post });
    article.querySelector(".gillar").textContent = `👍 ${likes}`;
  } catch {
    article.querySelector(".gillar").remove();
  }
}
