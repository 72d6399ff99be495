/* The form of the question: filled from the state, and what is picked leads to another state. */

const OPEN_VALUE = "?";

function option(words, value, chosen) {
  return make("option", { value, selected: chosen }, words);
}

/** Show the question in its form, as much of it as is known. */
function showAsked(known) {
  const { from, to } = current.asked;
  fillSelect("from-python", pythonOptions(known, from.python), !from.python);
  fillSelect("from-core", coreOptions(known, from.python, from.core), !from.core);
  const moved = axis => (to && to[axis] !== from[axis] ? to[axis] : null);
  const same = chosen => option(WORDS.page.same, "", chosen === null);
  fillSelect("to-python", [same(moved("python")), ...pythonOptions(known, moved("python"))], to && !to.python);
  fillSelect("to-core", [same(moved("core")), ...coreOptions(known, to?.python ?? from.python, moved("core"))], to && !to.core);
  if (byId("from-layer")) { showAskedLayers(from, to, same, moved("layer")); }
  fillSelect("listener", listenerOptions(), current.unclear.includes("listener"));
  fillSelect("only", onlyOptions(), current.unclear.includes("only"));
  byId("swap").disabled = current.to === null;
  byId("further").open ||= to !== null || current.only !== null || current.unclear.includes("only");
}

/** Show what is on top in both ends. To go there it has to be in both, or in neither. */
function showAskedLayers(from, to, same, moved) {
  fillSelect("from-layer", [option(WORDS.page.none, "", from.layer === null), ...layerOptions(from, from.layer)], from.layer === OPEN);
  const open = to !== null && (to.layer === OPEN || (to.layer === null && from.layer !== null));
  fillSelect("to-layer", [same(open ? OPEN : moved), ...layerOptions(to ?? from, moved)], open);
  byId("to-layer").parentElement.hidden = from.layer === null && (to?.layer ?? null) === null;
}

/** Fill a select; what is still open says so. */
function fillSelect(id, options, open) {
  byId(id).replaceChildren(...(open ? [option(WORDS.page.pick, OPEN_VALUE, true)] : []), ...options);
  byId(id).toggleAttribute("aria-invalid", Boolean(open));
}

const pythonOptions = (known, chosen) => known.pythons.toReversed().map(each => option(each, each, each === chosen));

function coreOptions(known, python, chosen) {
  const place = known.pythons.indexOf(python);
  const offered = new Set(coresOn(known, python));
  const words = core => {
    const cell = place < 0 ? null : known.cells[place][core];
    return cell && !cell.probed ? `${known.releases[core]} (${WORDS.statuses[cell.kind.status]})` : known.releases[core];
  };
  return linesOf(known).toReversed().map(line => {
    const cores = line.cores.filter(core => offered.has(known.releases[core])).toReversed();
    return make("optgroup", { label: line.name }, ...cores.map(core => option(words(core), known.releases[core], known.releases[core] === chosen)));
  }).filter(group => group.children.length);
}

/** Return what of a layer there is with a Python and a release, then with other releases. */
function layerOptions({ python, core }, chosen) {
  const fits = layersOn(python, core).toReversed();
  const beside = pairsOn(python).filter(each => each.core !== core);
  const releases = sortedVersions(beside.map(each => each.layer)).toReversed();
  const group = name => make("optgroup", { label: fill(WORDS.page.layerOver, { layer: name }) },
    ...sortedVersions(beside.filter(each => each.layer === name).map(each => each.core)).toReversed()
      .map(each => option(fill(WORDS.page.pair, { layer: name, core: each }), `${name} ${each}`, false)));
  return [...(core === null ? [] : fits.map(each => option(each, `${each} ${core}`, each === chosen))), ...releases.map(group)];
}

function listenerOptions() {
  const names = Object.keys((current.asked.from.layer === null ? replies.core : replies.layer).said);
  const chosen = current.unclear.includes("listener") ? null : current.listener;
  return names.map(each => option(WORDS.listeners[each], each, each === chosen));
}

function onlyOptions() {
  const chosen = current.unclear.includes("only") ? "" : current.only;
  const some = source => [...grouped(source.heads)].map(([group, places]) =>
    make("optgroup", { label: group },
      ...(source.heads.some(each => each.id === group) ? [] : [option(fill(WORDS.page.allOf, { group }), group, group === chosen)]),
      ...places.map(place => option(source.heads[place].id, source.heads[place].id, source.heads[place].id === chosen))));
  const { from, to } = current.asked;
  return [option(to === null ? WORDS.page.usual : WORDS.page.every, "", chosen === null),
    ...(from.layer === null ? [] : some(replies.layer)), ...(from.layer === null || to === null ? some(replies.core) : [])];
}

function watchAsked() {
  const read = id => byId(id).value;
  byId("from-python").addEventListener("change", () => askFrom({ python: read("from-python") }));
  byId("from-core").addEventListener("change", () => askFrom({ core: read("from-core") }));
  byId("from-layer")?.addEventListener("change", () => {
    const [layer, core] = read("from-layer").split(" ");
    askFrom(layer ? { layer, core } : { layer: null });
  });
  for (const axis of AXES) {
    byId(`to-${axis}`)?.addEventListener("change", () => askTo(readTo(axis)));
  }
  byId("swap").addEventListener("click", () => {
    const { from, to } = current.asked;
    go({ ...current, from: null, to: null, asked: { from: to, to: from } });
  });
  byId("only").addEventListener("change", () => settle("only", read("only") || null));
  byId("listener").addEventListener("change", () => settle("listener", read("listener")));
  byId("scenario").addEventListener("change", event => go({ ...current, scenario: event.target.value }));
}

/** Ask from another configuration; what is on top is in both ends, or in neither. */
function askFrom(parts) {
  const { from, to } = current.asked;
  const goal = to !== null && "layer" in parts ? { ...to, layer: layerBeside(parts.layer, from.layer, to) } : to;
  go({ ...current, from: null, to: null, asked: { from: { ...from, ...parts }, to: goal } });
}

/** Return what is on top where to go, when what is on top changes: as chosen, else the same if that is there. */
function layerBeside(layer, before, to) {
  if (layer === null || (to.layer && to.layer !== before)) { return layer && to.layer; }
  return layersOn(to.python, to.core).includes(layer) ? layer : OPEN;
}

/** Return where to go as it was picked: "" stands for what is there already. A layer may come with its release. */
function readTo(changed) {
  const { from } = current.asked;
  const read = axis => byId(`to-${axis}`)?.value || from[axis];
  const known = value => (value === OPEN_VALUE ? null : value);
  const [layer, core] = read("layer")?.split(" ") ?? [null];
  return {
    python: known(read("python")), core: changed === "layer" && core ? core : known(read("core")),
    layer: layer === OPEN_VALUE ? OPEN : layer,
  };
}

function askTo(to) {
  const { from } = current.asked;
  go({ ...current, to: null, asked: { from, to: spell(to) === spell(from) ? null : to } });
}

function settle(name, value) {
  go({ ...current, [name]: value, unclear: current.unclear.filter(each => each !== name) });
}
