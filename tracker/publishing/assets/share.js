// Take the chart along: PNG, SVG, CSV, the sentence with its citation, code to embed the chart.
const SVG_NS = "http://www.w3.org/2000/svg";
const shape = (name, attributes, text) => {
  const node = document.createElementNS(SVG_NS, name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  return node;
};
const lined = (text, most) => text.split(/\s+/).reduce((lines, word) => {
  const last = lines[lines.length - 1];
  if (last && (last + " " + word).length > most) lines.push(word); else lines[lines.length - 1] = (last + " " + word).trim();
  return lines;
}, [""]);
const words_of = (part, query) => { const node = [...part.querySelectorAll(query)].find((one) => one.getClientRects().length); return node ? node.textContent : ""; };
// the drawing of what is shown now, with title, source and date in it
const drawingOf = async (holder) => {
  if (holder.classList.contains("live")) {
    const uri = await Plotly.toImage(chartOf(holder), { format: "svg", width: 760, height: 430 });
    const text = decodeURIComponent(uri.slice(uri.indexOf(",") + 1));
    return [new DOMParser().parseFromString(text, "image/svg+xml").documentElement, 760, 430];
  }
  const svg = holder.querySelector(".wide svg.picture").cloneNode(true);
  return [svg, svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
};
const pictureOf = async (holder) => {
  const part = holder.closest("section");
  const [inner, width, height] = await drawingOf(holder);
  const title = lined(words_of(part, "h2"), 72), sub = words_of(part, ".sub");
  const source = lined(words_of(part, "p.source") + " " + data.made, 112);
  const above = 26 * title.length + 34, below = 17 * source.length + 14;
  const whole = shape("svg", { xmlns: SVG_NS, class: "alone", viewBox: `0 0 ${width + 16} ${height + above + below}`, width: width + 16, height: height + above + below });
  whole.append(shape("style", {}, data.style), shape("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  title.forEach((line, place) => whole.append(shape("text", { class: "title", x: 10, y: 28 + place * 26, "font-size": 18 }, line)));
  whole.append(shape("text", { class: "note", x: 10, y: above - 12, "font-size": 13 }, sub));
  for (const [name, value] of Object.entries({ x: 8, y: above, width, height })) inner.setAttribute(name, value);
  inner.removeAttribute("class");
  whole.append(inner);
  source.forEach((line, place) => whole.append(shape("text", { class: "note", x: 10, y: above + height + 16 + place * 17, "font-size": 12 }, line)));
  return whole;
};
const save = (name, blob) => {
  const link = make("a", null, { download: name, href: URL.createObjectURL(blob) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const asPng = (whole) => new Promise((done, fail) => {
  const text = new XMLSerializer().serializeToString(whole);
  const image = new Image();
  image.onload = () => {
    const canvas = make("canvas");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("png"))), "image/png");
  };
  image.onerror = fail;
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
});
const copied = async (button, text) => {
  try {
    await navigator.clipboard.writeText(text);
    announce(ui["share.copied"]);
    const was = button.textContent;
    button.textContent = ui["share.copied"];
    setTimeout(() => { button.textContent = was; }, 1600);
  } catch { window.prompt(ui["share.failed"].replace("{text}", ""), text); }
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  const holder = button.closest("section").querySelector("figure[data-series]");
  const id = holder.dataset.series, kind = button.dataset.share;
  const name = data.situation + "-" + id.split(".").slice(1).join("-").slice(0, 60);
  if (kind === "svg") save(name + ".svg", new Blob([new XMLSerializer().serializeToString(await pictureOf(holder))], { type: "image/svg+xml" }));
  if (kind === "png") save(name + ".png", await asPng(await pictureOf(holder)));
  if (kind === "csv") {
    const columns = Object.keys(data.estimates[id].columns);
    const about = { title: titles[id], source: words_of(holder.closest("section"), "p.source"), known: data.as_known_on };
    download(name + ".csv", ["series_id", ...columns, ...Object.keys(about)], unpacked(data.estimates[id]).map((row) => [id, ...columns.map((column) => row[column]), ...Object.values(about)]));
  }
  if (kind === "copy") copied(button, data.cite);
  if (kind === "embed") {
    const address = new URL(button.parentElement.dataset.single, location.href).href;
    copied(button, `<iframe src="${address}" title="${titles[id].replace(/"/g, "&quot;")}" width="760" height="640" style="border:0;max-width:100%"></iframe>`);
  }
});
