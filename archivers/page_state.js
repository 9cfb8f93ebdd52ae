// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// Collects the signs that tell what kind of page this is; judges nothing.
() => {
  "use strict";
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0;
  const texts = (selector) => [...document.querySelectorAll(selector)].filter(isSeen)
    .map((element) => element.innerText.trim().slice(0, 2000)).filter(Boolean);
  return {
    password: [...document.querySelectorAll("input[type=password]")].some(isSeen),
    alerts: texts('[role="alert"], body.error404 h1, .error-404 h1, .page-404 h1'),
    dialogs: texts('[role="dialog"], [role="alertdialog"], dialog[open],' +
      ' [aria-modal="true"], #CybotCookiebotDialog, #onetrust-banner-sdk'),
  };
}
