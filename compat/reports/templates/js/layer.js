/* LangGraph on top: a source for the map, and what the drawer says of one of its rows. */

async function startLayer() {
  pairs.data = await unpacked("layer-lookup");
  if (byId("layer-data") === null) { return; }
  layer = await unpacked("layer-data");
  byId("layer-row").append(...[...grouped(layer.rows)].map(([label, places]) => make("optgroup", { label },
    ...places.map(place => option(layer.rows[place].id, String(place), place === view.row)))));
  byId("layer-row").addEventListener("change", event => {
    view.row = Number(event.target.value);
    showMap(known, current);
  });
}

/** Return the place of who listens among the layer's; null stands for a row's own listener. */
function layerListener(listener) {
  const place = layer.listeners.indexOf(WORDS.listeners[listener]);
  return listener === STREAM || place < 0 ? null : place;
}

function layerKind(python, pair) {
  const place = layer.cells[pair][python];
  return place === null ? null : layer.kinds[place];
}

/** Return what a row came to in a cell, for who listens; null if that is not known. */
function layerState(row, python, pair, listener) {
  const kind = layerKind(python, pair);
  if (kind === null || !kind.said.length) { return null; }
  const number = layer.said[kind.said[listener ?? layer.rows[row].own]][row];
  return number ? layer.rows[row].states[number - 1] : null;
}

function layerSaid(row, python, pair, listener) {
  const kind = layerKind(python, pair);
  if (kind === null) { return { words: layer.words.notAsked, tone: UNPROBED }; }
  if (!kind.said.length) { return { words: kind.words, tone: UNPROBED }; }
  return layerState(row, python, pair, listener) ?? { words: layer.words.notMeasured, tone: UNPROBED };
}

const minorOf = version => version.split(".").slice(0, 2).join(".");

/** Return the minor versions of the layer, newest first, each with the places of its pairs. */
function layerLines() {
  const lines = new Map();
  layer.pairs.forEach(([name], pair) => lines.set(minorOf(name), [...(lines.get(minorOf(name)) ?? []), pair]));
  return [...lines].map(([name, pairs]) => ({ name, pairs }));
}

function layerSource(who) {
  const listener = layerListener(who);
  const square = (row, python, pairs, line) => {
    const asked = pairs.filter(pair => layerKind(python, pair) !== null);
    const pair = asked.find(each => layerSaid(row, python, each, listener).tone !== UNPROBED) ?? asked[0];
    const common = { turn: "", python: layer.pythons[python], on: line ? [WORDS.map.layer, line.name] : null, scenario: layer.rows[row].id };
    if (pair === undefined) { return { ...common, words: layer.words.notAsked, tone: UNPROBED, cell: null }; }
    const { words, tone } = layerSaid(row, python, pair, listener);
    return { ...common, words, tone, cell: layerCell(python, pair), release: layer.pairs[pair].join(" over ") };
  };
  const every = layer.pairs.map((_, pair) => pair);
  return {
    name: WORDS.map.layer,
    who: row => layer.listeners[listener ?? layer.rows[row ?? 0].own],
    pythons: newestFirst(layer.pythons),
    columns: layerLines(),
    patterns: layer.rows,
    releases: layerLines().map(line => [line.name, line.pairs.map(pair => [layer.pairs[pair].join(" over "), String(pair)])]),
    inColumn: (row, python, line) => square(row, python, line.pairs, line),
    atRelease: (row, python, release) => square(row, python, release === NEWEST ? every : [Number(release)], null),
    releaseName: release => layer.pairs[Number(release)].join(" over "),
  };
}

const layerCell = (python, pair) => `py${layer.pythons[python]}-core${layer.pairs[pair][1]}-lg${layer.pairs[pair][0]}`;

function layerAdvice(row, state) {
  const { words } = layer;
  const flags = state.flags.length ? [make("ul", { class: "soft" }, ...state.flags.map(each => make("li", {}, each)))] : [];
  if (!state.needs) { return [...(state.tone === AUTOMATIC ? [make("p", {}, words.complete)] : []), ...flags]; }
  if (row.nothing) { return [make("p", {}, words.nothing), ...flags]; }
  if (state.by_hand === null) { return [make("p", {}, words.noneHelps), ...flags]; }
  const code = row.code[state.by_hand];
  return [make("p", {}, make("b", {}, fill(words.write, { way: WORDS.ways[state.by_hand] }))), ...(code ? [codeBlock(code)] : []), ...flags];
}

function layerTurns(row, listener) {
  const { words } = layer;
  const turns = row.turns.filter(each => each.who.includes(listener ?? row.own));
  const said = turns.map(each => make("li", {}, fill(words.turn, each)));
  return [make("p", {}, make("b", {}, words.turns)), said.length ? make("ul", {}, ...said) : make("p", {}, words.noTurn)];
}
