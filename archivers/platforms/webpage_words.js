// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
// What the reading of profiles and of items shares: text as people see it, addresses, and
// the two forms of schema.org. The parts are joined and run in the page as one function.

// --- text and addresses --------------------------------------------------------------
const BLOCK = /^(block|flex|grid|list-item|table|table-row|flow-root)$/;
const SILENT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "BUTTON", "SELECT",
  "TEXTAREA", "INPUT", "VIDEO", "AUDIO", "IFRAME", "SVG", "svg", "DATALIST"]);

const tidy = (text) => text.replace(/[\u200b\u2060\ufeff\u00ad]/g, "")
  .replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{3,}/g, "\n\n").trim();

const gather = (node, skip, parts) => {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const keeps = getComputedStyle(node).whiteSpace.startsWith("pre");
      parts.push(keeps ? child.data : child.data.replace(/\s+/g, " "));
    } else if (child.nodeType === Node.ELEMENT_NODE && !SILENT.has(child.tagName) &&
               !(skip && skip(child))) {
      gatherElement(child, skip, parts);
    }
  }
};
const gatherElement = (element, skip, parts) => {
  if (element.tagName === "BR") { parts.push("\n"); return; }
  if (element.tagName === "IMG") {
    if (/\bemoji\b|wp-smiley/.test(element.className)) parts.push(element.alt);
    return;
  }
  const style = getComputedStyle(element);
  if (style.display === "none" || element.hidden) return;
  const edge = element.tagName === "P" ? "\n\n" : BLOCK.test(style.display) ? "\n" : "";
  parts.push(edge);
  gather(element, skip, parts);
  parts.push(edge);
};
const textOf = (element, skip = null) => {
  if (!element) return "";
  const parts = [];
  gather(element, skip, parts);
  return tidy(parts.join(""));
};
const lineOf = (element) => textOf(element).replace(/\s+/g, " ");

const address = (value) => {
  if (!value || typeof value !== "string") return null;
  try {
    const url = new URL(value, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch { return null; }
};
const whole = (value) => {
  const digits = String(value ?? "").replace(/[\s\u00a0.,]/g, "").match(/\d+/);
  return digits ? Number(digits[0]) : null;
};
const first = (...values) => values.find((v) => v !== null && v !== undefined && v !== "")
  ?? null;

// --- microdata -----------------------------------------------------------------------
const scopeOf = (node) => node.parentElement?.closest("[itemscope]") ?? null;
const typeIs = (element, pattern) => pattern.test(element.getAttribute("itemtype") ?? "");
const props = (scope, name) =>
  [...scope.querySelectorAll(`[itemprop~="${name}"]`)].filter((n) => scopeOf(n) === scope);
const plain = (node) => {
  if (!node) return null;
  if (node.hasAttribute("itemscope")) {
    return first(plain(props(node, "name")[0]), lineOf(node));
  }
  if (node.tagName === "META") return node.content.trim();
  if (node.tagName === "TIME") return node.dateTime || lineOf(node);
  if (node.tagName === "DATA") return node.value;
  return lineOf(node);
};
const linkOf = (node) => {
  if (!node) return null;
  if (node.hasAttribute("itemscope")) {
    return first(linkOf(props(node, "url")[0]), address(node.getAttribute("itemid")));
  }
  return address(first(node.currentSrc, node.getAttribute("href"),
    node.getAttribute("src"), node.getAttribute("content")));
};
const pictureOf = (node) => node?.hasAttribute("itemscope")
  ? first(linkOf(props(node, "contentUrl")[0]), linkOf(node)) : linkOf(node);

// --- JSON-LD -------------------------------------------------------------------------
const asList = (value) => value === undefined || value === null ? []
  : Array.isArray(value) ? value : [value];
const linkedData = () => {
  const nodes = [];
  const visit = (value, depth) => {
    if (depth > 6 || typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) { value.forEach((v) => visit(v, depth + 1)); return; }
    if (value["@type"]) nodes.push(value);
    if (value["@graph"]) visit(value["@graph"], depth + 1);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try { visit(JSON.parse(script.textContent), 0); } catch { /* not ours to mend */ }
  }
  const byId = new Map(nodes.filter((n) => n["@id"]).map((n) => [n["@id"], n]));
  return { nodes, follow: (v) => (v && v["@id"] && byId.get(v["@id"])) || v };
};
const isA = (node, pattern) => asList(node?.["@type"]).some((t) => pattern.test(String(t)));
const word = (value) => {
  const one = asList(value)[0];
  return typeof one === "string" ? one : one?.["@value"] ?? one?.name ?? null;
};
const pictureIn = (value) => {
  const one = asList(value)[0];
  return address(typeof one === "string" ? one : first(one?.contentUrl, one?.url));
};

const PERSON = /(Organization|Person|LocalBusiness|GovernmentOffice|CivicStructure|City)$/;
const POST = /(SocialMediaPosting|Article|BlogPosting|Posting|DiscussionForumPosting)$/;
const COMMENT = /(Comment|UserComments)$/;
const NOT_POSTS = /(Follow|Like|Subscribe|Join|Befriend|View|Share|Comment)Action/;
