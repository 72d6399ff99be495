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
  if (byId("from-layer")) { fillSelect("from-layer", layerOptions(from), from.layer === OPEN); }
  const moved = axis => (to && to[axis] !== from[axis] ? to[axis] : null);
  const same = chosen => option(WORDS.page.same, "", chosen === null);
  fillSelect("to-python", [same(moved("python")), ...pythonOptions(known, moved("python"))], to && !to.python);
  fillSelect("to-core", [same(moved("core")), ...coreOptions(known, to?.python ?? from.python, moved("core"))], to && !to.core);
  fillSelect("listener", listenerOptions(), current.unclear.includes("listener"));
  fillSelect("only", onlyOptions(), current.unclear.includes("only"));
  byId("swap").disabled = current.to === null;
  byId("further").open ||= to !== null || current.only !== null || current.unclear.includes("only");
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
function layerOptions({ python, core, layer }) {
  const fits = layersOn(python, core).toReversed();
  const beside = pairsOn(python).filter(each => each.core !== core);
  const releases = sortedVersions(beside.map(each => each.layer)).toReversed();
  const group = name => make("optgroup", { label: fill(WORDS.page.layerOver, { layer: name }) },
    ...sortedVersions(beside.filter(each => each.layer === name).map(each => each.core)).toReversed()
      .map(each => option(fill(WORDS.page.pair, { layer: name, core: each }), `${name} ${each}`, false)));
  return [option(WORDS.page.none, "", layer === null),
    ...(core === null ? [] : fits.map(each => option(each, `${each} ${core}`, each === layer))), ...releases.map(group)];
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
  const layered = current.asked.from.layer === null ? [] : some(replies.layer);
  return [option(current.asked.to === null ? WORDS.page.usual : WORDS.page.every, "", chosen === null), ...layered, ...some(replies.core)];
}

function watchAsked() {
  const read = id => byId(id).value;
  const known = id => (read(id) === OPEN_VALUE ? null : read(id));
  byId("from-python").addEventListener("change", () => askFrom({ python: read("from-python") }));
  byId("from-core").addEventListener("change", () => askFrom({ core: read("from-core") }));
  byId("from-layer")?.addEventListener("change", () => {
    const [layer, core] = read("from-layer").split(" ");
    askFrom(layer ? { layer, core } : { layer: null });
  });
  for (const axis of ["python", "core"]) {
    byId(`to-${axis}`).addEventListener("change", () => {
      const { from } = current.asked;
      const [python, core] = [known("to-python"), known("to-core")];
      const to = python === "" && core === "" ? null : { python: python || (python === "" ? from.python : null), core: core || (core === "" ? from.core : null), layer: null };
      go({ ...current, to: null, asked: { from, to } });
    });
  }
  byId("swap").addEventListener("click", () => {
    const { from, to } = current.asked;
    go({ ...current, from: null, to: null, asked: { from: { ...to, layer: from.layer }, to: { ...from, layer: null } } });
  });
  byId("only").addEventListener("change", () => settle("only", read("only") || null));
  byId("listener").addEventListener("change", () => settle("listener", read("listener")));
  byId("scenario").addEventListener("change", event => go({ ...current, scenario: event.target.value }));
}

/** Ask from another configuration. */
function askFrom(parts) {
  go({ ...current, from: null, asked: { ...current.asked, from: { ...current.asked.from, ...parts } } });
}

function settle(name, value) {
  go({ ...current, [name]: value, unclear: current.unclear.filter(each => each !== name) });
}
