/* The page's data: deflated JSON in elements that no browser runs. */

/** Unpack the block with an id; null where the page has none. */
async function unpacked(id) {
  if (byId(id) === null) { return null; }
  const packed = Uint8Array.from(atob(byId(id).textContent), each => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

/** Return the data as one listener heard it; what others heard stands beside the stream's. */
function heardBy(data, listener) {
  const own = data.heard[listener];
  if (!own) { return data; }
  const scenarios = data.scenarios.map((each, place) => ({ ...each, ...own.scenarios[place] }));
  return { ...data, ...own, scenarios };
}

/** Return the matrix by place. A cell's `says` has the number of each scenario's state, 0 for none. */
function indexed(data) {
  const cells = data.cells.map((row, python) => row.map((kind, core) =>
    kind === null ? null : cellAt(data, python, core, data.kinds[kind])));
  return {
    ...data,
    cells,
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
    python, core, kind,
    probed: kind.status === "probed",
    says: data.states[kind.states],
    packages: data.packages[kind.packages],
  };
}

/** Return the cell at a place if it was probed, and not only with an override. */
function probed(known, python, core) {
  const cell = known.cells[python][core];
  return cell !== null && cell.probed && !cell.kind.overrides.length ? cell : null;
}

/** Return what a cell says of a scenario; null where it was not measured. */
function stateOf(known, cell, scenario) {
  return cell.probed && cell.says[scenario] ? known.scenarios[scenario].states[cell.says[scenario] - 1] : null;
}

const endWords = (known, cell) =>
  fill(WORDS.ends, { python: known.pythons[cell.python], core: known.releases[cell.core] });

/** Return answers with their places by the id of a cell. */
const answering = data => data && { ...data, place: new Map(data.cells.map((id, place) => [id, place])) };
