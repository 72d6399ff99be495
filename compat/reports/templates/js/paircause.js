/* Which of Python, langchain-core and the layer a change comes from, and the way on which it is placed,
   as compat/difference/layered_cause.py finds it. */

function causeOfPairs(known, scenario, source, target) {
  const moved = movesOf(source, target);
  const alone = moved.map(axis => told(known, probedAt(known, { ...cornerOf(source), [axis]: target[axis] }), scenario));
  const axis = axisOfPairs(known, scenario, source, target, moved, alone);
  return { axis, sure: moved.length === 1 || !alone.includes(null), way: legsOfPairs(known, source, target, moved, axis) };
}

const cornerOf = ({ python, core, layer }) => ({ python, core, layer });

const probedAt = (known, { python, core, layer }) => probed(known, python, core, layer);

/** Return which axis a change comes from: the cells tell in which one of them alone has moved. */
function axisOfPairs(known, scenario, source, target, moved, alone) {
  const [before, after] = [source, target].map(cell => told(known, cell, scenario));
  if (before === null || after === null || before === after) { return "unknown"; }
  if (moved.length === 1) { return moved[0]; }
  if (alone.includes(null)) { return "unknown"; }
  const bring = moved.filter((_, n) => alone[n] === after);
  if (bring.length > 1) { return "either"; }
  return bring[0] ?? "both";
}

/** Return a way whose corners were probed, the cause's axis last. */
function legsOfPairs(known, source, target, moved, cause) {
  const orders = ordersOf(moved);
  for (const order of [...orders.filter(each => each.at(-1) === cause), ...orders.filter(each => each.at(-1) !== cause)]) {
    const places = [cornerOf(source)];
    for (const axis of order) { places.push({ ...places.at(-1), [axis]: target[axis] }); }
    if (places.every(each => probedAt(known, each))) {
      return order.map((axis, n) => legOfPairs(known, axis, places[n], places[n + 1]));
    }
  }
  return [];
}

/** Return all orders of some things, as itertools.permutations gives them. */
function ordersOf(things) {
  if (!things.length) { return [[]]; }
  return things.flatMap((first, n) => ordersOf(things.toSpliced(n, 1)).map(rest => [first, ...rest]));
}

function legOfPairs(known, axis, first, last) {
  const beside = place => known.at(...AXES.map(each => (each === axis ? place : first[each])));
  const ordered = axis === "python" ? known.pythons.map((name, place) => ({ name, cell: beside(place) })) : namesOn(known, axis, first, beside);
  const [start, end] = [first, last].map(each => ordered.findIndex(step => step.name === nameOn(known, axis, each[axis])));
  const steps = stretch(ordered.map((_, place) => place), start, end).map(place => ordered[place])
    .filter(({ cell }) => cell === null || cell.probed || !FOUND_OUT.has(cell.kind.status));
  return { axis, at: heldAt(known, axis, first), steps: steps.map(({ name, cell }) => ({ name, cell: cell !== null && tells(cell) ? cell : null })) };
}

const nameOn = (known, axis, place) => ({ python: known.pythons, core: known.releases, layer: known.layers })[axis][place];

/** Return the releases on an axis that can be installed with what stays, and those that were asked for. */
function namesOn(known, axis, first, beside) {
  const asked = axis === "core" ? known.releases : known.layers;
  return known.ways[axis].map(each => ({ ...each, cell: beside(asked.indexOf(each.name)) }))
    .filter(({ usual, name, cell }) => (usual && fits(known, axis, name, first)) || (cell !== null && !cell.kind.overrides.length));
}

/** Tell whether a release on one axis can be installed with what a place has on the other. */
function fits(known, axis, name, first) {
  const layer = axis === "layer" ? name : known.layers[first.layer];
  const core = axis === "core" ? known.releases.indexOf(name) : first.core;
  const { over } = known.ways.layer.find(each => each.name === layer);
  return over.some(([from, to]) => from <= core && core <= to);
}

/** Return what stands still, as in an id. */
function heldAt(known, axis, { python, core, layer }) {
  const parts = { python: `py${known.pythons[python]}`, core: `core${known.releases[core]}`, layer: `lg${known.layers[layer]}` };
  return AXES.filter(each => each !== axis).map(each => parts[each]).join("-");
}
