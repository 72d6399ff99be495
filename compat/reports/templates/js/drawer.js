/* The evidence of a cell: what every form of a scenario did there, drawn, and how to see it again. */

let evidence = null;

async function openDrawer(known, cell, scenario) {
  const drawer = byId("drawer");
  byId("drawer-title").textContent = endWords(known, cell);
  if (!drawer.open) {
    byId("drawer-body").replaceChildren(make("p", {}, WORDS.page.loading));
    drawer.showModal();
  }
  evidence ??= unpacked("evidence");
  const found = await evidence;
  if (current.cell !== cell.id) { return; }
  const choosing = document.activeElement?.id === "drawer-scenario";
  byId("drawer-body").replaceChildren(
    ...aboutCell(known, cell),
    ...(cell.probed ? aboutScenario(known, found, cell, scenario) : []),
    ...packageList(cell),
  );
  if (choosing) { byId("drawer-scenario").focus(); }
}

function listed(pairs) {
  return make("dl", {}, ...pairs.filter(([, value]) => value !== null && value !== "")
    .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, ...[value].flat())]));
}

function aboutCell(known, cell) {
  const { kind } = cell;
  const words = WORDS.page;
  const reason = kind.reason === null ? null : make("span", { class: "lines" }, kind.reason_class ? `${kind.reason} (${kind.reason_class})` : kind.reason);
  return [
    listed([
      [words.cell, make("span", { class: "id" }, cell.id)],
      [words.status, WORDS.statuses[kind.status]],
      [words.reason, reason],
      [words.python, known.exact[cell.python] ?? words.notFound],
      [words.overrides, kind.overrides.join(", ")],
    ]),
    make("p", {}, make("b", {}, words.replay)),
    codeBlock(fill(kind.replay, { cell: cell.id })),
  ];
}

function packageList(cell) {
  const packages = Object.entries(cell.packages);
  if (!packages.length) { return []; }
  return [make("details", {}, make("summary", {}, counted(WORDS.page.installed, packages.length)),
    make("ul", { class: "packages" }, ...packages.map(([name, version]) => make("li", {}, `${name} ${version}`))))];
}

function aboutScenario(known, found, cell, scenario) {
  const asked = known.scenarios[scenario];
  const state = stateOf(known, cell, scenario);
  const chooser = scenarioSelect(known, "drawer-scenario", scenario, place => stateOf(known, cell, place)?.words ?? WORDS.notMeasured);
  chooser.addEventListener("change", () => go({ ...current, cell: cell.id, scenario: chooser.value }));
  return [
    make("h3", { id: "drawer-forms" }, make("label", { for: "drawer-scenario" }, WORDS.page.scenario), " ", chooser),
    make("p", {}, asked.title, " ", make("span", { class: "soft" }, WORDS.children[asked.child])),
    ...(state === null ? [make("p", {}, WORDS.notMeasured)] : measured(known, found, cell, scenario, state)),
  ];
}

/** Return a select of all scenarios by group; `words` tells what stands behind each name. */
function scenarioSelect(known, id, chosen, words) {
  const select = make("select", { id });
  for (const [group, places] of known.groups) {
    select.append(make("optgroup", { label: group }, ...places.map(place => {
      const told = words(place);
      return make("option", { value: known.scenarios[place].id, selected: place === chosen }, told ? `${known.scenarios[place].id}: ${told}` : known.scenarios[place].id);
    })));
  }
  return select;
}

function measured(known, found, cell, scenario, state) {
  const asked = known.scenarios[scenario];
  const behind = found.behind[found.results[cell.kind.results][scenario]];
  const flags = state.flags.map(flag => make("li", {}, WORDS.flags[flag] ?? flag));
  const forms = Object.keys({ ...state.forms, ...behind.seen });
  return [
    make("p", {}, chip(state.words, state.tone)),
    ...(flags.length ? [make("ul", { class: "soft" }, ...flags)] : []),
    make("div", { class: "forms" }, ...forms.map(form => formFigure(found, asked, state, behind, form))),
  ];
}

function formFigure(found, asked, state, behind, form) {
  const seen = found.seen[behind.seen[form]];
  const outcome = asked.row === "fact" ? null : state.forms[form];
  const later = (behind.later[form] ?? []).flatMap(place => [
    make("p", {}, make("b", {}, WORDS.page.later)), ...traceOf(found, asked, found.seen[place], null),
  ]);
  const code = asked.code[form];
  return make("figure", {},
    make("figcaption", {}, make("b", {}, formWords(form)), " ",
      ...(outcome ? [chip(outcome, WORDS.outcomeTones[outcome]), " ", make("small", {}, WORDS.outcomes[outcome])] : [])),
    ...(seen ? traceOf(found, asked, seen, outcome) : [make("p", {}, WORDS.notMeasured)]),
    ...later,
    ...(code ? [make("details", {}, make("summary", {}, WORDS.page.code), codeBlock(code))] : []),
  );
}

function traceOf(found, asked, seen, outcome) {
  const main = judged(seen);
  const others = seen.sources.filter(each => each !== main);
  const raised = seen.raised[current.listener];
  const facts = Object.entries(seen.facts).map(([name, value]) => [name, String(value)]);
  return [
    tree(found, asked, seen, main, outcome),
    listed([
      [WORDS.page.absent, seen.absent],
      [WORDS.page.raised, raised ? `${raised.type}: ${raised.message}` : null],
      [WORDS.page.harness, seen.harness_error === null ? null : make("span", { class: "lines" }, seen.harness_error)],
      ...(asked.row === "fact" ? facts : []),
    ]),
    make("details", {}, make("summary", {}, WORDS.page.allSeen),
      listed([
        ...(asked.row === "fact" ? [] : facts),
        [WORDS.page.path, seen.path.join(" › ")],
        [WORDS.page.returned, seen.returned ?? WORDS.page.nothing],
        [WORDS.page.trace, `${seen.ids.join(", ")}; ${counted(WORDS.page.cells, seen.cells)}`],
      ]),
      ...[main, ...others].filter(Boolean).map(source => events(found, source))),
  ];
}

/** Return what an outcome was judged by: a plain call, or a stream, or the handler beside that. */
function judged(seen) {
  const call = seen.sources.find(each => each.call === current.listener);
  if (call || current.listener === "hook") { return call ?? null; }
  const beside = seen.sources.filter(each => each.call === null);
  const handler = beside.at(-1);
  if (current.listener === "handler") { return handler ?? null; }
  const stream = beside[0];
  return stream && !stream.parents_known && stream.children.length ? handler : stream ?? handler ?? null;
}

/** Draw the runs under their parents: what is on the path, the child, and what is missing. */
function tree(found, asked, seen, source, outcome) {
  const runs = source === null || source.listing === null ? [] : found.listings[source.listing];
  const children = new Set(source === null ? [] : source.children);
  const tops = runs.map((_, place) => place).filter(place => runs[place].parent === null);
  const ghosts = [];
  if (!children.size && outcome === "lost") { ghosts.push(fill(WORDS.page.ghostChild, { child: WORDS.children[asked.child] })); }
  if (outcome === "flattened") { ghosts.push(fill(WORDS.page.ghostPath, { names: missing(runs, seen, children, asked).join(", ") })); }
  if (outcome === "split") { ghosts.push(fill(WORDS.page.ghostApart, { child: WORDS.children[asked.child] })); }
  if (outcome === "raised") { ghosts.push(WORDS.page.ghostRaised); }
  const node = place => {
    const run = runs[place];
    const below = runs.map((_, n) => n).filter(n => runs[n].parent === place);
    const part = children.has(place) ? `child ${outcome ?? ""}` : seen.path.includes(run.name) ? "path" : "other";
    return make("li", {}, make("span", { class: `run-box ${part}` }, make("b", {}, run.name), " ",
      make("small", {}, children.has(place) ? fill(WORDS.page.isChild, { kind: run.kind }) : run.kind)),
      ...(below.length ? [make("ul", {}, ...below.map(node))] : []));
  };
  /* A tracer begins a trace with every run that has no parent. */
  const [called, apart] = current.listener === "hook" ? [tops.slice(0, 1), tops.slice(1)] : [tops, []];
  const below = (words, kind, places, more) => make("li", {}, make("span", { class: `run-box ${kind}` }, words),
    make("ul", {}, ...places.map(node), ...more.map(each => make("li", {}, make("span", { class: "run-box ghost" }, each)))));
  return make("ul", { class: "tree" }, below(WORDS.page.callers[current.listener], "caller", called, ghosts),
    ...apart.map(place => below(WORDS.page.apart, "caller", [place], [])));
}

/** Return the names of the path that are not among the ancestors of every child. */
function missing(runs, seen, children, asked) {
  const absent = new Set();
  for (const child of children) {
    const above = [...ancestors(runs, child), ...(asked.child === "custom_event" ? [runs[child].name] : [])];
    for (const name of seen.path) {
      const place = above.indexOf(name);
      if (place < 0) { absent.add(name); } else { above.splice(0, place + 1); }
    }
  }
  return [...absent];
}

function ancestors(runs, place) {
  const run = runs[place];
  if (run.under !== null) { return run.under; }
  return run.parent === null ? [] : [...ancestors(runs, run.parent), runs[run.parent].name];
}

function events(found, source) {
  const runs = source.listing === null ? [] : found.listings[source.listing];
  const rows = runs.map(run => make("tr", {}, make("th", { scope: "row" }, run.name),
    make("td", {}, run.kind), make("td", { class: "id" }, run.events),
    make("td", {}, [...run.notes, ...(run.under === null ? [] : [fill(WORDS.page.under, { names: run.under.join(" › ") || WORDS.page.nothing })])].join("; "))));
  const caption = make("caption", {}, `${source.name}${source.parents_known ? "" : ` (${WORDS.page.noParents})`}`);
  if (!rows.length) { return make("p", {}, `${source.name}: ${WORDS.page.sawNothing}`); }
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": source.name },
    make("table", {}, caption,
      make("thead", {}, make("tr", {}, ...WORDS.page.eventHeads.map(each => make("th", { scope: "col" }, each)))),
      make("tbody", {}, ...rows)));
}
