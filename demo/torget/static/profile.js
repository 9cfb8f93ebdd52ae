/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// The account's page: cover, facts and the endless feed.

import { ask } from "/static/api.js";
import { counted, make, scope, spinner } from "/static/dom.js";
import { handle, postElement } from "/static/post.js";

export async function profilePage(sidebar) {
  const profile = await ask("Profile", { handle });
  document.title = `${profile.name} | Torget`;
  const feed = make("div", { class: "flode", role: "feed", "aria-label": "Inlägg", "aria-busy": "false" });
  const end = make("div", { class: "slut" });
  const page = make(
    "div",
    { ...scope("ProfilePage"), class: "profilsida" },
    heading(profile),
    make("div", { class: "spalter" }, make("div", {}, feed, end), sidebar),
  );
  endless(feed, end);
  return page;
}

function heading(profile) {
  return make(
    "section",
    { class: "kort huvud", ...scope("Organization", { itemprop: "mainEntity" }) },
    make("meta", { itemprop: "identifier", content: profile.id }),
    make("img", {
      class: "omslag",
      itemprop: "image",
      src: profile.cover,
      alt: "Omslagsbild",
      width: 1600,
      height: 600,
    }),
    make(
      "div",
      { class: "namnrad" },
      make("img", {
        class: "avatar",
        itemprop: "logo",
        src: profile.avatar,
        alt: "Profilbild",
        width: 160,
        height: 160,
      }),
      make(
        "div",
        {},
        make("h1", { itemprop: "name" }, profile.name),
        make("p", { class: "dampad" }, `@${profile.handle} · ${profile.category}`),
      ),
    ),
    make("p", { class: "om", itemprop: "description" }, profile.about),
    make("p", { class: "lankar" }, ...profile.links.map(outward)),
    make(
      "p",
      { class: "tal" },
      counter("WriteAction", profile.posts, "inlägg", "inlägg"),
      counter("FollowAction", profile.followers, "följare", "följare"),
    ),
  );
}

function outward(url) {
  const text = url.replace("https://www.", "").replace(/\/$/, "");
  return make("a", { itemprop: "sameAs", href: url, rel: "me noopener" }, text);
}

function counter(action, number, one, many) {
  return make(
    "span",
    scope("InteractionCounter", { itemprop: "interactionStatistic" }),
    make("meta", { itemprop: "interactionType", content: `https://schema.org/${action}` }),
    make("meta", { itemprop: "userInteractionCount", content: number }),
    counted(number, one, many),
  );
}

// One page at a time; that it was the last is known only from the answer.
function endless(feed, end) {
  let cursor = null;
  let busy = false;
  let number = 0;
  const load = async () => {
    if (busy) return;
    busy = true;
    feed.setAttribute("aria-busy", "true");
    const waiting = spinner("Hämtar fler inlägg …");
    end.replaceChildren(waiting);
    const page = await ask("Feed", { handle, cursor });
    for (const post of page.edges) feed.append(postElement(post, ++number));
    cursor = page.page_info.end_cursor;
    feed.setAttribute("aria-busy", "false");
    busy = false;
    if (page.page_info.has_next_page) {
      end.replaceChildren();
      near.unobserve(end);
      near.observe(end);
    } else {
      near.disconnect();
      end.replaceChildren(make("p", { class: "dampad" }, "Du har sett alla inlägg"));
    }
  };
  const near = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && load(),
    { rootMargin: "500px" },
  );
  near.observe(end);
}
