/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// What lives beside the content: readers, weather, topics, suggestions.

import { make } from "/static/dom.js";

export function sidebarElement() {
  const readers = make("p", { class: "laser" }, "Räknar läsare …");
  const weather = make("p", {}, "Hämtar väder …");
  const topics = make("p", { class: "amnen" });
  const others = make("p", { class: "dampad" }, "Hämtar förslag …");
  const note = make("p", { class: "dampad liten" });
  live(readers);
  forecast(weather);
  count(topics);
  suggest(others);
  install(note);
  events(note);
  return make(
    "div",
    { class: "tillbehor" },
    make("section", { class: "kort" }, make("h2", {}, "Just nu"), readers, weather),
    make("section", { class: "kort" }, make("h2", {}, "Ämnen"), topics),
    make("section", { class: "kort" }, make("h2", {}, "Fler konton"), others, note),
  );
}

function live(target) {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws`);
  const tell = () => socket.send(JSON.stringify({ typ: "laser", sida: location.pathname }));
  let timer;
  socket.addEventListener("open", () => {
    tell();
    timer = setInterval(tell, 5000);
  });
  socket.addEventListener("message", (event) => {
    target.textContent = `👀 ${JSON.parse(event.data).antal} läser nu`;
  });
  socket.addEventListener("close", () => clearInterval(timer));
  addEventListener("pagehide", () => socket.close());
}

async function forecast(target) {
  const answer = await fetch("/api/vader");
  const { ort, grader, text } = await answer.json();
  target.textContent = `🌨️ ${ort}: ${String(grader).replace("-", "−")} °C. ${text}`;
}

function count(target) {
  const worker = new Worker("/static/worker.js");
  worker.addEventListener("message", (event) => {
    target.replaceChildren(...event.data.map((topic) => make("span", {}, `#${topic}`)));
    worker.terminate();
  });
  worker.postMessage({ number: 6 });
}

async function suggest(target) {
  const answer = await fetch("/api/forslag");
  target.textContent = answer.ok ? await answer.text() : "Inga förslag just nu.";
}

async function install(target) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((done) => {
      navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
    });
  }
  const answer = await fetch("/api/installerad");
  const { kept } = await answer.json();
  target.textContent = `${kept} filer sparade för läsning utan nät.`;
}

// The stream ends by itself; the browser would open it again after a while.
function events(target) {
  const source = new EventSource("/api/handelser");
  source.addEventListener("message", (event) => {
    target.title = event.data;
  });
  source.addEventListener("error", () => source.close());
}
