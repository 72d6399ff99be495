/* From one cell to another, by the rules of compat/difference. What a difference means, and what to
   write, Python has worked out for every pair of states; here are the axis, the change-overs and
   the nearest safe targets. Tests hold this to the same answers. */

const EFFECTS = ["silent", "raises", "leaks", "worse", "by-hand", "unknown", "other", "new", "better"];
const DECISIVE = new Set(EFFECTS.slice(0, 4));
const LOSSES = new Set(EFFECTS.slice(0, 5));

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
  const axis = axisOf(known, scenario, source, target);
  const way = legs(known, scenario, source, target, axis);
  const sure = isSure(known, scenario, source, target);
  const found = { scenario, ...pair, axis, sure, turns: way.flatMap(leg => turns(known, leg, scenario)) };
  return [found];
}

/** Return which axis a change comes from: the two corners that share one coordinate with each end tell. */
function axisOf(known, scenario, source, target) {
  const [before, after] = [source, target].map(cell => told(known, cell, scenario));
  if (before === null || after === null || before === after) { return "unknown"; }
  if (source.python === target.python) { return "core"; }
  if (source.core === target.core) { return "python"; }
  const byCore = told(known, probed(known, source.python, target.core), scenario);
  const byPython = told(known, probed(known, target.python, source.core), scenario);
  if (byCore === null && byPython === null) { return "unknown"; }
  if (byCore === null) { return axisByOne(byPython, before, after, "python", "core"); }
  if (byPython === null) { return axisByOne(byCore, before, after, "core", "python"); }
  if (byCore === after && byPython === after) { return "either"; }
  if (byCore === after) { return "core"; }
  return byPython === after ? "python" : "both";
}

/** Tell whether both axes were tried alone, so that one can be said not to be the cause. */
function isSure(known, scenario, source, target) {
  if (source.python === target.python || source.core === target.core) { return true; }
  return [probed(known, source.python, target.core), probed(known, target.python, source.core)]
    .every(cell => told(known, cell, scenario) !== null);
}

/** Return the state that a cell tells; null where it is not known. */
function told(known, cell, scenario) {
  const state = cell === null ? null : stateOf(known, cell, scenario);
  return state === null || state.unsure ? null : cell.says[scenario];
}

function axisByOne(alone, before, after, moved, other) {
  if (alone === after) { return moved; }
  return alone === before ? other : "both";
}

/** Return the way along which changes can be placed: it turns at a corner that was probed. */
function legs(known, scenario, source, target, axis) {
  if (source.python === target.python) { return [coreLeg(known, source.python, source.core, target.core)]; }
  if (source.core === target.core) { return [pythonLeg(known, source.core, source.python, target.python)]; }
  const firstCore = probed(known, source.python, target.core);
  const firstPython = probed(known, target.python, source.core);
  const before = told(known, source, scenario);
  const pythonFirst = axis === "python" ? told(known, firstCore, scenario) !== before
    : axis !== "core" || told(known, firstPython, scenario) === before;
  if (firstPython && (pythonFirst || !firstCore)) {
    return [
      pythonLeg(known, source.core, source.python, target.python),
      coreLeg(known, target.python, source.core, target.core),
    ];
  }
  if (firstCore) {
    return [
      coreLeg(known, source.python, source.core, target.core),
      pythonLeg(known, target.core, source.python, target.python),
    ];
  }
  return [];
}

function coreLeg(known, python, first, last) {
  const steps = stretch(known.published[python], first, last);
  return {
    axis: "core", at: known.pythons[python],
    steps: steps.map(core => ({ name: known.releases[core], cell: probed(known, python, core) })),
  };
}

function pythonLeg(known, core, first, last) {
  const steps = stretch(known.pythons.map((_, place) => place), first, last);
  return {
    axis: "python", at: known.releases[core],
    steps: steps.map(python => ({ name: known.pythons[python], cell: probed(known, python, core) })),
  };
}

/** Return what lies from one to another in their order, both included, in this direction. */
function stretch(ordered, first, last) {
  const [start, end] = [ordered.indexOf(first), ordered.indexOf(last)];
  if (start < 0 || end < 0) { return []; }
  return start <= end ? ordered.slice(start, end + 1) : ordered.slice(end, start + 1).reverse();
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
  const found = known.pythons.flatMap((_, python) => {
    if (!known.alive[python]) { return []; }
    const core = outwards(known.releases.length, target.core).find(each => {
      const cell = probed(known, python, each);
      const offered = known.yanked[each] === null || each === target.core;
      return cell && offered && leads(source, target, cell)
        && decision(known, source, cell, scenarios) === "safe" && seesMost(known, cell, scenarios);
    });
    return core === undefined ? [] : [known.cells[python][core]];
  });
  const steps = cell => Math.abs(cell.python - target.python) + Math.abs(cell.core - target.core);
  return found.sort((one, two) => steps(one) - steps(two) || two.python - one.python).slice(0, 3);
}

/** Tell whether at least half of what can be judged is seen, as people write it first. */
function seesMost(known, cell, scenarios) {
  const seen = scenarios.map(each => stateOf(known, cell, each)?.seen ?? null).filter(each => each !== null);
  return 2 * seen.filter(Boolean).length >= seen.length;
}

/** Tell whether a cell lies on the target's side of the source. */
function leads(source, target, cell) {
  const steps = ["python", "core"].map(axis => [target[axis] - source[axis], cell[axis] - source[axis]]);
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
