/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
"use strict";

// Keeps two files for use without a network, and answers one address itself.
const SHELF = "torget-1";
const KEPT = ["/static/offline.html", "/static/torget.css"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname !== "/api/installerad") return;
  const answer = { installed: true, kept: KEPT.length };
  event.respondWith(
    new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } }),
  );
});
