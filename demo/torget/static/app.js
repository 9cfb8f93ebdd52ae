/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// Starts the page: asks about cookies if it must, then shows account or post.

import { Refused, ask, start } from "/static/api.js";
import { commentsElement } from "/static/comments.js";
import { make, problem, spinner } from "/static/dom.js";
import { handle, postElement } from "/static/post.js";
import { profilePage } from "/static/profile.js";
import { sidebarElement } from "/static/sidebar.js";

const CONSENT = "torget_kakor";
const root = document.getElementById("sida");
const main = make("main", { id: "innehall" });

root.replaceChildren(topBar(), main, bottom());
run();

async function run() {
  main.replaceChildren(spinner("Läser in …"));
  try {
    const { cookie_wall: wall } = await start();
    if (wall && !document.cookie.includes(`${CONSENT}=`)) await consent();
    const id = location.pathname.split("/")[4];
    main.replaceChildren(id ? await postPage(id) : await profilePage(sidebarElement()));
    greet();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    main.replaceChildren(explain(error));
  }
}

async function postPage(id) {
  const post = await ask("Post", { handle, post: id });
  document.title = `${post.author.name}: ${post.text.slice(0, 40)} … | Torget`;
  const article = postElement(post);
  article.classList.add("ensamt");
  article.append(await commentsElement(post, post.author.name));
  const back = make("a", { class: "tillbaka", href: `/konto/${handle}` }, `← ${post.author.name}`);
  return make("div", { class: "inlaggssida" }, back, article);
}

function explain(error) {
  if (error.code === "ACCOUNT_NOT_FOUND") {
    document.title = "Kontot finns inte längre | Torget";
    return problem("Kontot finns inte längre", "Det kan ha stängts av den som äger det.");
  }
  if (error.status === 429) return problem("För många förfrågningar", "Försök igen om en stund.");
  return problem(error.message);
}

function consent() {
  return new Promise((done) => {
    const choose = (choice) => {
      document.cookie = `${CONSENT}=${choice}; path=/; max-age=31536000; samesite=lax`;
      overlay.remove();
      done();
    };
    const overlay = make(
      "div",
      { class: "skynke" },
      make(
        "div",
        { class: "kort kakor", role: "dialog", "aria-modal": "true", "aria-labelledby": "kakrubrik", id: "kakor" },
        make("h2", { id: "kakrubrik" }, "Torget använder kakor"),
        make("p", {}, "Vi använder kakor för att sidan ska fungera och för statistik. Välj vad du godkänner innan du går vidare."),
        make("button", { type: "button", onclick: () => choose("alla") }, "Godkänn alla kakor"),
        make("button", { type: "button", class: "tyst", onclick: () => choose("nodvandiga") }, "Bara nödvändiga kakor"),
      ),
    );
    document.body.append(overlay);
    overlay.querySelector("button").focus();
  });
}

function greet() {
  navigator.sendBeacon("/api/besok", JSON.stringify({ sida: location.pathname }));
}

function topBar() {
  return make(
    "header",
    { class: "toppen" },
    make("a", { class: "hoppa", href: "#innehall" }, "Hoppa till innehållet"),
    make(
      "a",
      { class: "logga", href: "/" },
      make("img", { src: "/static/torget.svg", alt: "", width: 30, height: 30 }),
      "Torget",
    ),
  );
}

function bottom() {
  return make(
    "footer",
    { class: "botten" },
    make("p", {}, "Torget är en påhittad webbplats. Inlägg, kommentarer och personer är uppdiktade."),
  );
}
