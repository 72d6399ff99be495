/* The page's state is in its address: #py3.12-core1.2.0&from=…&to=…&scenario=…&only=…&listener=… */

/** Return the fragment of a state: what is open, the two ends, the scenario, who listens. */
function fragment({ cell = null, from = null, to = null, scenario = null, only = null, listener = null }) {
  const named = Object.entries({ from, to, scenario, only, listener: listener === STREAM ? null : listener }).filter(([, value]) => value !== null);
  const parts = named.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return [...(cell === null ? [] : [encodeURIComponent(cell)]), ...parts].join("&");
}

/** Read a fragment. Returns {state}, or {wrong: messages}, or {} if it is a place on the page. */
function readFragment(known, text) {
  if (text === "") { return { state: {} }; }
  if (byId(decoded(text)) !== null) { return {}; }
  const state = {};
  const wrong = [];
  for (const part of text.split("&")) {
    const [name, value] = part.includes("=") ? part.split(/=(.*)/s) : ["cell", part];
    const problem = misread(known, name, decoded(value));
    if (problem !== null || Object.hasOwn(state, name)) { wrong.push(problem ?? fill(WORDS.page.twice, { name: visible(name) })); }
    else { state[name] = decoded(value); }
  }
  return wrong.length ? { wrong } : { state };
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** Return what is wrong with a part of a fragment, or null. */
function misread(known, name, value) {
  switch (name) {
    case "cell": case "from": case "to":
      return known.byId.has(value) ? null : noSuch(WORDS.page.noCell, value, nearestCells(known, value));
    case "scenario":
      return known.place.has(value) ? null : noSuch(WORDS.page.noScenario, value, alike(value, [...known.place.keys()]));
    case "only": {
      const names = [...known.place.keys(), ...known.groups.keys()];
      return names.includes(value) ? null : noSuch(WORDS.page.noScenario, value, alike(value, names));
    }
    case "listener": {
      const names = [STREAM, ...Object.keys(known.heard)];
      return names.includes(value) ? null : noSuch(WORDS.page.noListener, value, names);
    }
    default:
      return fill(WORDS.page.noKey, { text: visible(decoded(name)) });
  }
}

const noSuch = (template, value, near) => fill(template, { text: visible(value), near: near.map(visible).join(", ") });

/** Return the cells nearest to an id that is not there: by the order of versions, if it has any. */
function nearestCells(known, id) {
  const found = /^py(\d+(?:\.\d+){0,3})-core(\d+(?:\.\d+){0,5})/.exec(id);
  if (found === null) { return alike(id, [...known.byId.keys()]); }
  const python = nearestPlace(known.pythons, found[1]);
  const cores = known.releases.map((release, place) => ({ release, cell: known.cells[python][place] }))
    .filter(each => each.cell !== null);
  const place = nearestPlace(cores.map(each => each.release), found[2]);
  return cores.slice(Math.max(0, place - 1), place + 1).map(each => each.cell.id).reverse();
}

/** Return the place of the last version that is not above one; of the first if all are. */
function nearestPlace(versions, wanted) {
  const above = versions.findIndex(each => compareVersions(each, wanted) > 0);
  return Math.max(0, (above < 0 ? versions.length : above) - 1);
}

function compareVersions(one, two) {
  const [left, right] = [one, two].map(text => text.split(".").map(part => parseInt(part, 10) || 0));
  for (let n = 0; n < Math.max(left.length, right.length); n++) {
    const step = (left[n] ?? 0) - (right[n] ?? 0);
    if (step !== 0) { return step; }
  }
  return 0;
}

/** Return the two names that share most pairs of letters with a text. */
function alike(text, names) {
  const pairs = word => new Set(Array.from(word.slice(0, 60), (letter, n) => letter + (word[n + 1] ?? "")));
  const wanted = pairs(text.toLowerCase());
  const score = name => {
    const own = pairs(name);
    return [...own].filter(each => wanted.has(each)).length / (own.size + wanted.size || 1);
  };
  return names.map(name => ({ name, score: score(name) }))
    .sort((one, two) => two.score - one.score).slice(0, 2).map(each => each.name);
}
