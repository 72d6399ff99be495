/* Cells with a layer on top, in the form in which upgrade.js looks up those without one. */

/* What the page has of them, and by listener what is put together of it when it is first asked for. */
const pairs = { data: null, heard: new Map() };

/** Return all cells with a layer as one listener heard them. */
function pairsHeardBy(listener) {
  if (!pairs.heard.has(listener)) { pairs.heard.set(listener, indexedPairs(pairs.data, pairs.data.heard[listener])); }
  return pairs.heard.get(listener);
}

function indexedPairs(data, own) {
  const releases = data.releases.map(each => each.name);
  const layers = data.layers.filter(each => each.asked).map(each => each.name);
  const packages = installedIn(data);
  const all = replies.layer.cells.map((id, place) => {
    const { python, core, layer } = partsOf(id);
    const kind = data.kinds[data.kind[place]];
    return {
      id, python: data.pythons.indexOf(python), core: releases.indexOf(core), layer: layers.indexOf(layer), kind,
      probed: kind.status === "probed", says: own.states[own.says[place]], packages: packages[data.set[place]],
    };
  });
  const byPlace = new Map(all.map(cell => [placeName(cell.python, cell.core, cell.layer), cell]));
  const scenarios = replies.layer.heads.map(({ id, group, title }, place) => ({
    id, group, title, whose: data.whose[place], row: data.row[place],
    code: layer?.rows[place].code ?? {}, ...meant(data, own.scenarios[place]),
  }));
  return {
    ...data, releases, layers, all, scenarios,
    ways: { core: data.releases, layer: data.layers },
    yanked: data.releases.map(each => each.yanked),
    yankedLayers: new Set(data.layers.filter(each => each.yanked).map(each => layers.indexOf(each.name))),
    at: (...place) => byPlace.get(placeName(...place)) ?? null,
    byId: new Map(all.map(cell => [cell.id, cell])),
    groups: grouped(scenarios),
    place: new Map(scenarios.map((each, place) => [each.id, place])),
  };
}

const placeName = (python, core, layer) => `${python} ${core} ${layer}`;

/** Return the packages of each set, by name, from what each package has in every set. */
function installedIn({ packages }) {
  const found = [];
  for (const [name, { versions, sets }] of Object.entries(packages)) {
    sets.forEach((version, place) => {
      found[place] ??= {};
      if (versions[version] !== null) { found[place][name] = versions[version]; }
    });
  }
  return found;
}
