"use strict";
// The claims table: filter, sort, search, pages, link to the dots and back, CSV made in the page.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const ui = data.strings;
const say = (key, fill) => ui[key].replace(/\{(\w+)\}/g, (gap, name) => (fill && name in fill ? fill[name] : gap));
const number = (n) => (n === null || n === undefined ? ui["sign.none"] : Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ui["sign.group"]));
const make = (name, text, attributes) => {
  const node = document.createElement(name);
  if (text !== undefined && text !== null) node.textContent = text;
  for (const key in attributes || {}) if (attributes[key] !== null) node.setAttribute(key, attributes[key]);
  return node;
};

// columns come either plain or as {of: distinct values, at: places}
const unpacked = (table) => {
  const columns = {};
  for (const name in table.columns) {
    const column = table.columns[name];
    columns[name] = Array.isArray(column) ? column : column.at.map((place) => (place < 0 ? null : column.of[place]));
  }
  return Array.from({ length: table.rows }, (_, row) => {
    const made = { row };
    for (const name in columns) made[name] = columns[name][row];
    if ("href" in made && made.url === null) made.url = made.href; // said once where both are the same
    return made;
  });
};
const claims = unpacked(data.claims);
const placeOf = new Map(claims.map((claim, place) => [claim.claim_id, place]));
const titles = data.titles;

const csvCell = (value) => {
  if (value === null || value === undefined) return "";
  let text = String(value);
  if (typeof value !== "number" && /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text)) text = "'" + text;
  return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
};
const download = (name, header, rows) => {
  const text = [header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
  const link = make("a", null, { download: name, href: URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const table = byId("claims-table");
const SIZE = 25;
const state = { q: "", role: "", source: "", series: "", sort: null, down: false, page: 0, target: null, all: false };
let shown = claims;

const searched = (claim) => (claim.search ||= [claim.figure, claim.what, claim.where, claim.quote, claim.sentence, claim.source, claim.publisher, claim.wire, claim.role_text, claim.reason, claim.day, claim.claim_id, claim.value].filter((part) => part !== null).join(" ").toLowerCase());
const filtered = () => {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  shown = claims.filter(
    (claim) =>
      (!state.role || claim.role === state.role) &&
      (!state.source || claim.source === state.source) &&
      (!state.series || (state.series === "-" ? !claim.series_id : claim.series_id === state.series)) &&
      words.every((word) => searched(claim).includes(word)),
  );
  if (state.sort) {
    const key = state.sort;
    const way = state.down ? -1 : 1;
    shown = shown.slice().sort((a, b) => {
      const x = a[key], y = b[key];
      if (x === y) return a.row - b.row;
      if (x === null) return 1;
      if (y === null) return -1;
      return (typeof x === "number" ? x - y : String(x).localeCompare(String(y))) * way || a.row - b.row;
    });
  }
};

const wordsCell = (claim) => {
  const cell = make("td", null, { "data-label": ui["table.words"] });
  if (claim.restated && (claim.sentence || claim.quote)) {
    const span = make("span", null, { class: "restated" });
    span.append(make("b", say("claim.restated_mark", { publisher: claim.publisher || ui["sign.unnamed"] }) + ": "), claim.sentence || claim.quote);
    cell.append(span);
  } else if (claim.sentence || claim.quote) {
    const whole = claim.sentence || claim.quote;
    const at = claim.quote ? whole.indexOf(claim.quote) : -1;
    const q = make("q");
    if (at < 0) q.append(whole);
    else q.append(whole.slice(0, at), make("mark", claim.quote), whole.slice(at + claim.quote.length));
    cell.append(q);
  } else cell.append(make("span", ui["claim.no_words"], { class: "small" }));
  return cell;
};
// addresses are printed as people write them
const plainUrl = (url) => { try { return decodeURI(url); } catch { return url; } };
const whoCell = (claim) => {
  const cell = make("td", null, { "data-label": ui["table.who"] });
  cell.append(claim.source || ui["sign.unnamed"]);
  if (claim.publisher) {
    const line = make("span", null, { class: "small" });
    const key = (claim.published_text ? "table.published" : "table.printed_by") + (claim.wire ? "_wire" : "");
    line.append(make("br"), say(key, { day: claim.published_text, name: claim.publisher, wire: claim.wire }));
    cell.append(line);
  }
  if (claim.href) {
    const link = make("a", claim.page ? say("table.page", { n: claim.page }) : ui["table.link"], { href: claim.href, rel: "noopener noreferrer", target: "_blank", "data-url": plainUrl(claim.url) === claim.href ? null : plainUrl(claim.url) });
    link.setAttribute("aria-label", link.textContent + ": " + (claim.publisher || claim.source || "") + ", " + claim.figure);
    cell.append(" ", link);
  }
  return cell;
};
const rowOf = (claim) => {
  const row = make("tr", null, { id: "claim-" + claim.claim_id, tabindex: "-1" });
  if (claim.claim_id === state.target) row.className = "target";
  const what = make("td", claim.what, { "data-label": ui["table.what"] });
  if (claim.where) what.append(make("br"), make("span", claim.where, { class: "small" }));
  const role = make("td", null, { "data-label": ui["table.role"] });
  role.append(make("span", claim.role_text, { class: "badge " + (claim.role || "") }));
  if (claim.reason) role.append(make("br"), make("span", claim.reason, { class: "small" }));
  if (claim.dot) {
    const button = make("button", ui["claims.to_dot"], { type: "button", class: "linkish", "data-dot": claim.claim_id });
    role.append(make("br"), button);
  }
  row.append(make("td", claim.day_text, { class: "day", "data-label": ui["table.day"] }), make("td", claim.figure, { class: "fig", "data-label": ui["table.figure"] }), what, wordsCell(claim), whoCell(claim), role);
  return row;
};
const draw = () => {
  filtered();
  const pages = Math.max(1, Math.ceil(shown.length / SIZE));
  state.page = Math.min(state.page, pages - 1);
  const body = table.tBodies[0];
  const rows = state.all ? shown : shown.slice(state.page * SIZE, (state.page + 1) * SIZE);
  body.replaceChildren(...rows.map(rowOf));
  if (!rows.length) {
    const empty = make("tr");
    empty.append(make("td", ui["claims.none"], { colspan: "6" }));
    body.append(empty);
  }
  byId("claims-count").textContent = say("claims.rows", { shown: number(shown.length), all: number(claims.length) });
  byId("claims-page").textContent = say("claims.page", { n: number(state.page + 1), all: number(pages) });
  byId("claims-previous").disabled = state.page === 0;
  byId("claims-next").disabled = state.page >= pages - 1;
  for (const head of table.tHead.rows[0].cells) {
    if (!head.dataset.sort) continue;
    head.setAttribute("aria-sort", head.dataset.sort === state.sort ? (state.down ? "descending" : "ascending") : "none");
  }
};
// go to a claim's row, whatever page or filter hides it
const showRow = (id) => {
  if (!placeOf.has(id)) return;
  state.target = id;
  if (byId("claims-box")) byId("claims-box").open = true;
  filtered();
  let at = shown.findIndex((claim) => claim.claim_id === id);
  if (at < 0) {
    reset();
    filtered();
    at = shown.findIndex((claim) => claim.claim_id === id);
  }
  state.page = Math.floor(at / SIZE);
  draw();
  const row = byId("claim-" + id);
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
};
const reset = () => {
  Object.assign(state, { q: "", role: "", source: "", series: "", page: 0 });
  for (const id of ["q", "role", "source", "series"]) byId("claims-" + id).value = "";
};

if (table) {
  for (const id of ["q", "role", "source", "series"]) {
    byId("claims-" + id).addEventListener("input", (event) => {
      state[id] = event.target.value;
      state.page = 0;
      draw();
    });
  }
  byId("claims-reset").addEventListener("click", () => { reset(); draw(); });
  byId("claims-previous").addEventListener("click", () => { state.page -= 1; draw(); });
  byId("claims-next").addEventListener("click", () => { state.page += 1; draw(); });
  table.tHead.addEventListener("click", (event) => {
    const head = event.target.closest("th[data-sort]");
    if (!head) return;
    if (state.sort === head.dataset.sort && state.down) state.sort = null;
    else if (state.sort === head.dataset.sort) state.down = true;
    else Object.assign(state, { sort: head.dataset.sort, down: false });
    state.page = 0;
    draw();
  });
  byId("claims-download").addEventListener("click", () => {
    const columns = data.csv_columns;
    download(data.situation + "-claims.csv", columns, shown.map((claim) => columns.map((name) => claim[name])));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#claim-"]');
    const dot = event.target.closest("[data-dot]");
    if (link) {
      event.preventDefault();
      showRow(decodeURIComponent(link.getAttribute("href").slice(7)));
    } else if (dot) showDot(dot.dataset.dot);
  });
  // the long table is folded; paper has it open, with every row
  const box = byId("claims-box");
  let folded = false;
  window.addEventListener("beforeprint", () => { folded = !box.open; box.open = true; state.all = true; draw(); });
  window.addEventListener("afterprint", () => { box.open = !folded; state.all = false; draw(); });
  draw();
  if (location.hash.startsWith("#claim-")) showRow(decodeURIComponent(location.hash.slice(7)));
}
