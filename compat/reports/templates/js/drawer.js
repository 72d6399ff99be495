/* The drawer: the evidence of a cell, of langchain-core alone or with a layer. It opens and closes
   with the address, gives the keyboard back, and the way back never opens again what was closed. */

const evidence = {};
/* `under` is the cell with a layer that the address names; `visit` counts how often it was opened. */
const drawer = { under: null, open: false, visit: 0, closed: new Set(), opener: null };

/** Return the address without a cell with a layer and its row, which are the drawer's alone; null if nothing else is in it. */
function pageAddress() {
  const text = location.hash.slice(1);
  const [first, ...rest] = text.split("&");
  drawer.under = layer === null ? null : findUnder(decoded(first));
  if (drawer.under === null) { return text; }
  const rowOf = part => (part.startsWith("scenario=") ? layer.rows.findIndex(each => each.id === decoded(part.slice(9))) : -1);
  drawer.under.row = Math.max(0, ...rest.map(rowOf));
  drawer.under.rest = rest.filter(part => rowOf(part) < 0);
  return drawer.under.rest.join("&") || null;
}

/** Open or close it, as the address says. */
function showDrawer() {
  const asked = drawer.under?.id ?? current.cell;
  if (asked === null) { closeDrawer(); return; }
  const { visit } = history.state ?? {};
  if (!drawer.open && drawer.closed.has(visit)) { leaveCell(); return; }
  if (!drawer.open) {
    drawer.visit = visit ?? drawer.visit + 1;
    drawer.opener = { element: document.activeElement, cell: asked, scenario: drawer.under ? layer.rows[drawer.under.row].id : current.scenario };
  }
  history.replaceState({ visit: drawer.visit }, "");
  openDrawer(asked);
}

async function openDrawer(asked) {
  const { under } = drawer;
  const dialog = byId("drawer");
  drawer.open = true;
  byId("drawer-title").textContent = under ? wordsUnder(under) : endWords(known, known.byId.get(asked));
  if (!dialog.open) {
    byId("drawer-body").replaceChildren(make("p", {}, WORDS.page.loading));
    dialog.showModal();
  }
  const name = under ? "layer-evidence" : "evidence";
  if (byId(name)) { evidence[name] ??= unpacked(name); }
  const found = await evidence[name];
  if (!drawer.open || asked !== (drawer.under?.id ?? current.cell)) { return; }
  const choosing = document.activeElement?.id === "drawer-scenario";
  byId("drawer-body").replaceChildren(...(under ? underBody(found, under) : cellBody(found, known.byId.get(asked), known.place.get(current.scenario))));
  if (choosing) { byId("drawer-scenario").focus(); }
}

/* Closing. */

function closeDrawer() {
  if (!drawer.open) { return; }
  drawer.open = false;
  byId("drawer").close();
}

/** Take the cell out of the address; what is there does not stay behind. */
function leaveCell() {
  drawer.under = null;
  history.replaceState(null, "", `#${fragment({ ...current, cell: null })}`);
  follow();
}

function watchDrawer() {
  const dialog = byId("drawer");
  byId("drawer-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", event => { if (event.target === dialog) { dialog.close(); } });
  dialog.addEventListener("close", () => {
    if (drawer.open) {
      drawer.open = false;
      drawer.closed.add(drawer.visit);
      leaveCell();
    }
    giveBack(drawer.opener);
  });
}

/** Give the keyboard back: to where it was, else to a link to the cell, else to the question. */
function giveBack({ element, cell, scenario }) {
  const was = element.isConnected && element !== document.body && element.getClientRects().length ? element : null;
  const target = was ?? linkTo(cell, scenario) ?? document.querySelector("#question :is(h1, h2)") ?? document.querySelector("main h2");
  if (!target.matches("a, button, [tabindex]")) { target.tabIndex = -1; }
  target.focus();
}

/** Return a link that shows to a cell, to its pattern if there is one. */
function linkTo(cell, scenario) {
  const links = [...document.querySelectorAll("#map ~ * a[href], #answer a[href], section a[href]")].filter(each =>
    decoded(each.hash.slice(1).split("&")[0]) === cell && each.getClientRects().length);
  return links.find(each => each.hash.includes(`scenario=${encodeURIComponent(scenario)}`)) ?? links[0];
}

/* What stands in it. */

function listed(pairs) {
  return make("dl", {}, ...pairs.filter(([, value]) => value !== null && value !== "")
    .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, ...[value].flat())]));
}

function cellBody(found, cell, scenario) {
  const { kind } = cell;
  const words = WORDS.page;
  const reason = kind.reason === null ? null : make("span", { class: "lines" }, kind.reason_class ? `${kind.reason} (${kind.reason_class})` : kind.reason);
  return [
    ...(cell.probed ? aboutScenario(found, cell, scenario) : []),
    listed([
      [words.cell, make("span", { class: "id" }, cell.id)],
      [words.status, WORDS.statuses[kind.status]],
      [words.reason, reason],
      [words.python, known.exact[cell.python] ?? words.notFound],
      [words.overrides, kind.overrides.join(", ")],
    ]),
    make("p", {}, make("b", {}, words.replay)),
    codeBlock(fill(kind.replay, { cell: cell.id })),
    ...packageList(cell),
  ];
}

function packageList(cell) {
  const packages = Object.entries(cell.packages);
  if (!packages.length) { return []; }
  return [make("details", {}, make("summary", {}, counted(WORDS.page.installed, packages.length)),
    make("ul", { class: "packages" }, ...packages.map(([name, version]) => make("li", {}, `${name} ${version}`))))];
}

/** Return the head of the evidence; another pattern takes the place of this one in the address. */
function patternHead(chooser, address, title, page) {
  chooser.addEventListener("change", () => {
    history.replaceState(history.state, "", `#${address(chooser.value)}`);
    follow();
  });
  return [
    make("h3", { id: "drawer-forms" }, make("label", { for: "drawer-scenario" }, WORDS.page.scenario), " ", chooser),
    make("p", {}, ...title, ...pageOf(page)),
  ];
}

/** Return a link to a pattern's own page, where the page is on a site that has them. */
function pageOf(place) {
  const { site } = document.documentElement.dataset;
  return site ? [" ", make("a", { href: `patterns/${place}.html` }, site)] : [];
}

/** Return the name of a pattern's page: a file's name as Python quotes it, quoted as an address. */
const pageName = id => encodeURIComponent(encodeURIComponent(id));

function aboutScenario(found, cell, scenario) {
  const asked = known.scenarios[scenario];
  const state = stateOf(known, cell, scenario);
  const chooser = scenarioSelect(known, "drawer-scenario", scenario, place => stateOf(known, cell, place)?.words ?? WORDS.notMeasured);
  const head = patternHead(chooser, id => fragment({ ...current, cell: cell.id, scenario: id }), [asked.title, " ", make("span", { class: "soft" }, WORDS.children[asked.child])], pageName(asked.id));
  if (state === null) { return [...head, make("p", {}, WORDS.notMeasured)]; }
  const behind = found.behind[found.results[cell.kind.results][scenario]];
  return [
    ...head,
    make("p", {}, fill(WORDS.page.forWhom, { listener: WORDS.listeners[current.listener] }), " ", chip(state.words, state.tone)),
    ...flagList(state.flags.map(flag => WORDS.flags[flag] ?? flag)),
    ...seenForms(found, behind, { forms: state.forms, code: asked.code, name: formWords, fact: asked.row === "fact" }),
  ];
}

const flagList = flags => (flags.length ? [make("ul", { class: "soft" }, ...flags.map(each => make("li", {}, each)))] : []);

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
