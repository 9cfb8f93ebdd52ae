// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// Collects the signs that tell what kind of page this is; judges nothing.
() => {
  "use strict";
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0;
  // Scripts of Google, hCaptcha and Cloudflare put their riddle in a frame of its own;
  // the badge that is on every page of some sites is smaller than a riddle.
  const RIDDLES = 'iframe[src*="captcha" i], iframe[src*="challenges.cloudflare.com"],' +
    ' #challenge-form, #challenge-stage, form[action*="captcha" i],' +
    ' form[action*="/checkpoint/"], form[action*="/challenge/"],' +
    ' form[action*="/two_step_verification/"]';
  const isLarge = (element) => {
    const box = element.getBoundingClientRect();
    return box.width >= 200 && box.height >= 60 && !element.closest(".grecaptcha-badge");
  };
  const texts = (selector) => [...document.querySelectorAll(selector)].filter(isSeen)
    .map((element) => element.innerText.trim().slice(0, 2000)).filter(Boolean);
  // Facebook's, Instagram's and X's ways in: some ask for the password only later.
  const WAYS_IN = '#login_popup_cta_form, form#login_form, form#loginForm,' +
    ' form[action*="/login/" i], form[data-testid="royal_login_form"],' +
    ' [data-testid="LoginForm_Login_Button"],' +
    ' form input[autocomplete="username"][name="text"]';
  return {
    challenge: [...document.querySelectorAll(RIDDLES)].some((e) => isSeen(e) && isLarge(e)),
    password: [...document.querySelectorAll(`input[type=password], ${WAYS_IN}`)].some(isSeen),
    alerts: texts('[role="alert"], body.error404 h1, .error-404 h1, .page-404 h1,' +
      ' [data-testid="profileErrorScreen"]'),
    dialogs: texts('[role="dialog"], [role="alertdialog"], dialog[open],' +
      ' [aria-modal="true"], #CybotCookiebotDialog, #onetrust-banner-sdk'),
  };
}
