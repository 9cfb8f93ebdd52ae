/* SPDX-FileCopyrightText: 2026 Avbild contributors
   SPDX-License-Identifier: EUPL-1.2 */
// Builds elements, and tells times the way people do.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function scope(type, attributes = {}) {
  return { itemscope: true, itemtype: `https://schema.org/${type}`, ...attributes };
}

export function relative(moment) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(moment)) / 60000));
  if (minutes < 1) return "nyss";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} tim`;
  if (minutes < 7 * 24 * 60) return `${Math.floor(minutes / 1440)} d`;
  const options = { day: "numeric", month: "long" };
  if (minutes > 330 * 1440) options.year = "numeric";
  return new Intl.DateTimeFormat("sv-SE", options).format(new Date(moment));
}

export function moment(published) {
  return make("time", { itemprop: "datePublished", datetime: published }, relative(published));
}

export function spinner(label) {
  const ring = make("span", { class: "ring", "aria-hidden": "true" });
  return make("p", { class: "vantar", role: "status" }, ring, label);
}

export function counted(number, one, many) {
  return `${number.toLocaleString("sv-SE")} ${number === 1 ? one : many}`;
}

export function initials(name) {
  return name.split(/[\s-]+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
}

export function problem(title, text) {
  return make(
    "section",
    { class: "kort problem", role: "alert" },
    make("h1", {}, title),
    text ? make("p", {}, text) : null,
  );
}
