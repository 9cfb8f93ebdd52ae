/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// The comments below a post on its own page, some at a time.

import { ask } from "/static/api.js";
import { initials, make, moment, scope } from "/static/dom.js";
import { handle, permalink } from "/static/post.js";

export async function commentsElement(post, accountName) {
  const list = make("ol", { class: "kommentarer" });
  const more = make("button", { type: "button", class: "fler" }, "Visa fler kommentarer");
  const section = make(
    "div",
    { class: "kommentarsdel" },
    make("h2", {}, "Kommentarer"),
    list,
    more,
  );
  let cursor = null;
  const load = async () => {
    more.disabled = true;
    section.setAttribute("aria-busy", "true");
    const page = await ask("Comments", { handle, post: post.id, cursor });
    list.append(...page.edges.map((comment) => entry(comment, post, accountName)));
    cursor = page.page_info.end_cursor;
    section.setAttribute("aria-busy", "false");
    more.disabled = false;
    if (!page.page_info.has_next_page) more.remove();
  };
  more.addEventListener("click", load);
  await load();
  if (!list.children.length) {
    section.append(make("p", { class: "dampad" }, "Ingen har kommenterat än."));
  }
  return section;
}

function entry(comment, post, accountName) {
  const anchor = `kommentar-${comment.id}`;
  const official = comment.is_by_account
    ? make("span", { class: "marke", title: `Svar från ${accountName}` }, "Kommunen")
    : null;
  return make(
    "li",
    { ...scope("Comment", { itemprop: "comment" }), id: anchor },
    make("span", { class: "initialer", "aria-hidden": "true" }, initials(comment.author)),
    make(
      "div",
      { class: "pratbubbla" },
      make("b", { ...scope("Person"), itemprop: "author" }, make("span", { itemprop: "name" }, comment.author)),
      official,
      make("p", { itemprop: "text" }, comment.text),
    ),
    make(
      "a",
      { class: "tid", itemprop: "url", href: `${permalink(post.id)}#${anchor}` },
      moment(comment.published),
    ),
    comment.replies.length
      ? make("ol", {}, ...comment.replies.map((reply) => entry(reply, post, accountName)))
      : null,
  );
}
