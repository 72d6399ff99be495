/* From one cell to another, by the rules of compat/difference. What a difference means, and what to
   write, Python has worked out for every pair of states; here are the change-overs and the nearest
   safe targets, and in cause.js the axis. Tests hold this to the same answers. */

const EFFECTS = ["silent", "raises", "leaks", "worse", "by-hand", "unknown", "other", "new", "better"];
const DECISIVE = new Set(EFFECTS.slice(0, 4));
const LOSSES = new Set(EFFECTS.slice(0, 5));

const AXES = ["python", "core", "layer"];
const FOUND_OUT = new Set(["not-published", "not-installable", "import-failed"]);

/** Return what changes in some scenarios; `source` was probed. */
function upgrade(known, source, target, scenarios) {
  const changes = target.probed ? scenarios.flatMap(each => change(known, each, source, target)) : [];
  changes.sort((one, two) => EFFECTS.indexOf(one.effect) - EFFECTS.indexOf(two.effect));
  const decided = decision(known, source, target, scenarios);
  return {
    source, target, decision: decided, changes,
    same: target.probed && target.says.some(Boolean) ? scenarios.length - changes.length : 0,
    measured: scenarios.length,
    missed: scenarios.filter(each => missedAlike(known, each, source, target)),
    nearest: decided === "safe" ? [] : nearestSafe(known, source, target, scenarios),
  };
}

/** Return whether code that works in one cell works in another. */
function decision(known, source, target, scenarios) {
  if (!target.probed) { return FOUND_OUT.has(target.kind.status) ? "blocked" : "not-known"; }
  let unknown = false;
  for (const each of scenarios) {
    const pair = between(known, each, source, target);
    if (pair !== null && DECISIVE.has(pair.effect)) { return "needs-changes"; }
    unknown ||= pair !== null && pair.effect === "unknown";
  }
  return unknown ? "not-known" : "safe";
}

/** Return for whom of the others it is another decision than for an event stream, and which. */
function decisionsOfOthers({ source, target, decision: decided }, scenarios) {
  const [names, heardBy] = source.layer === null ? [Object.keys(unheard.heard), coreHeardBy] : [Object.keys(pairs.data.heard), pairsHeardBy];
  return names.filter(each => each !== STREAM).map(listener => {
    const own = heardBy(listener);
    return [listener, decision(own, own.byId.get(source.id), own.byId.get(target.id), scenarios)];
  }).filter(([, each]) => each !== decided);
}

const between = (known, scenario, source, target) =>
  known.scenarios[scenario].pairs[source.says[scenario]][target.says[scenario]];

/** Tell whether as little is seen of a scenario in the target as in the source. */
function missedAlike(known, scenario, source, target) {
  const [before, after] = [source, target].map(cell => stateOf(known, cell, scenario));
  return before !== null && after !== null && after.lacks !== null && after.lacks === before.lacks;
}

function change(known, scenario, source, target) {
  const pair = between(known, scenario, source, target);
  if (pair === null) { return []; }
  const { axis, sure, way } = (source.layer === null ? causeOfTwo : causeOfPairs)(known, scenario, source, target);
  return [{ scenario, ...pair, axis, sure, turns: way.flatMap(leg => turns(known, leg, scenario)) }];
}

/** Return the axes on which two cells differ. */
const movesOf = (source, target) => AXES.filter(axis => source[axis] !== target[axis]);

/** Return the state that a cell tells; null where it is not known. */
function told(known, cell, scenario) {
  const state = cell === null ? null : stateOf(known, cell, scenario);
  return state === null || state.unsure ? null : cell.says[scenario];
}

/** Return where a scenario's state changes on a leg. */
function turns(known, leg, scenario) {
  const seen = leg.steps.map((step, place) => ({ ...step, place }))
    .filter(step => told(known, step.cell, scenario) !== null);
  return seen.slice(1).flatMap((first, n) => {
    const last = seen[n];
    if (last.cell.says[scenario] === first.cell.says[scenario]) { return []; }
    return [{
      axis: leg.axis, at: leg.at, last: last.name, first: first.name,
      exact: first.place === last.place + 1,
      packages: packagesBetween(known, last.cell.packages, first.cell.packages),
    }];
  });
}

/** Return the packages that differ, but those of the harness. */
function packagesBetween(known, before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    .filter(name => !known.harness.includes(name));
  const version = (packages, name) => (Object.hasOwn(packages, name) ? packages[name] : "none");
  return names.map(name => [name, version(before, name), version(after, name)])
    .filter(([, was, now]) => was !== now);
}

/** Return at most three safe targets, one a Python that is alive, the fewest steps away first. */
function nearestSafe(known, source, target, scenarios) {
  const isSafe = cell => leads(source, target, cell) && isOffered(known, target, cell)
    && decision(known, source, cell, scenarios) === "safe" && seesMost(known, cell, scenarios);
  return known.pythons.flatMap((_, python) => (known.alive[python] ? walk(known, python, target).find(isSafe) ?? [] : []))
    .sort((one, two) => stepsTo(target, one) - stepsTo(target, two) || two.python - one.python).slice(0, 3);
}

/** Return the cells of a Python that were probed, the nearest to the target first. */
function walk(known, python, target) {
  if (target.layer === null) {
    return outwards(known.releases.length, target.core).map(core => probed(known, python, core)).filter(Boolean);
  }
  return known.all.filter(cell => cell.python === python && tells(cell))
    .sort((one, two) => stepsTo(target, one) - stepsTo(target, two) || two.layer - one.layer);
}

/** Tell whether neither release of a cell was yanked, or it is the one that was asked for. */
function isOffered(known, target, cell) {
  return (known.yanked[cell.core] === null || cell.core === target.core)
    && (!known.yankedLayers.has(cell.layer) || cell.layer === target.layer);
}

/** Tell whether at least half of what can be judged is seen, as people write it first. */
function seesMost(known, cell, scenarios) {
  const seen = scenarios.map(each => stateOf(known, cell, each)?.seen ?? null).filter(each => each !== null);
  return 2 * seen.filter(Boolean).length >= seen.length;
}

const stepsTo = (target, cell) => AXES.reduce((sum, axis) => sum + Math.abs(cell[axis] - target[axis]), 0);

/** Tell whether a cell lies on the target's side of the source. */
function leads(source, target, cell) {
  const steps = AXES.map(axis => [target[axis] - source[axis], cell[axis] - source[axis]]);
  return steps.every(([asked, own]) => own * (asked || 1) >= 0) && steps.some(([asked, own]) => own * asked > 0);
}

/** Return places from one on, by distance; the later of two first. */
function outwards(length, start) {
  const found = [];
  for (let distance = 0; distance < length; distance++) {
    for (const place of new Set([start + distance, start - distance])) {
      if (place >= 0 && place < length) { found.push(place); }
    }
  }
  return found;
}
