// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// Reads the profile. Each source gives its own answer; which one counts is decided later.
// Order of sources: schema.org in JSON-LD and microdata, microformats and the classes of
// WordPress, Open Graph last.

const WAYS = ["telephone", "email"];
const statedIn = (statistics, type, count) => {
  const row = statistics.find((s) => /WriteAction/.test(String(type(s)))) ??
    statistics.find((s) => !NOT_POSTS.test(String(type(s))));
  return row === undefined ? null : whole(count(row));
};

const profileFromLinkedData = () => {
  const { nodes, follow } = linkedData();
  const page = nodes.find((n) => isA(n, /ProfilePage$/));
  const who = page ? follow(asList(page.mainEntity ?? page.about)[0])
    : nodes.find((n) => isA(n, PERSON));
  if (!who || typeof who !== "object") return null;
  const logo = pictureIn(who.logo);
  const image = pictureIn(who.image);
  const statistics = [who.agentInteractionStatistic, who.interactionStatistic,
    page?.interactionStatistic].flatMap(asList);
  return {
    name: word(who.name), about: word(who.description),
    avatar: first(logo, image), cover: logo && image !== logo ? image : null,
    links: asList(who.sameAs).map(address).filter(Boolean),
    contact: [who, ...asList(who.contactPoint)].filter((one) => one && typeof one === "object")
      .flatMap((one) => WAYS.flatMap((way) => asList(one[way])))
      .filter((way) => typeof way === "string"),
    category: word(who.category),
    stated: statedIn(statistics,
      (s) => typeof s.interactionType === "object" ? s.interactionType?.["@type"]
        : s.interactionType, (s) => s.userInteractionCount),
  };
};

const microdataEntity = () => {
  const scopes = [...document.querySelectorAll("[itemscope][itemtype]")];
  const page = scopes.find((s) => typeIs(s, /ProfilePage$/));
  const main = page && props(page, "mainEntity")[0];
  if (main) return { page, who: main };
  return { page: null, who: scopes.find((s) => typeIs(s, PERSON) &&
    !s.hasAttribute("itemprop")) ?? null };
};
const profileFromMicrodata = () => {
  const { page, who } = microdataEntity();
  if (!who) return null;
  const logo = pictureOf(props(who, "logo")[0]);
  const image = pictureOf(props(who, "image")[0]);
  const statistics = [who, page].filter(Boolean).flatMap((s) =>
    [...props(s, "agentInteractionStatistic"), ...props(s, "interactionStatistic")]);
  const links = props(who, "sameAs").map(linkOf).filter(Boolean);
  return {
    name: plain(props(who, "name")[0]),
    about: props(who, "description")[0]?.tagName === "META"
      ? plain(props(who, "description")[0]) : textOf(props(who, "description")[0]) || null,
    avatar: first(logo, image), cover: logo ? image : null, links,
    contact: [who, ...props(who, "contactPoint")]
      .flatMap((scope) => WAYS.flatMap((way) => props(scope, way))).map(plain).filter(Boolean),
    category: plain(props(who, "category")[0]),
    stated: statedIn(statistics,
      (s) => first(linkOf(props(s, "interactionType")[0]),
        plain(props(s, "interactionType")[0])),
      (s) => plain(props(s, "userInteractionCount")[0])),
  };
};

const profileFromMicroformats = () => {
  const outside = (selector) => [...document.querySelectorAll(selector)]
    .find((n) => !n.closest(".hentry, .h-entry, .comment, article")) ?? null;
  const card = outside(".h-card");
  const inside = (selector) => card?.querySelector(selector) ?? null;
  const name = first(lineOf(inside(".p-name, .fn")),
    lineOf(outside(".page-title .vcard, .page-title > span, .author-title .vcard")),
    lineOf(outside(".author-name, .site-title")));
  const about = first(textOf(inside(".p-note, .note")),
    textOf(outside(".archive-description, .author-description, .author-bio, .taxonomy-description")),
    lineOf(outside(".site-description")));
  const avatar = inside(".u-photo, .photo") ??
    outside(".page-header img.avatar, .author-avatar img, img.custom-logo");
  const cover = inside(".u-featured") ??
    outside(".wp-custom-header img, .custom-header img, .header-image img");
  const links = [...(card?.querySelectorAll("a.u-url, a[rel~=me]") ?? [])].map(linkOf);
  return { name, about, avatar: linkOf(avatar), cover: linkOf(cover),
    links: links.filter(Boolean), stated: null };
};

const meta = (name) => document.querySelector(
  `meta[property="${name}"], meta[name="${name}"]`)?.content?.trim() || null;
const profileFromOpenGraph = () => ({ name: meta("og:title"), about: meta("og:description"),
  avatar: address(meta("og:image")), cover: null, links: [], stated: null,
  site: meta("og:site_name") });

const profile = () => [
  ["json-ld", profileFromLinkedData()], ["microdata", profileFromMicrodata()],
  ["microformats", profileFromMicroformats()], ["open-graph", profileFromOpenGraph()],
].filter(([, found]) => found).map(([source, found]) => ({ source, ...found }));
