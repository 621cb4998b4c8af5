// The picture: point at a dot for its words, press it for its row, arrow keys from dot to dot.
const tip = make("div", null, { class: "tip", hidden: "" });
document.body.append(tip);
const dotsOf = (svg) => [...svg.querySelectorAll("[data-id]")];
const middle = (node) => { const box = node.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; };
const tell = (node) => {
  const lines = told(node.dataset.id, null);
  tip.replaceChildren(make("b", lines[0]), ...lines.slice(1).map((line) => make("p", line)));
  tip.hidden = false;
  const [x, y] = middle(node);
  const wide = tip.offsetWidth, high = tip.offsetHeight;
  tip.style.left = window.scrollX + Math.max(8, Math.min(x + 14, document.documentElement.clientWidth - wide - 8)) + "px";
  tip.style.top = window.scrollY + (y + 14 + high > window.innerHeight ? Math.max(4, y - high - 12) : y + 14) + "px";
  for (const one of document.querySelectorAll(".pointed")) one.classList.remove("pointed");
  node.classList.add("pointed");
};
const hush = () => { tip.hidden = true; for (const one of document.querySelectorAll(".pointed")) one.classList.remove("pointed"); };
const nearest = (svg, event) => {
  let best = null, least = 26 * 26;
  for (const node of dotsOf(svg)) {
    const [x, y] = middle(node);
    const away = (x - event.clientX) ** 2 + (y - event.clientY) ** 2;
    if (away < least) { least = away; best = node; }
  }
  return best;
};
const seen = (holder) => [...holder.querySelectorAll("svg.picture")].find((svg) => svg.getClientRects().length);
// point at a claim's dot on the picture that is shown; false where it has none
const pointAt = (holder, id) => {
  const svg = seen(holder);
  const node = svg && dotsOf(svg).find((one) => one.dataset.id === id);
  if (!node) return false;
  svg.scrollIntoView({ block: "center" });
  holder.querySelector(".drawing").focus({ preventScroll: true });
  holder.dot = id;
  tell(node);
  announce(told(id, null).join(". "));
  return true;
};
for (const holder of holders) {
  const drawing = holder.querySelector(".drawing");
  if (!drawing) continue;
  for (const title of drawing.querySelectorAll("[data-id] > title")) title.remove(); // the words beside the dot say more
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-label", chartOf(holder).getAttribute("aria-label"));
  drawing.setAttribute("aria-roledescription", chartOf(holder).getAttribute("aria-roledescription"));
  drawing.addEventListener("pointermove", (event) => { const svg = seen(holder); const node = svg && nearest(svg, event); if (node) tell(node); else hush(); });
  drawing.addEventListener("pointerleave", hush);
  drawing.addEventListener("blur", () => { holder.dot = null; hush(); });
  drawing.addEventListener("click", (event) => { const svg = seen(holder); const node = svg && nearest(svg, event); if (node) { hush(); showRow(node.dataset.id); } });
  drawing.addEventListener("keydown", (event) => {
    const svg = seen(holder);
    const all = svg ? dotsOf(svg).sort((a, b) => middle(a)[0] - middle(b)[0]) : [];
    if (!all.length) return;
    const now = all.findIndex((node) => node.dataset.id === holder.dot);
    const moves = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now < 0 ? all.length - 1 : now - 1, ArrowUp: now < 0 ? all.length - 1 : now - 1, Home: 0, End: all.length - 1 };
    if (event.key in moves) {
      event.preventDefault();
      const node = all[Math.max(0, Math.min(all.length - 1, moves[event.key]))];
      holder.dot = node.dataset.id;
      tell(node);
      announce(told(node.dataset.id, null).join(". "));
    } else if (event.key === "Enter" && now >= 0) {
      event.preventDefault();
      hush();
      showRow(all[now].dataset.id);
    } else if (event.key === "Escape") { holder.dot = null; hush(); }
  });
}
