/* LangGraph on top: rows over Pythons for a pair of releases and a listener, and one row by itself. */

const NEWEST = "";
const OWN = "";
let layer = null;
let asked = { pair: NEWEST, listener: OWN, row: 0, python: 0 };

async function startLayer() {
  if (byId("layer-data") === null) { return; }
  layer = await unpacked("layer-data");
  asked.python = firstNeedy();
  fillLayerSelects();
  for (const name of ["pair", "listener", "row", "python"]) {
    byId(`layer-${name}`).addEventListener("change", event => {
      const { value } = event.target;
      asked = { ...asked, [name]: name === "row" || name === "python" ? Number(value) : value };
      showLayer();
    });
  }
  showLayer();
}

/** Return the first Python on which there is something to do, else the last one. */
function firstNeedy() {
  const found = layer.pythons.findIndex((_, python) => layerState(0, python)?.needs);
  return found < 0 ? layer.pythons.length - 1 : found;
}

function fillLayerSelects() {
  const { words } = layer;
  const layers = new Map();
  layer.pairs.forEach(([name, core], place) => layers.set(name, [...(layers.get(name) ?? []), option(fill(words.pair, { layer: name, core }), String(place), false)]));
  byId("layer-pair").append(option(words.newest, NEWEST, true),
    ...[...layers].map(([name, options]) => make("optgroup", { label: name }, ...options)));
  byId("layer-listener").append(option(words.own, OWN, true),
    ...layer.listeners.map((each, place) => option(each, String(place), false)));
  byId("layer-row").append(...[...grouped(layer.rows)].map(([group, places]) => make("optgroup", { label: group },
    ...places.map(place => option(layer.rows[place].id, String(place), place === asked.row)))));
  byId("layer-python").append(...layer.pythons.map((python, place) => option(python, String(place), place === asked.python)));
}

const pairOn = python => (asked.pair === NEWEST ? layer.newest[python] : Number(asked.pair));

function layerKind(python) {
  const place = layer.cells[pairOn(python)][python];
  return place === null ? null : layer.kinds[place];
}

/** Return what a row came to on a Python, for whom is asked about; null if that is not known. */
function layerState(row, python) {
  const kind = layerKind(python);
  if (kind === null || !kind.said.length) { return null; }
  const listener = asked.listener === OWN ? layer.rows[row].own : Number(asked.listener);
  const number = layer.said[kind.said[listener]][row];
  return number ? layer.rows[row].states[number - 1] : null;
}

function layerSaid(row, python) {
  const kind = layerKind(python);
  if (kind === null) { return { words: layer.words.notAsked, tone: "unprobed" }; }
  if (!kind.said.length) { return { words: kind.words, tone: "unprobed" }; }
  return layerState(row, python) ?? { words: layer.words.notMeasured, tone: "unprobed" };
}

function showLayer() {
  const { words } = layer;
  const [name, core] = asked.pair === NEWEST ? [] : layer.pairs[Number(asked.pair)];
  const listener = asked.listener === OWN ? words.own : layer.listeners[Number(asked.listener)];
  const pair = name ? fill(words.pair, { layer: name, core }) : words.newest;
  byId("layer-of").textContent = fill(words.caption, { listener, pair });
  byId("layer-head").replaceChildren(make("tr", {}, make("th", { scope: "col" }, byId("layer-head").rows[0].cells[0].textContent),
    ...layer.pythons.map((python, place) => make("th", { scope: "col" }, python, " ",
      ...(asked.pair === NEWEST ? [make("small", {}, layer.pairs[pairOn(place)].join(" over "))] : [])))));
  const rows = [...document.querySelectorAll("#layer-table tr[data-row]")];
  rows.forEach((row, place) => row.replaceChildren(row.cells[0],
    ...layer.pythons.map((_, python) => make("td", {}, layerButton(place, python)))));
  for (const group of document.querySelectorAll("#layer-table .group th")) { group.colSpan = layer.pythons.length + 1; }
  showLayerRow();
}

function layerButton(row, python) {
  const said = layerSaid(row, python);
  const button = make("button", { type: "button", class: `chip ${said.tone}` }, `${said.words}\u00a0`, symbol(said.tone));
  button.addEventListener("click", () => {
    asked = { ...asked, row, python };
    byId("layer-row").value = String(row);
    byId("layer-python").value = String(python);
    showLayerRow();
    goThere("layer-one");
  });
  return button;
}

function showLayerRow() {
  const { words } = layer;
  const row = layer.rows[asked.row];
  const state = layerState(asked.row, asked.python);
  const kind = layerKind(asked.python);
  const [name, core] = layer.pairs[pairOn(asked.python)];
  const python = layer.pythons[asked.python];
  const said = layerSaid(asked.row, asked.python);
  byId("layer-body").replaceChildren(
    make("p", {}, make("b", { class: "id" }, row.id), " ", row.title),
    make("p", {}, `${fill(words.on, { python, layer: name, core })} `, chip(said.words, said.tone)),
    ...(kind && kind.reason ? [make("p", { class: "soft" }, kind.reason)] : []),
    ...(state ? layerAdvice(row, state) : []),
    ...(state ? layerForms(state) : []),
    ...layerTurns(row),
    ...Object.entries(row.code).filter(([, code]) => code).map(([form, code]) =>
      make("details", {}, make("summary", {}, fill(words.code, { form: layer.names[form] })), codeBlock(code))),
    ...(state ? [make("p", {}, words.again), codeBlock(`compat replay py${python}-core${core}-lg${name}`)] : []),
  );
}

function layerAdvice(row, state) {
  const { words } = layer;
  const flags = state.flags.length ? [make("ul", { class: "soft" }, ...state.flags.map(each => make("li", {}, each)))] : [];
  const done = { automatic: words.complete, manual: words.passed }[state.tone];
  if (!state.needs) { return [...(done ? [make("p", {}, done)] : []), ...flags]; }
  if (row.nothing) { return [make("p", {}, words.nothing), ...flags]; }
  if (state.by_hand === null) { return [make("p", {}, words.noneHelps), ...flags]; }
  const code = row.code[state.by_hand];
  return [make("p", {}, make("b", {}, fill(words.write, { way: layer.ways[state.by_hand] }))), ...(code ? [codeBlock(code)] : []), ...flags];
}

function layerForms(state) {
  const forms = Object.entries(state.forms);
  if (!forms.length) { return []; }
  return [make("p", {}, make("b", {}, layer.words.forms)), listed(forms.map(([form, seen]) => [layer.names[form], seen]))];
}

function layerTurns(row) {
  const { words } = layer;
  const listener = asked.listener === OWN ? row.own : Number(asked.listener);
  const turns = row.turns.filter(each => each.who.includes(listener));
  const said = turns.map(each => make("li", {}, fill(words.turn, each)));
  return [make("p", {}, make("b", {}, words.turns)), said.length ? make("ul", {}, ...said) : make("p", {}, words.noTurn)];
}
