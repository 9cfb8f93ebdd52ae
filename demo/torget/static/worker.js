/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
"use strict";

// Picks the account's most frequent words, away from the page's own thread.
self.addEventListener("message", async (event) => {
  const answer = await fetch("/api/amnen");
  const { words } = await answer.json();
  const dull = new Set("ansökan behöver kommuns klockan lördag måndag söndag tjänsten torsdag vanligt välkommen älmhults".split(" "));
  const topics = words.map(([word]) => word).filter((word) => !dull.has(word));
  self.postMessage(topics.slice(0, event.data.number));
});
