// The review page: keys, editors, and the fragments the server sends. It writes no markup of its own.
"use strict";
const only = trustedPolicy();
const at = (name) => document.getElementById(name);
const ask = at("ask");
let open = null; // the row whose editor is open
let said = 0;
let latest = 0; // the newest question about an effect

function trustedPolicy() {
  const same = { createHTML: (text) => text };
  return window.trustedTypes ? window.trustedTypes.createPolicy("review", same) : same;
}
const put = (where, html) => { where.innerHTML = only.createHTML(html); };
const current = () => document.querySelector("main[data-id]");
const id = () => current()?.dataset.id ?? "";
const kind = () => current()?.dataset.kind ?? "";
const wanted = () => Object.fromEntries([...new FormData(at("filters"))].filter(([, value]) => value));

function say(text, fault = false) {
  const line = at("said");
  line.textContent = text;
  line.className = fault ? "on fault" : "on";
  clearTimeout(said);
  said = setTimeout(() => { line.className = ""; }, fault ? 6000 : 1600);
}

async function get(path) {
  const answer = await fetch(path, { headers: { accept: "text/html, application/json" } });
  if (answer.status === 204) return null;
  const json = (answer.headers.get("content-type") ?? "").includes("json");
  const body = json ? await answer.json() : await answer.text();
  if (!answer.ok) throw new Error(body.fault ?? body);
  return body;
}

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ id: id(), wanted: wanted(), ...body }),
    });
    const made = await answer.json();
    if (!answer.ok) throw new Error(made.fault);
    close();
    put(at("bar"), made.bar);
    put(at("queue"), made.queue);
    put(at("desk"), made.card);
    at("kept").textContent = made.kept;
    say(made.said);
    settle();
    document.body.dataset.kept = Number(document.body.dataset.kept ?? 0) + 1;
    return true;
  } catch (fault) {
    say(fault.message, true);
    return false;
  }
}

async function show(which, whole = false) {
  try {
    put(at("desk"), await get(`/card/${encodeURIComponent(which)}${whole ? "?whole=1" : ""}`));
    open = null;
    for (const link of document.querySelectorAll("#queue a")) {
      if (link.dataset.id === which) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    settle();
  } catch (fault) { say(fault.message, true); }
}

// what follows a new card: its words come into view, the focus goes to it, its effect is drawn
function settle() {
  open = null;
  document.body.className = "";
  document.querySelector("#queue a[aria-current]")?.scrollIntoView({ block: "nearest" });
  document.querySelector("#text mark")?.scrollIntoView({ block: "center" });
  current()?.focus({ preventScroll: true });
  if (kind() === "claim") effect();
}

async function effect(query = "") {
  const mine = ++latest;
  const where = at("effect");
  if (!where) return;
  try {
    const drawn = await get(`/effect/${encodeURIComponent(id())}${query}`);
    if (mine === latest && where.isConnected) put(where, drawn);
  } catch { /* a value half typed changes nothing yet */ }
}

function step(by) {
  const links = [...document.querySelectorAll("#queue a")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  if (next && next.dataset.id !== id()) show(next.dataset.id);
}

// -- dialogs ------------------------------------------------------------------------------------------------

async function question(name) {
  put(ask, at(name).innerHTML);
  ask.dataset.name = name;
  if (name === "same") put(at("alike"), await get(`/alike/${encodeURIComponent(id())}`));
  if (!ask.open) ask.showModal();
  if (name === "help") put(at("rules"), await get("/rules"));
  if (name === "reject") effect("?action=reject");
}

function close() {
  if (ask.open) ask.close();
  if (open) { open.querySelector(".editor")?.remove(); open = null; }
  document.body.className = "";
}

// -- editing a field ----------------------------------------------------------------------------------------

async function edit(row) {
  const again = open === row;
  close();
  if (again || !row) return;
  open = row;
  const editor = document.createElement("div");
  editor.className = "editor";
  editor.append(row.querySelector("template").content.cloneNode(true));
  row.querySelector("dd").append(editor);
  document.body.className = `picking-${row.dataset.field}`;
  const whole = editor.querySelector("[data-alike]");
  if (whole) put(whole, await get(`/alike/${encodeURIComponent(id())}`));
  (editor.querySelector("input") ?? editor.querySelector("button"))?.focus();
  editor.scrollIntoView({ block: "nearest" });
}

const keep = (text) => post("/keep", { action: "correct", field: open.dataset.field, text });

let waiting = 0;
function typed(input) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    if (!open || !input.isConnected) return;
    const field = open.dataset.field;
    const found = open.querySelector(".found");
    try {
      if (field === "place" || field === "origin") {
        const list = input.value.trim().length > 1 ? await get(`/places?q=${encodeURIComponent(input.value)}`) : [];
        offer(found, list);
      } else {
        const query = `field=${field}&text=${encodeURIComponent(input.value)}`;
        const made = await get(`/try/${encodeURIComponent(id())}/${field}?text=${encodeURIComponent(input.value)}`);
        lines(found, made.says);
        if (made.changes) effect(`?${query}`);
      }
    } catch (fault) { if (input.isConnected) lines(found, fault.message.split("\n")[0]); }
  }, 130);
}

function lines(where, text) {
  const line = document.createElement("p");
  line.className = "says";
  line.textContent = text;
  where.replaceChildren(line);
}

function offer(where, list) {
  const picks = document.createElement("ol");
  picks.className = "picks";
  list.forEach((one, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.text = one.value;
    const key = document.createElement("kbd");
    key.textContent = `Alt ${index + 1}`;
    button.append(key, ` ${one.says}`);
    const item = document.createElement("li");
    item.append(button);
    picks.append(item);
  });
  where.replaceChildren(picks);
}

// -- words of the text ----------------------------------------------------------------------------------------

function selected() {
  const held = getSelection();
  if (!held || held.isCollapsed || !at("text")?.contains(held.anchorNode) || !at("text").contains(held.focusNode)) return null;
  const range = held.getRangeAt(0);
  const place = (node, offset) => {
    const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-at]");
    return piece ? [...piece.textContent.slice(0, offset)].length + Number(piece.dataset.at) : -1;
  };
  return { start: place(range.startContainer, range.startOffset), end: place(range.endContainer, range.endOffset) };
}

function quote() {
  const words = selected();
  if (!words || words.start < 0 || words.end <= words.start) return say(at("queue").dataset.select ?? "Select words in the text first.", true);
  return post("/keep", { action: "quote", ...words });
}

function clicked(piece) {
  if (open) {
    const field = open.dataset.field;
    const name = { day: "a-day", place: "a-place", origin: "a-place", who: "a-who" }[field];
    const value = name && piece.getAttribute(`data-${name}`);
    if (value) return keep(value.replace(/^None to /, ""));
  }
  if (piece.dataset.number) return post("/keep", { action: "add", id: piece.dataset.number });
  if (piece.dataset.other) return show(piece.dataset.other);
  return null;
}

// -- keys ---------------------------------------------------------------------------------------------------

const actions = {
  a: () => (kind() === "claim" ? post("/keep", { action: "accept" }) : null),
  r: () => (kind() === "claim" ? question("reject") : null),
  e: () => edit(document.querySelector(".row.doubtful") ?? document.querySelector("#fields .row")),
  s: () => (kind() === "claim" ? question("same") : null),
  n: () => (kind() === "claim" ? post("/keep", { action: "reject", why: "not of this crisis" }) : null),
  j: () => step(1),
  k: () => step(-1),
  u: () => post("/undo", {}),
  q: quote,
  b: () => (kind() === "claim" ? question("rule") : null),
  g: () => post("/keep", { action: "sign" }),
  y: () => (kind() === "number" ? post("/keep", { action: "add" }) : null),
  x: () => (kind() === "number" ? post("/keep", { action: "no_claim" }) : null),
  0: () => press("[data-how=both]"),
  "?": () => question("help"),
};

const press = (selector) => document.querySelector(selector)?.click();

function act(key) {
  const row = [...document.querySelectorAll("#fields .row")].find((one) => one.querySelector("[data-key]").dataset.key === key);
  if (row) return edit(row);
  if (actions[key]) return actions[key]();
  if (kind() === "conflict") return press(`main [data-how=choose][data-pick="${CSS.escape(key)}"]`);
  return null;
}

function pick(root, key) {
  const button = root?.querySelector(`.picks [data-pick="${CSS.escape(key)}"]`);
  button?.click();
  return Boolean(button);
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest("input, select, textarea");
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Escape") { if (!ask.open) { close(); current()?.focus(); effect(); } return; }
  if (event.altKey) {
    if (/^[1-9]$/.test(key) && open) { event.preventDefault(); open.querySelectorAll(".found button")[Number(key) - 1]?.click(); }
    return;
  }
  if (key === "Enter" && typing && open?.contains(typing)) {
    event.preventDefault();
    const first = open.querySelector(".found button");
    return first && typing.value ? first.click() : keep(typing.value);
  }
  if (key === "Enter" && typing && ask.open && ask.dataset.name === "reject") {
    event.preventDefault();
    return post("/keep", { action: "reject", why: typing.value });
  }
  if (typing || event.repeat && !"jk".includes(key)) return;
  if (ask.open) { if (pick(ask, key)) event.preventDefault(); return; }
  if (open && pick(open, key)) { event.preventDefault(); return; }
  if (key.length === 1 && key !== " ") { event.preventDefault(); act(key); }
});

document.addEventListener("input", (event) => { if (open?.contains(event.target)) typed(event.target); });

document.addEventListener("click", (event) => {
  const hit = event.target.closest("button, a, [data-other]:not(button), #text [data-at]");
  if (!hit) return;
  const data = hit.dataset;
  if (hit.matches("a[data-id]")) { event.preventDefault(); show(data.id); }
  else if ("close" in data) close();
  else if ("whole" in data) show(id(), true);
  else if (data.undo) post("/undo", { when: data.undo, target: data.target });
  else if (data.how) post("/keep", { action: "conflict", how: data.how, chosen: data.chosen });
  else if (data.why !== undefined) post("/keep", { action: "reject", why: ask.querySelector("[name=why]").value || data.why });
  else if (open?.contains(hit) && data.text !== undefined) keep(data.text);
  else if (ask.open && data.other) post("/keep", { action: "same_as", other: data.other });
  else if (data.key) act(data.key);
  else if (hit.closest("#text") && getSelection().isCollapsed) clicked(hit);
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const held = Object.fromEntries(new FormData(event.target));
  if (event.target.matches(".rule")) post("/keep", { action: "rule", ...held });
  if (event.target.matches(".override")) post("/keep", { action: "conflict", how: "override", ...held });
});

at("filters").addEventListener("change", async () => {
  for (const one of document.querySelectorAll("#filters select")) one.className = one.value ? "on" : "";
  await list();
  const first = document.querySelector("#queue a:not(.done)");
  if (first) show(first.dataset.id);
});

async function list(since = "") {
  const query = new URLSearchParams({ ...wanted(), current: id() });
  const made = await get(`/list?${query}${since}`);
  if (!made) return false;
  put(at("bar"), made.bar);
  put(at("queue"), made.queue);
  return true;
}

ask.addEventListener("close", () => { if (ask.dataset.name === "reject") effect(); });
// what others decide in the meantime
setInterval(() => { if (!document.hidden && !open && !ask.open) list("&since=1").catch(() => {}); }, 5000);
settle();
