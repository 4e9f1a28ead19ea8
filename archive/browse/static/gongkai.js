// Charts from the data that stands in the page, and names for the controls that Datasette's own pages leave without one.
"use strict";

const PLUGIN = "/-/static-plugins/datasette_dashboards/";
const LIBRARIES = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"];
const INKS = ["#2f6f7e", "#7fb0b5", "#b0533f", "#d9a657", "#7a7399", "#b9bcb6", "#95ad7b", "#c99aa6"];
const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

function load(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const base = document.querySelector('link[rel=stylesheet][href*="/-/look/"]').getAttribute("href").split("/-/look/")[0];
    script.src = base + PLUGIN + name;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function ranked(values, series) {
  // Vega stacks by the alphabet; the order of the form is the one that readers know.
  const ranks = new Map();
  for (const value of values) if (!ranks.has(value[series])) ranks.set(value[series], ranks.size);
  return values.map((value) => ({ ...value, _rank: ranks.get(value[series]) }));
}

function spec(figure, values, width) {
  const { kind, x, y, series } = figure.dataset;
  const across = { field: x, type: "ordinal", title: null, axis: { labelAngle: 0, labelOverlap: true, domainColor: "#9aa19b", tickSize: 0, labelPadding: 6 } };
  const up = { field: y, type: "quantitative", title: null, axis: { gridColor: "#ecece6", domain: false, tickSize: 0, tickCount: 4, format: "~s" } };
  const tooltip = [{ field: x, title: "年度" }, ...(series ? [{ field: series, title: "项目" }] : []), { field: y, title: "数量", format: "," }];
  const color = series
    ? { field: series, type: "nominal", sort: null, scale: { range: INKS }, legend: { title: null, orient: "bottom", columns: width < 420 ? 1 : 2, symbolType: "square", labelLimit: 260 } }
    : { value: INKS[0] };
  const common = { $schema: "https://vega.github.io/schema/vega-lite/v6.json", data: { values: series ? ranked(values, series) : values }, width: "container", height: 190,
    autosize: { type: "fit-x", contains: "padding" }, background: null,
    config: { font: FONT, view: { stroke: null }, axis: { labelColor: "#4c5559", labelFontSize: 12 }, legend: { labelFontSize: 12, labelColor: "#333c40" } } };
  if (kind === "line" || kind === "lines") {
    return { ...common, mark: { type: "line", point: { filled: true, size: 45 }, strokeWidth: 2.4, tooltip: true }, encoding: { x: across, y: { ...up, scale: { zero: true } }, color, tooltip } };
  }
  if (kind === "rows") {
    return { ...common, data: { values: values.slice(0, 15) }, autosize: { type: "fit-x", contains: "padding" }, height: { step: 24 }, mark: { type: "bar", color: INKS[0], cornerRadiusEnd: 2 },
      encoding: { y: { field: x, type: "nominal", sort: null, title: null, axis: { labelLimit: 220, domain: false, tickSize: 0 } }, x: { ...up, field: y }, tooltip: [{ field: x, title: "项目" }, { field: y, title: "数量", format: "," }] } };
  }
  return { ...common, mark: { type: "bar", cornerRadiusEnd: 1 }, encoding: { x: across, y: up, color, tooltip, ...(series ? { order: { field: "_rank" } } : {}) } };
}

async function draw(figure) {
  const own = figure.querySelector("script[type='application/json']");
  const plot = figure.querySelector(".plot");
  let values;
  if (own) {
    values = JSON.parse(own.textContent);
  } else {
    const address = new URL(location.href);
    address.pathname += ".json";
    address.searchParams.set("_shape", "array");
    values = await (await fetch(address)).json();
  }
  if (!Array.isArray(values) || values.length === 0) {
    figure.remove();
    return;
  }
  await vegaEmbed(plot, spec(figure, values, plot.clientWidth), { actions: false, renderer: "svg" });
}

async function charts() {
  const figures = [...document.querySelectorAll("figure.chart")];
  if (figures.length === 0) return;
  for (const name of LIBRARIES) await load(name);
  await Promise.all(figures.map(draw));
  document.documentElement.dataset.charts = "drawn";
}

function names() {
  const words = { _filter_column: "列 column", _filter_op: "比较 comparison", _filter_value: "值 value", _sort: "排序 sort" };
  for (const control of document.querySelectorAll("form select, form input[type=text], form input[type=search], form textarea")) {
    if (control.labels && control.labels.length) continue;
    if (control.hasAttribute("aria-label")) continue;
    const kind = Object.keys(words).find((start) => (control.name || "").startsWith(start));
    control.setAttribute("aria-label", kind ? words[kind] : control.name || control.id || "值 value");
  }
  for (const wide of document.querySelectorAll(".table-wrapper")) {
    wide.tabIndex = 0;
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", "表 table");
  }
}

function fold() {
  for (const list of document.querySelectorAll("dl.column-descriptions")) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "各列的含义 What the columns mean";
    list.replaceWith(details);
    details.append(summary, list);
  }
}

function showNewest() {
  // Where the years are wider than the screen, the newest are what a reader came for.
  for (const table of document.querySelectorAll("table.heat, table.years")) {
    const wide = table.closest(".scroll");
    wide.scrollLeft = wide.scrollWidth;
  }
}

function scrollFrames() {
  // Browsers ignore the fragment of a frame that is laid out after its first paint: asked for once it is there, it works.
  for (const frame of document.querySelectorAll("iframe[data-fragment]")) {
    frame.src += "#" + frame.dataset.fragment;
  }
}

// The editor for SQL makes its own text field after the page is there.
window.addEventListener("load", () => { scrollFrames(); names(); }, { once: true });

document.addEventListener("DOMContentLoaded", () => {
  names();
  fold();
  showNewest();
  charts();
});
