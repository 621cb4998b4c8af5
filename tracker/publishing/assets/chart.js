// The charts: draw, choose a quantity, keyboard, as known on, legend, and the link from a dot to its row.
const holders = [...document.querySelectorAll("figure[data-series]")];
let drawn = byId("figures") ? JSON.parse(byId("figures").textContent) : null;
const copy = (value) => JSON.parse(JSON.stringify(value));
const narrow = window.matchMedia("(max-width: 44rem)");
const chartOf = (holder) => holder.querySelector(".chart");
const announce = (text) => { byId("announce").textContent = text; };

// lines hold their days as runs of [first, count]; null is a gap
const unfolded = (trace) => {
  if (!trace.x || !trace.x.runs) return trace;
  const days = [];
  for (const run of trace.x.runs) {
    if (run === null) days.push(null);
    else for (let n = 0; n < run[1]; n += 1) days.push(new Date(Date.parse(run[0]) + n * 864e5).toISOString().slice(0, 10));
  }
  trace.x = days;
  return trace;
};
// what a dot says: figure, words, who counted, who printed, which day, what became of it and why
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const wrapped = (text) => {
  const lines = [""];
  for (const word of (text.length > 260 ? text.slice(0, 257) + " …" : text).split(/\s+/)) {
    for (const piece of word.match(/.{1,44}/gu) || []) {
      const now = lines[lines.length - 1];
      if (now && now.length + piece.length + 1 > 44) lines.push(piece);
      else lines[lines.length - 1] = now ? now + " " + piece : piece;
    }
  }
  return lines.map(escaped).join("<br>");
};
const told = (id, frame) => {
  const claim = claims[placeOf.get(id)];
  const words = claim.sentence || claim.quote;
  const lines = [claim.figure];
  if (words) lines.push(say(claim.restated ? "claim.restated" : "claim.quoted", { words, publisher: claim.publisher || ui["sign.unnamed"] }));
  lines.push(say("hover.counted", { name: claim.source }));
  if (claim.publisher) lines.push(say(claim.wire ? "hover.printed_wire" : "hover.printed", { name: claim.publisher, wire: claim.wire, day: claim.published_text || ui["sign.none"] }));
  lines.push(say(claim.basis ? "hover.day_basis" : "hover.day", { day: claim.day_text, basis: claim.basis }));
  // on an earlier day a dot has the role it had then, or none
  if (frame) {
    const role = frame.used.includes(id) ? ui["role.used"] : Object.keys(frame.roles).find((name) => frame.roles[name].includes(id));
    if (role) lines.push(role);
  } else if (claim.role_text) lines.push(claim.reason ? say("hover.role_why", { role: claim.role_text, reason: claim.reason }) : claim.role_text);
  return lines;
};
const hoverOf = (id, frame) => told(id, frame).map((line, place) => (place ? wrapped(line) : "<b>" + wrapped(line) + "</b>")).join("<br>");
const figureOf = (holder) => {
  const figure = copy(drawn.figures[holder.dataset.series]);
  figure.data.forEach((trace) => {
    unfolded(trace);
    if (trace.meta === "claims") trace.hovertext = trace.customdata.map((id) => hoverOf(id, holder.frame));
  });
  return figure;
};
const PAPER_COLOUR = "#ffffff";
const asKnown = (holder, figure) => {
  const frame = holder.frame;
  if (!frame) return figure;
  const lines = Object.fromEntries(frame.traces.map((trace) => [trace.meta, unfolded(trace)]));
  for (const trace of figure.data) {
    if (trace.meta === "claims") {
      trace.y = trace.y.map((y, i) => {
        const published = claims[placeOf.get(trace.customdata[i])].published;
        return published === null || published > frame.day ? null : y;
      });
      trace.marker.color = trace.customdata.map((id, i) => (frame.used.includes(id) ? trace.marker.line.color[i] : PAPER_COLOUR));
    } else {
      const line = lines[trace.meta];
      trace.x = line ? line.x : [];
      trace.y = line ? line.y : [];
    }
  }
  figure.layout.annotations = (figure.layout.annotations || []).filter((note) => note.yref === "paper");
  return figure;
};
// the live chart in the page's colours when these are dark
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const DARK = { "#ffffff": "#12181d", "#14202b": "#e8edf1", "#5a6772": "#9aa7b2", "#dfe5ea": "#2c3842", "#767676": "#8794a0", "#0a5a9c": "#6db3f2", "rgba(10,90,156,0.16)": "rgba(109,179,242,0.2)", "#9dbdd7": "#3c6080", "#b4530a": "#f0a05a", "#76604a": "#c9ad8e" };
const tinted = (figure) => (dark.matches && !window.matchMedia("print").matches ? JSON.parse(JSON.stringify(figure).replace(/"(#[0-9a-f]{6}|rgba\([0-9,.]+\))"/g, (whole, colour) => (DARK[colour] ? `"${DARK[colour]}"` : whole))) : figure);
const draw_live = (holder) => {
  const figure = asKnown(holder, figureOf(holder));
  const layout = figure.layout;
  if (holder.log) Object.assign(layout.yaxis, { type: "log", range: null, autorange: true });
  if (holder.days && layout.xaxis) {
    const last = holder.lastDay;
    const first = new Date(Date.parse(last) - holder.days * 864e5).toISOString().slice(0, 10);
    const end = new Date(Date.parse(last) + 2 * 864e5).toISOString().slice(0, 10);
    layout.xaxis.range = [first, end];
  }
  if (narrow.matches) {
    layout.margin = { ...layout.margin, l: 8, r: 84 };
    layout.yaxis.title = { text: "" };
    layout.xaxis.nticks = 4;
    // letters of events that would overlap on a narrow chart; their lines stay
    let kept = -Infinity;
    const [from, to] = layout.xaxis.range || ["1970-01-01", "1970-01-02"];
    const least = (Date.parse(to) - Date.parse(from)) * 0.07;
    layout.annotations = (layout.annotations || []).filter((note) => {
      if (note.yref !== "paper") return true;
      if (Date.parse(note.x) - kept < least) return false;
      kept = Date.parse(note.x);
      return true;
    });
  }
  for (const trace of figure.data) if (holder.hidden_names && holder.hidden_names.has(trace.name)) trace.visible = false;
  const live = chartOf(holder);
  holder.classList.add("live");
  const shown = tinted(figure);
  return Plotly.react(live, shown.data, shown.layout, data.config).then(() => {
    if (holder.wired) return;
    holder.wired = true;
    live.on("plotly_click", (event) => {
      const at = event.points[0];
      if (at && at.data.meta === "claims") showRow(at.customdata);
    });
  });
};

const spots = (holder) => {
  const found = [];
  (chartOf(holder).data || []).forEach((trace, curveNumber) => {
    if (trace.meta !== "claims" || trace.visible === false) return;
    trace.x.forEach((x, pointNumber) => {
      if (trace.y[pointNumber] !== null) found.push({ curveNumber, pointNumber, x, y: trace.y[pointNumber], id: trace.customdata[pointNumber] });
    });
  });
  return found.sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : a.y - b.y));
};
const point = (holder, spot) => {
  holder.at = spot.id;
  const show = () => {
    if (holder.at === spot.id) Plotly.Fx.hover(chartOf(holder), [{ curveNumber: spot.curveNumber, pointNumber: spot.pointNumber }]);
  };
  show();
  setTimeout(show, 120); // plotly leaves out hovers that follow one another quickly
  announce(told(spot.id, holder.frame).join(". "));
};
const keys = (holder) => (event) => {
  const all = spots(holder);
  if (!all.length) return;
  const now = all.findIndex((spot) => spot.id === holder.at);
  const moves = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now < 0 ? all.length - 1 : now - 1, ArrowUp: now < 0 ? all.length - 1 : now - 1, Home: 0, End: all.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    point(holder, all[Math.max(0, Math.min(all.length - 1, moves[event.key]))]);
  } else if (event.key === "Enter" && now >= 0) {
    event.preventDefault();
    showRow(all[now].id);
  } else if (event.key === "Escape") {
    Plotly.Fx.unhover(chartOf(holder));
    holder.at = null;
  }
};
// the headline follows the view of an earlier day
const headlineNode = document.querySelector("p.headline");
const headlineNow = headlineNode ? [...headlineNode.childNodes] : [];
const headlineOf = (frame) => {
  if (!headlineNode) return;
  if (frame) headlineNode.textContent = frame.headline;
  else headlineNode.replaceChildren(...headlineNow);
  headlineNode.classList.toggle("then", Boolean(frame));
  const note = byId("earlier");
  if (note) { note.hidden = !frame; note.textContent = frame ? frame.note : ""; }
  for (const part of document.querySelectorAll(".now")) part.hidden = Boolean(frame);
};
const choose = (holder, series) => {
  holder.dataset.series = series;
  Object.assign(holder, { frame: null, days: null, log: false, at: null, hidden_names: new Set() });
  holder.classList.toggle("switched", series !== holder.dataset.first);
  const part = holder.closest("section");
  for (const side of part.querySelectorAll("[data-for]")) side.hidden = side.dataset.for !== series;
  for (const side of part.querySelectorAll("[data-lead]")) side.hidden = series !== holder.dataset.first;
  for (const button of part.querySelectorAll("[data-days]")) button.setAttribute("aria-pressed", String(button.dataset.days === ""));
  for (const button of part.querySelectorAll("[data-scale]")) button.setAttribute("aria-pressed", String(button.dataset.scale === "linear"));
  for (const button of part.querySelectorAll("[data-trace]")) button.setAttribute("aria-pressed", "true");
  const slider = part.querySelector("input[type=range]");
  if (slider) { slider.value = slider.max; headlineOf(null); }
  holder.lastDay = data.last_days[series];
  chartOf(holder).setAttribute("aria-label", titles[series] || "");
  return render(holder);
};
// show the dot of a claim: on the picture when it is of that count, else in the live chart
function showDot(id) {
  const claim = claims[placeOf.get(id)];
  const holder = holders[0];
  if (!holder) return;
  const live = holder.classList.contains("live");
  if (!live && holder.dataset.series === claim.series_id && pointAt(holder, id)) return;
  const select = byId("choose");
  if (select) select.value = claim.series_id;
  const fresh = holder.dataset.series !== claim.series_id || holder.frame || holder.days || holder.hidden_names.size;
  open_explore();
  (fresh ? choose(holder, claim.series_id) : render(holder)).then(() => {
    chartOf(holder).scrollIntoView({ block: "center" });
    chartOf(holder).focus({ preventScroll: true });
    const spot = spots(holder).find((one) => one.id === id);
    if (spot) point(holder, spot);
  });
}
const explore = document.querySelector("details.explore");
const open_explore = () => { if (explore) explore.open = true; };

const wire = (holder) => {
  const part = holder.closest("section");
  holder.hidden_names = new Set();
  if (!holder.dataset.series) return;
  holder.dataset.first = holder.dataset.series;
  holder.lastDay = data.last_days[holder.dataset.series];
  chartOf(holder).addEventListener("keydown", keys(holder));
  chartOf(holder).addEventListener("blur", () => { holder.at = null; });
  part.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const press = (name) => part.querySelectorAll(`[data-${name}]`).forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    if ("days" in button.dataset) { press("days"); holder.days = Number(button.dataset.days) || null; render(holder); }
    if ("scale" in button.dataset) { press("scale"); holder.log = button.dataset.scale === "log"; render(holder); }
    if ("trace" in button.dataset) {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (on) holder.hidden_names.delete(button.dataset.trace); else holder.hidden_names.add(button.dataset.trace);
      render(holder);
    }
  });
  const select = part.querySelector("select#choose");
  if (select) select.addEventListener("change", () => choose(holder, select.value));
  const slider = part.querySelector("input[type=range]");
  if (slider) {
    const output = part.querySelector("output");
    slider.addEventListener("input", () => {
      const frame = drawn.known[Number(slider.value)] || null;
      holder.frame = frame;
      output.textContent = frame ? frame.text : ui["chart.known_now"];
      slider.setAttribute("aria-valuetext", output.textContent);
      headlineOf(frame);
      render(holder);
    });
  }
};

// on paper the live chart is as wide as the paper, unless its picture prints
const PAPER = 660;
window.addEventListener("beforeprint", () => {
  for (const holder of holders) if (window.Plotly && chartOf(holder).data && holder.classList.contains("switched")) Plotly.relayout(chartOf(holder), { width: PAPER, height: 300 });
});
window.addEventListener("afterprint", () => {
  for (const holder of holders) if (window.Plotly && chartOf(holder).data) Plotly.relayout(chartOf(holder), { width: null, height: null, autosize: true });
});
// the compact page holds plotly.js and the figures gzipped; the script's hash is named in the page's policy
const unzipped = (node) => {
  const bytes = Uint8Array.from(atob(node.textContent.trim()), (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
let ready = null;
const loaded = () => (ready ||= (async () => {
  if (!drawn) drawn = JSON.parse(await unzipped(byId("figures-gz")));
  if (byId("plotly-gz")) {
    const code = await unzipped(byId("plotly-gz"));
    const script = make("script");
    script.textContent = code;
    document.head.append(script);
  }
  if (!window.Plotly) throw new Error(ui["page.chart_failed"]);
})());
const failed = () => {
  holders.forEach((holder) => holder.classList.remove("live"));
  announce(ui["page.chart_failed"]);
};
const render = (holder) => loaded().then(() => draw_live(holder)).then(() => { document.documentElement.dataset.live = "yes"; }).catch(failed);
document.documentElement.classList.add("js");
holders.forEach(wire);
// the picture stands at once; the live chart is drawn when a reader looks closer
if (explore) explore.addEventListener("toggle", () => {
  const holder = holders[0];
  if (explore.open && !holder.classList.contains("live")) render(holder);
});
dark.addEventListener("change", () => holders.forEach((holder) => { if (holder.classList.contains("live")) render(holder); }));
// a link to something folded unfolds it
const unfold = () => {
  const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
};
window.addEventListener("hashchange", unfold);
document.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) setTimeout(unfold, 0); });
unfold();
document.documentElement.dataset.drawn = "all";
