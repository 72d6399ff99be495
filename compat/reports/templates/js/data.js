/* The page's data: deflated JSON in elements that no browser runs. */

/* What the map and the drawer know of a layer on top; null where the page has none. */
let layer = null;

/** Unpack the block with an id; null where the page has none. */
async function unpacked(id) {
  if (byId(id) === null) { return null; }
  const packed = Uint8Array.from(atob(byId(id).textContent), each => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

/** Return the data as one listener heard it; what others heard stands beside the stream's. */
function heardBy(data, listener) {
  const own = data.heard[listener] ?? data;
  const scenarios = data.scenarios.map((each, place) => ({ ...each, ...meant(data, own.scenarios[place]) }));
  return { ...data, ...own, scenarios };
}

/* What the page has of langchain-core, and by listener what is put together of it when it is first asked for. */
let unheard = null;
const heardCores = new Map();

/** Return all cells of langchain-core as one listener heard them; those of the stream for one who did not. */
function coreHeardBy(listener) {
  const who = listener in unheard.heard ? listener : STREAM;
  if (!heardCores.has(who)) { heardCores.set(who, indexed(heardBy(unheard, who))); }
  return heardCores.get(who);
}

/** Return the states of a scenario and what lies between any two, from what all have together. */
function meant({ meanings }, { states, pairs }) {
  return {
    states: states.map(place => meanings.states[place]),
    pairs: pairs.map(row => row.map(place => (place ? meanings.steps[place - 1] : null))),
  };
}

/** Return the matrix by place. A cell's `says` has the number of each scenario's state, 0 for none. */
function indexed(data) {
  const cells = data.cells.map((row, python) => row.map((kind, core) =>
    kind === null ? null : cellAt(data, python, core, data.kinds[kind])));
  return {
    ...data,
    cells,
    layers: [],
    yankedLayers: new Set(),
    at: (python, core) => cells[python][core],
    byId: new Map(cells.flat().filter(Boolean).map(cell => [cell.id, cell])),
    groups: grouped(data.scenarios),
    place: new Map(data.scenarios.map((each, place) => [each.id, place])),
  };
}

/** Return the places of scenarios by their group. */
function grouped(scenarios) {
  const groups = new Map();
  scenarios.forEach((each, place) => groups.set(each.group, [...(groups.get(each.group) ?? []), place]));
  return groups;
}

/** Return the places of the scenarios that a name stands for: one, a group, or all for null. */
function chosen(known, name) {
  if (name === null) { return known.scenarios.map((_, place) => place); }
  return known.place.has(name) ? [known.place.get(name)] : known.groups.get(name) ?? [];
}

function cellAt(data, python, core, kind) {
  return {
    id: `py${data.pythons[python]}-core${data.releases[core]}`,
    python, core, layer: null, kind,
    probed: kind.status === "probed",
    says: data.states[kind.states],
    packages: data.packages[kind.packages],
  };
}

/** Tell whether a cell was probed, and not only with an override. */
const tells = cell => cell.probed && !cell.kind.overrides.length;

/** Return the cell at a place if it tells something. */
function probed(known, python, core, layer = null) {
  const cell = known.at(python, core, layer);
  return cell !== null && tells(cell) ? cell : null;
}

/** Return what a cell says of a scenario; null where it was not measured. */
function stateOf(known, cell, scenario) {
  return cell.probed && cell.says[scenario] ? known.scenarios[scenario].states[cell.says[scenario] - 1] : null;
}

const endWords = (known, { python, core, layer }) => fill(layer === null ? WORDS.ends : WORDS.endsOfPairs,
  { python: known.pythons[python], core: known.releases[core], layer: known.layers[layer] });

/** Return answers with their places by the id of a cell. */
const answering = data => data && { ...data, place: new Map(data.cells.map((id, place) => [id, place])) };
