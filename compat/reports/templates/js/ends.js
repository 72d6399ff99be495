/* An end of a question: which of its parts are known, what a minor version means, what is near. */

const PARTS = ["python", "core", "layer"];
const END = /^(?:py([0-9][0-9a-z.]*))?(?:(?:^|-)core([0-9][0-9a-z.]*))?(?:(?:^|-)lg((?:[0-9][0-9a-z.]*)?))?$/;
/* A layer that is still to be chosen; null is none. */
const OPEN = "";

/** Return an end as its id, or as much of it as is known. */
const spell = ({ python, core, layer }) =>
  [python && `py${python}`, core && `core${core}`, layer !== null && `lg${layer}`].filter(Boolean).join("-");

/** Return the id of an end; null unless it is whole, and in one of the matrices. */
function endId(known, parts) {
  const id = spell(parts);
  if (!parts.python || !parts.core || parts.layer === OPEN) { return null; }
  return (parts.layer ? replies.layer.place : known.byId).has(id) ? id : null;
}

/** Return the parts of an end that are known, and messages on the others. */
function readEnd(known, value) {
  const found = END.exec(value);
  if (found === null) {
    return { parts: { python: null, core: null, layer: null }, wrong: [noSuch(WORDS.page.noCell, value, alike(value, [...known.byId.keys()]))] };
  }
  const [, python = null, core = null, layer = null] = found;
  const own = known.pythons.includes(python) ? python : null;
  const pair = layer ? findPair(own, core, layer) : null;
  const parts = { python: own, core: pair ? pair.core : findCore(known, own, core), layer: pair ? pair.layer : layer && OPEN };
  const named = { python, core, layer };
  return { parts, wrong: [...unknownParts(known, parts, named), ...missingParts(named)] };
}

function unknownParts(known, parts, named) {
  const near = {
    python: () => nearest(known.pythons, named.python),
    core: () => nearest(coresOn(known, parts.python), named.core),
    layer: () => nearest(layersOn(parts.python, parts.core), named.layer),
  };
  return PARTS.filter(each => named[each] && !parts[each]).map(each => {
    const names = near[each]();
    return fill(names.length ? WORDS.page.noPart : WORDS.page.noPartAtAll, {
      name: WORDS.names[each], text: visible(named[each]), near: names.join(", "),
    });
  });
}

function missingParts(named) {
  const open = { python: named.python === null, core: named.core === null, layer: named.layer === OPEN };
  const names = PARTS.filter(each => open[each]).map(each => WORDS.names[each]);
  return names.length ? [fill(WORDS.page.choose, { names: names.join(", ") })] : [];
}

const isStable = version => /^[0-9.]+$/.test(version);

/** Tell whether a version is the one that is named, or a stable one of the minor version named. */
function isMeant(version, named) {
  if (version === named || named === null) { return true; }
  return isStable(named) && named.split(".").length < 3 && isStable(version) && `${version}.`.startsWith(`${named}.`);
}

/** Return the releases that a Python has cells of; of all of them where it is not known. */
function coresOn(known, python) {
  const place = known.pythons.indexOf(python);
  return known.releases.filter((_, core) => (place < 0 ? known.cells.some(row => row[core] !== null) : known.cells[place][core] !== null));
}

/** Return the release that is named: itself, or the newest of a minor version that was measured. */
function findCore(known, python, core) {
  if (core === null) { return null; }
  const named = coresOn(known, python).filter(each => isMeant(each, core));
  const place = known.pythons.indexOf(python);
  const runs = named.filter(each => {
    const release = known.releases.indexOf(each);
    return known.yanked[release] === null && known.pythons.some((_, n) => (place < 0 || n === place) && probed(known, n, release));
  });
  return named.includes(core) ? core : runs.at(-1) ?? named.at(-1) ?? null;
}

/* Pairs of a layer with langchain-core. */

const partsOf = id => {
  const [, python = null, core = null, layer = null] = END.exec(id) ?? [];
  return { python, core, layer };
};

/** Return the pairs with a layer that were asked about on a Python, or on any. */
function pairsOn(python) {
  return (replies.layer?.cells ?? []).map(partsOf).filter(each => python === null || each.python === python);
}

/** Return the releases of the layer that go with a Python and a release. */
const layersOn = (python, core) =>
  sortedVersions(pairsOn(python).filter(each => core === null || each.core === core).map(each => each.layer));

/** Return the newest pair of those that are named, of which something is known if there is one. */
function findPair(python, core, layer) {
  const named = pairsOn(python).filter(each => isMeant(each.layer, layer) && isMeant(each.core, core));
  const runs = named.filter(each => pairRuns(spell(each)));
  const rank = (one, two) => compareVersions(one.layer, two.layer) || compareVersions(one.core, two.core);
  const found = (runs.length ? runs : named).sort(rank).at(-1);
  return found ? { ...found, core: core === null ? null : found.core } : null;
}

function pairRuns(id) {
  const { said, place, kinds } = replies.layer;
  return kinds[Object.values(said)[0][place.get(id)]].row !== null;
}

const sortedVersions = versions => [...new Set(versions)].sort(compareVersions);

/* What is near. */

const noSuch = (template, value, near) => fill(template, { text: visible(value), near: near.map(visible).join(", ") });

/** Return the two versions nearest to one that is not there: the one below, then the one above. */
function nearest(versions, wanted) {
  const above = versions.findIndex(each => compareVersions(each, wanted) > 0);
  if (above < 0) { return versions.slice(-2).toReversed(); }
  const place = Math.max(0, above - 1);
  return versions.slice(place, place + 2);
}

function compareVersions(one, two) {
  const [left, right] = [one, two].map(text => text.split(".").map(part => parseInt(part, 10) || 0));
  for (let n = 0; n < Math.max(left.length, right.length); n++) {
    const step = (left[n] ?? 0) - (right[n] ?? 0);
    if (step !== 0) { return step; }
  }
  return 0;
}
