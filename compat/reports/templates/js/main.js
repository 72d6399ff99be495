/* What is shown follows from the state, the state from the address. */

let WORDS = null;
const STREAM = "stream";
let current = { cell: null, from: null, to: null, scenario: null, only: null, listener: STREAM };

function showAge() {
  const days = Math.floor((Date.now() - Date.parse(byId("age").dataset.at)) / 86400000);
  if (days >= 0) { byId("age").textContent = days === 0 ? "(today)" : days === 1 ? "(yesterday)" : `(${days} days ago)`; }
}

/** Make links of what leads nowhere without this script. */
function linkUp() {
  for (const link of document.querySelectorAll("a[data-to]")) {
    link.href = `#${link.dataset.to}`;
    const shows = link.dataset.to.startsWith("from=") ? "answer" : link.dataset.to.startsWith("scenario=") ? "map" : null;
    if (shows) { link.addEventListener("click", () => setTimeout(() => goThere(shows))); }
  }
  for (const code of document.querySelectorAll(".code pre")) { code.after(copyButton(code)); }
  for (const each of document.querySelectorAll("[data-scripted]")) { each.hidden = false; }
}

/** Move to what a link has changed: reader, keyboard and page. */
function goThere(id) {
  byId(id).focus({ preventScroll: true });
  byId(id).scrollIntoView();
}

/* The pickers. */

function option(words, value, chosen) {
  return make("option", { value, selected: chosen }, words);
}

/** Fill the two selects of one end with a cell. */
function showEnd(known, end, cell) {
  byId(`${end}-python`).replaceChildren(...known.pythons.map((python, place) =>
    option(python, String(place), place === cell.python)));
  const lines = linesOf(known).toReversed().map(line => {
    const cells = line.cores.toReversed().map(core => known.cells[cell.python][core]).filter(Boolean);
    return make("optgroup", { label: line.name }, ...cells.map(each =>
      option(each.probed ? known.releases[each.core] : `${known.releases[each.core]} (${WORDS.statuses[each.kind.status]})`, String(each.core), each === cell)));
  });
  byId(`${end}-core`).replaceChildren(...lines.filter(group => group.children.length));
}

function watchPickers(known) {
  byId("only").append(option(WORDS.page.everyScenario, "", true), ...[...known.groups].map(([group, places]) =>
    make("optgroup", { label: group },
      ...(known.place.has(group) ? [] : [option(fill(WORDS.page.allOf, { group }), group, false)]),
      ...places.map(place => option(known.scenarios[place].id, known.scenarios[place].id, false)))));
  for (const end of ["from", "to"]) {
    for (const axis of ["python", "core"]) {
      byId(`${end}-${axis}`).addEventListener("change", () => picked(known, end));
    }
  }
  byId("swap").addEventListener("click", () => go({ ...current, from: current.to, to: current.from }));
  byId("only").addEventListener("change", event => go({ ...current, only: event.target.value || null }));
  byId("listener").append(...[STREAM, ...Object.keys(known.heard)].map(each =>
    option(WORDS.listeners[each], each, each === STREAM)));
  byId("listener").addEventListener("change", event => go({ ...current, listener: event.target.value }));
  byId("scenario").addEventListener("change", event => go({ ...current, scenario: event.target.value }));
}

function picked(known, end) {
  const python = Number(byId(`${end}-python`).value);
  const core = Number(byId(`${end}-core`).value);
  const near = outwards(known.releases.length, core).find(each => known.cells[python][each] !== null);
  if (near === undefined) { tell([fill(WORDS.page.noneOn, { python: known.pythons[python] })]); return; }
  go({ ...current, [end]: known.cells[python][near].id });
}

/* The state. */

/** Go to another state, which the back button leaves. */
function go(state) {
  history.pushState(null, "", `#${fragment(state)}`);
  follow();
}

function tell(messages) {
  byId("message").replaceChildren(...messages.map(each => make("span", {}, `${each} `)));
  byId("message").hidden = !messages.length;
}

let unheard = null;
let known = null;
let asAtFirst = null;
const unfolded = new Set();

/** Show what the address says; a part that cannot be read changes nothing but the message. */
function follow() {
  const address = pageAddress();
  if (address === null) { showDrawer(); return; }
  const found = readFragment(known, address);
  tell(found.wrong ?? []);
  if (!found.state) { if (!found.wrong) { reveal(); } return; }
  const before = current;
  const empty = !Object.keys(found.state).length;
  /* A question stands for itself: what is not in its address is not asked. */
  const asks = "from" in found.state || "to" in found.state;
  const names = asks || "scenario" in found.state;
  current = empty ? { ...asAtFirst } : { ...current, cell: null, ...(asks ? { only: null } : {}), ...(names ? { listener: STREAM } : {}), ...found.state };
  const other = current.listener !== before.listener;
  if (other) { listen(); }
  if (other || ["from", "to", "only"].some(each => current[each] !== before[each])) { showPair(); }
  if (other || current.scenario !== before.scenario) { showScenario(); }
  showDrawer();
}

/** Take what the listener heard who is asked about. */
function listen() {
  known = indexed(heardBy(unheard, current.listener));
  byId("listener").value = current.listener;
}

function showPair() {
  const [source, target] = [current.from, current.to].map(id => known.byId.get(id));
  showEnd(known, "from", source);
  showEnd(known, "to", target);
  const inside = byId("answer").contains(document.activeElement);
  const scenarios = chosen(known, current.only);
  byId("only").value = current.only ?? "";
  showAnswer(known, source, target, scenarios);
  if (inside) { byId("answer").focus(); }
  showByHand(known, target, scenarios);
}

function showScenario() {
  const scenario = known.place.get(current.scenario);
  byId("scenario").value = current.scenario;
  showMap(known, scenario);
  showLines(known, scenario, unfolded);
}

/** Unfold what holds the place that the address names, and go there. */
function reveal() {
  const target = byId(decoded(location.hash.slice(1)));
  for (let each = target; each; each = each.parentElement) {
    if (each.tagName === "DETAILS") { each.open = true; }
  }
  target?.scrollIntoView();
}

async function start() {
  showAge();
  const data = await unpacked("lookup");
  WORDS = data.words;
  unheard = data;
  known = indexed(data);
  if (!data.first) { document.documentElement.dataset.ready = ""; return; }
  const chooser = scenarioSelect(known, "scenario", known.place.get(data.first.scenario), () => "");
  byId("scenario-chooser").append(chooser);
  linkUp();
  watchPickers(known);
  watchDrawer();
  watchOverview();
  asAtFirst = { cell: null, only: null, listener: STREAM, ...data.first };
  current = { ...asAtFirst };
  showPair();
  showScenario();
  if (typeof startLayer === "function") { await startLayer(); }
  document.documentElement.dataset.ready = "";
  follow();
  addEventListener("hashchange", follow);
}

start().catch(() => { byId("unreadable").hidden = false; });
