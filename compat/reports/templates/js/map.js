/* The map: Pythons or patterns down, newest first. Every square leads to the evidence of the newest
   release that was measured of what it stands for. What differs between langchain-core alone and a
   layer on top stands in a source: coreSource here, layerSource in layer.js. */

const NEWEST = "";
const UNPROBED = "unprobed";
const AUTOMATIC = "automatic";
/* What only the map asks; all else is the page's state. `layer` is null until somebody chooses. */
const view = { rows: "pythons", layer: null, row: 0, release: { core: NEWEST, layer: NEWEST }, open: new Set() };
let drawn = "";

/** Return the lines, oldest first, each with the places of its releases that are in the matrix. */
function linesOf(known) {
  const lines = new Map();
  known.lines.forEach((line, core) => {
    if (known.cells.some(row => row[core] !== null)) { lines.set(line, [...(lines.get(line) ?? []), core]); }
  });
  return [...lines].map(([name, cores]) => ({ name, cores }));
}

/** Return what a cell says of a pattern, in words and tone. */
function saidIn(known, cell, scenario) {
  if (cell === null) { return { words: WORDS.map.notSelected, tone: UNPROBED }; }
  if (!cell.probed) { return { words: WORDS.statuses[cell.kind.status], tone: UNPROBED }; }
  if (cell.kind.overrides.length) { return { words: WORDS.page.overridden, tone: UNPROBED }; }
  return stateOf(known, cell, scenario) ?? { words: WORDS.map.notMeasured, tone: UNPROBED };
}

const newestFirst = names => names.map((name, place) => ({ name, place })).toReversed();

function coreSource(known) {
  const inLine = (python, line) => line.cores.map(core => known.cells[python][core]).filter(Boolean);
  const measured = (cells, scenario) => cells.filter(each => saidIn(known, each, scenario).tone !== UNPROBED);
  const square = (cells, line, python, scenario) => {
    const told = measured(cells, scenario);
    const cell = told.at(-1) ?? cells.at(-1) ?? null;
    return {
      ...saidIn(known, cell, scenario), cell: cell?.id ?? null, turn: turnsIn(known, line?.cores, told, scenario),
      python: known.pythons[python], on: line ? [WORDS.map.core, line.name] : null,
      release: cell && known.releases[cell.core], scenario: known.scenarios[scenario].id,
    };
  };
  const selected = linesOf(known);
  return {
    name: WORDS.map.core,
    who: () => WORDS.listeners[current.listener in known.heard ? current.listener : STREAM],
    pythons: newestFirst(known.pythons),
    columns: selected.toReversed(),
    patterns: known.scenarios,
    releases: selected.toReversed().map(line => [line.name, line.cores.toReversed().map(core => [known.releases[core], String(core)])]),
    inColumn: (scenario, python, line) => square(inLine(python, line), line, python, scenario),
    atRelease: (scenario, python, release) => square(
      (release === NEWEST ? known.cells[python] : [known.cells[python][Number(release)]]).filter(Boolean), null, python, scenario),
    releaseName: release => known.releases[Number(release)],
  };
}

/** Return in words where what is told changes, oldest first. */
function turnsIn(known, cores, told, scenario) {
  if (!cores) { return ""; }
  const words = cell => saidIn(known, cell, scenario).words;
  return told.slice(1).flatMap((cell, n) => {
    if (words(cell) === words(told[n])) { return []; }
    const exact = cores.indexOf(cell.core) - cores.indexOf(told[n].core) === 1;
    return [fill(exact ? WORDS.map.turn : WORDS.map.turnBy, { release: known.releases[cell.core] })];
  }).join(", ");
}

const overLayer = state => view.layer ?? (state.from ?? "").includes("-lg");

/** Show the map as the state and the map's own switches ask for, unless that is what is shown. */
function showMap(known, state) {
  const layered = layer !== null && overLayer(state);
  const place = layered ? view.row : known.place.get(state.scenario);
  const release = view.release[layered ? "layer" : "core"];
  const key = JSON.stringify([view.rows, layered, fragment({ ...state, cell: null }), view.rows === "pythons" ? place : [release, ...view.open]]);
  if (key === drawn) { return; }
  drawn = key;
  const source = layered ? layerSource(state.listener) : coreSource(known);
  const who = source.who(place);
  showTools(source, layered, place, release);
  if (view.rows === "pythons") { showByPython(source, place, who); }
  else { showByPattern(source, release, who); }
}

function showTools(source, layered, place, release) {
  const byPython = view.rows === "pythons";
  byId("scenario-chooser").hidden = !byPython || layered;
  byId("row-chooser").hidden = !byPython || !layered;
  byId("release-chooser").hidden = byPython;
  byId("every-release").hidden = layered || !byPython;
  press("map-rows", view.rows);
  press("map-layer", layered ? "layer" : "");
  byId("map-release").replaceChildren(option(WORDS.map.newest, NEWEST, release === NEWEST), ...source.releases.map(([label, releases]) =>
    make("optgroup", { label }, ...releases.map(([name, value]) => option(name, value, value === release)))));
  if (layered) { byId("layer-row").value = String(view.row); }
}

function press(id, value) {
  for (const each of byId(id)?.children ?? []) { each.setAttribute("aria-pressed", String(each.dataset.value === value)); }
}

function showByPython(source, place, who) {
  const rows = source.pythons.map(python => source.columns.map(column => source.inColumn(place, python.place, column)));
  heading(WORDS.map.python, source.columns.map(each => [each.name]));
  byId("map-body").replaceChildren(...rows.map((squares, n) => make("tr", {},
    make("th", { scope: "row" }, source.pythons[n].name), ...squares.map(each => make("td", {}, squareOf(each))))));
  const turns = rows.flat().filter(each => each.turn);
  byId("map-turns").replaceChildren(...turns.map(each => make("li", {}, stateLink(labelOf(each), stateOfSquare(each)))));
  byId("map-of").textContent = source.patterns[place].id;
  byId("map-says").textContent = fill(WORDS.map.byPython, { title: source.patterns[place].title, name: source.name, listener: who });
}

function showByPattern(source, release, who) {
  heading(WORDS.map.pattern, source.pythons.map(python => [python.name]));
  byId("map-body").replaceChildren(...[...grouped(source.patterns)].flatMap(([group, places]) => groupRows(source, release, group, places)));
  byId("map-turns").replaceChildren();
  byId("map-of").textContent = "";
  const words = release === NEWEST ? WORDS.map.newest : fill(WORDS.map.byPatternOf, { name: source.name, release: source.releaseName(release) });
  byId("map-says").textContent = fill(WORDS.map.byPattern, { release: words, listener: who });
}

function heading(first, columns) {
  byId("map-head").replaceChildren(make("tr", {}, make("th", { scope: "col" }, first), ...columns.map(each => make("th", { scope: "col" }, ...each))));
}

/** Return the head of a group, and its rows if it is unfolded; the first one is unless it was folded. */
function groupRows(source, release, group, places) {
  const open = view.open.has(group) !== (places[0] === 0);
  const button = make("button", { type: "button", class: "unfold", "aria-expanded": String(open) },
    group, make("small", {}, ` ${counted(WORDS.page.scenarios, places.length)}`));
  button.addEventListener("click", () => {
    if (!view.open.delete(group)) { view.open.add(group); }
    showMap(known, current);
    [...byId("map-body").querySelectorAll(".unfold")].find(each => each.firstChild.data === group)?.focus();
  });
  const head = make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: source.pythons.length + 1 }, make("span", {}, button)));
  if (!open) { return [head]; }
  return [head, ...places.map(place => make("tr", {},
    make("th", { scope: "row" }, patternLink(source, place)),
    ...source.pythons.map(python => make("td", {}, squareOf(source.atRelease(place, python.place, release))))))];
}

/** Return a button that shows a pattern over the Pythons. */
function patternLink(source, place) {
  const { id, title } = source.patterns[place];
  const button = make("button", { type: "button", class: "id link", title }, id);
  button.addEventListener("click", () => { showPattern(source.name === WORDS.map.layer, id); });
  return button;
}

/** Show a pattern over the Pythons, and go there. */
function showPattern(layered, id) {
  Object.assign(view, { rows: "pythons", layer: layered });
  if (layered) { view.row = layer.rows.findIndex(each => each.id === id); }
  if (layered || current.scenario === id) { showMap(known, current); } else { go({ ...current, scenario: id }); }
  goThere("map");
}

function labelOf(square) {
  const fields = { ...square, column: square.on ? fill(WORDS.map.column, { name: square.on[0], line: square.on[1] }) : square.scenario };
  const label = fill(square.turn ? WORDS.map.squareTurns : WORDS.map.square, fields);
  return square.cell === null ? label : fill(WORDS.map.leads, { label, release: square.release });
}

const stateOfSquare = square => ({ ...current, cell: square.cell, scenario: square.scenario });

/** Return a square: a link to its evidence where there is a cell. */
function squareOf(square) {
  const label = labelOf(square);
  const text = square.turn || (square.tone === AUTOMATIC || square.tone === UNPROBED ? "" : square.words);
  const inside = [symbol(square.tone), text && make("span", { class: `word ${square.turn ? "turn" : ""}`, "aria-hidden": "true" }, ` ${text}`)];
  const looks = { class: `square ${square.tone}`, title: label };
  if (square.cell === null) { return make("span", looks, ...inside, make("span", { class: "hidden" }, square.words)); }
  return stateLink(inside, stateOfSquare(square), { ...looks, "aria-label": label });
}

function watchMap(known) {
  for (const [id, name] of [["map-rows", "rows"], ["map-layer", "layer"]]) {
    byId(id)?.addEventListener("click", event => {
      const { value } = event.target.dataset;
      if (value === undefined) { return; }
      view[name] = name === "layer" ? value !== "" : value;
      showMap(known, current);
    });
  }
  byId("map-release").addEventListener("change", event => {
    view.release[overLayer(current) ? "layer" : "core"] = event.target.value;
    showMap(known, current);
  });
  byId("map-body").addEventListener("keydown", moveOnMap);
  byId("answer").addEventListener("click", event => { if (event.target.closest(".tally a")) { showEach(); } });
}

/** Show every pattern with the releases that are asked about. */
function showEach() {
  const [, , core, above] = /^py([^-]*)-core([^-]*)(?:-lg(.*))?$/.exec(current.from);
  const place = above ? layer.pairs.findIndex(pair => pair[0] === above && pair[1] === core) : known.releases.indexOf(core);
  view.release[above ? "layer" : "core"] = String(place);
  Object.assign(view, { rows: "patterns", layer: null });
  showMap(known, current);
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Move from square to square with the arrow keys. */
function moveOnMap(event) {
  const step = STEPS[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell) { return; }
  const rows = [...byId("map-body").rows];
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  for (;;) {
    row += step[0];
    column += step[1];
    const next = rows[row]?.cells[column];
    if (!next || column < 1) { if (rows[row] && step[0]) { continue; } return; }
    const target = next.querySelector("a, button");
    if (target) { event.preventDefault(); target.focus(); return; }
  }
}
