/* Which of Python and langchain-core a change comes from, and the way on which it is placed, as
   compat/difference/cause.py finds it. With a layer three things may move: paircause.js. */

function causeOfTwo(known, scenario, source, target) {
  const axis = axisOf(known, scenario, source, target);
  return { axis, sure: isSure(known, scenario, source, target), way: legs(known, scenario, source, target, axis) };
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
