/* The evidence of a cell with a layer: where the address finds it, and what the drawer says of it. */

/** Return where a cell with a layer is, null if there is no such one. */
function findUnder(id) {
  for (const [pair, cells] of layer.cells.entries()) {
    for (const [python, kind] of cells.entries()) {
      if (kind !== null && layerCell(python, pair) === id) { return { id, python, pair, kind: layer.kinds[kind] }; }
    }
  }
  return null;
}

function wordsUnder({ python, pair }) {
  const [name, core] = layer.pairs[pair];
  return fill(layer.words.on, { python: layer.pythons[python], layer: name, core }).replace(/:$/, "");
}

function underBody(found, under) {
  const { kind, row, id, rest } = under;
  const asked = layer.rows[row];
  const rows = { groups: grouped(layer.rows), scenarios: layer.rows };
  const chooser = scenarioSelect(rows, "drawer-scenario", row, place => stateUnder(kind, place)?.words ?? layer.words.notMeasured);
  return [
    ...(kind.said.length ? [
      ...patternHead(chooser, name => [id, `scenario=${encodeURIComponent(name)}`, ...rest].join("&"), [asked.title], `langgraph/${pageName(asked.id)}`),
      ...underForms(found, under, stateUnder(kind, row)),
      ...layerTurns(asked, heardUnder(row)),
    ] : []),
    listed([
      [WORDS.page.cell, make("span", { class: "id" }, id)],
      [WORDS.page.status, kind.words],
      [WORDS.page.reason, kind.reason],
    ]),
    make("p", {}, make("b", {}, WORDS.page.replay)),
    codeBlock(`compat replay ${id}`),
  ];
}

/** Return the place of who listens: a row has a listener of its own, for whom no other asks. */
function heardUnder(row) {
  const listener = layer.listeners.indexOf(WORDS.listeners[current.listener]);
  return current.listener === STREAM || listener < 0 ? layer.rows[row].own : listener;
}

function stateUnder(kind, row) {
  const number = kind.said.length ? layer.said[kind.said[heardUnder(row)]][row] : 0;
  return number ? layer.rows[row].states[number - 1] : null;
}

function underForms(found, { id, row }, state) {
  const asked = layer.rows[row];
  if (state === null) { return [make("p", {}, layer.words.notMeasured)]; }
  const told = { forms: state.forms, code: asked.code, name: form => layer.names[form] ?? formWords(form), fact: !Object.keys(state.forms).length };
  const behind = found?.behind[found.results[found.cells[id]]?.[row]];
  return [
    make("p", {}, fill(layer.words.heard, { listener: layer.listeners[heardUnder(row)] }), " ", chip(state.words, state.tone)),
    ...adviceUnder(asked, state),
    ...(behind ? seenForms(found, behind, told) : [listed(Object.entries(state.forms).map(([form, seen]) => [told.name(form), seen]))]),
  ];
}

/** Return what to write; its code stands with its form, so that the evidence comes first. */
function adviceUnder(asked, state) {
  if (!state.needs || asked.nothing || state.by_hand === null) { return layerAdvice(asked, state); }
  const words = fill(layer.words.below, { way: WORDS.ways[state.by_hand] });
  return [make("p", {}, make("b", {}, words)), ...flagList(state.flags)];
}
