/* What is shown follows from the state, the state from the address. */

let WORDS = null;
const STREAM = "stream";
/* `asked` has the parts of both ends as far as they are known, `unclear` what of the question is not. */
let current = { cell: null, from: null, to: null, scenario: null, only: null, listener: STREAM, asked: { from: null, to: null }, unclear: [] };

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

/* The state. */

/** Go to another state, which the back button leaves. */
function go(state) {
  history.pushState(null, "", `#${fragment(state)}`);
  follow();
}

/** Tell what of an address is not understood; where only that is in the way, lead past it. */
function tell(messages, past = null) {
  byId("message").replaceChildren(...messages.map(each => make("span", {}, `${each} `)), ...(past ? [past] : []));
  byId("message").hidden = !messages.length;
}

let known = null;
let asAtFirst = null;
const unfolded = new Set();

/** Show what the address says. What of it is not known is told, and there is no answer until it is. */
function follow() {
  const address = pageAddress();
  if (address === null) { showDrawer(); return; }
  const found = readFragment(known, address);
  if (!found.state) { tell([]); reveal(); return; }
  if (found.newer && !found.wrong.length && address === location.hash.slice(1)) {
    history.replaceState(history.state, "", `#${fragment(found.state)}`);
    follow();
    return;
  }
  const before = current;
  takeRow(found.state);
  current = stateAfter(found);
  const messages = [...found.wrong, ...misfits(known)];
  const past = current.unclear.length && current.unclear.every(each => each === "address");
  tell(messages, past ? stateLink(WORDS.page.withoutIt, { ...current, unclear: [] }) : null);
  const other = current.listener !== before.listener;
  if (other) { known = coreHeardBy(current.listener); }
  if (questionOf(current) !== questionOf(before)) { showQuestion(); }
  showScenario();
  showDrawer();
}

const questionOf = ({ from, to, asked, only, listener, unclear }) => JSON.stringify([from, to, asked, only, listener, unclear]);

/** Show the map of a row of the layer that an address names: the state has a pattern of langchain-core. */
function takeRow(state) {
  const row = (layer?.rows ?? []).findIndex(each => each.id === state.scenario);
  if (row >= 0) {
    Object.assign(view, { rows: "pythons", layer: true, row });
    state.scenario = current.scenario;
  } else if ("scenario" in state && !("from" in state)) { view.layer = false; }
}

/** Return the state that an address leads to: a question stands for itself, so what is not in its address is not asked. */
function stateAfter({ state, unclear, wrong }) {
  if (!Object.keys(state).length && !wrong.length) { return { ...asAtFirst }; }
  const asks = "from" in state || "to" in state;
  const names = asks || "scenario" in state;
  return {
    ...current, cell: null, ...(asks ? { only: null, to: null } : {}), ...(names ? { listener: STREAM } : {}), ...state,
    asked: asks ? { from: state.asked.from ?? current.asked.from, to: state.asked.to ?? null } : current.asked,
    unclear: asks ? unclear : [...new Set([...current.unclear, ...unclear])],
  };
}

/** Return messages on parts of the question that are known and do not go together; they are unclear then. */
function misfits(known) {
  const { from, to } = current.asked;
  const found = [...(to === null ? [] : misfitOfEnds(from.layer, to.layer)), ...misfitOfListener(from, to), ...misfitOfRow(known, from, to)];
  if (found.length) { current.unclear = [...current.unclear, "fit"]; }
  return found;
}

function misfitOfEnds(from, to) {
  if (from === OPEN || to === OPEN || (from === null) === (to === null)) { return []; }
  const { ends } = WORDS.page;
  const [have, lack] = from === null ? [ends.to, ends.from] : [ends.from, ends.to];
  return [fill(WORDS.page.oneEnd, { have, lack, layer: from ?? to })];
}

function misfitOfListener(from, to) {
  const { listener } = current;
  if (from.layer === null) { return listener in replies.core.said ? [] : [fill(WORDS.page.onlyLayer, { who: WORDS.listeners[listener] })]; }
  const names = Object.keys(replies.layer.said);
  return to === null || names.includes(listener) ? [] : [noSuch(WORDS.page.noListener, listener, names)];
}

function misfitOfRow(known, from, to) {
  const row = current.only;
  if (row === null) { return []; }
  if (from.layer === null) { return chosen(known, row).length ? [] : [fill(WORDS.page.rowOfLayer, { row })]; }
  return to === null || askedIn(replies.layer, row).length ? [] : [fill(WORDS.page.rowOfCore, { row })];
}

/** Show the question and its answer; there is none to a question that is not whole. */
function showQuestion() {
  showAsked(known);
  const inside = byId("answer").contains(document.activeElement);
  const { from, to, asked, only, listener } = current;
  if (current.unclear.length || from === null || (asked.to !== null && to === null)) { showNoAnswer(); }
  else if (to === null) { showReply(from, only, listener); }
  else {
    const own = asked.to.layer === null ? known : pairsHeardBy(listener);
    showAnswer(own, own.byId.get(from), own.byId.get(to), chosen(own, only));
  }
  if (inside) { byId("answer").focus(); }
}

function showNoAnswer() {
  byId("answer").replaceChildren(make("p", { class: "unanswered soft" }, WORDS.page.unanswered));
  byId("answer-said").textContent = WORDS.page.unanswered;
}

function showScenario() {
  const scenario = known.place.get(current.scenario);
  byId("scenario").value = current.scenario;
  showMap(known, current);
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
  replies.core = answering(await unpacked("replies"));
  replies.layer = answering(await unpacked("layer-replies"));
  WORDS = data.words;
  unheard = data;
  known = coreHeardBy(STREAM);
  if (!data.first) { document.documentElement.dataset.ready = ""; return; }
  const chooser = scenarioSelect(known, "scenario", known.place.get(data.first.scenario), () => "");
  byId("scenario-chooser").append(chooser);
  linkUp();
  watchAsked();
  watchDrawer();
  watchMap(known);
  await watchSearch();
  asAtFirst = { cell: null, to: null, only: null, listener: STREAM, ...data.first, asked: { from: partsOf(data.first.from), to: null }, unclear: [] };
  current = { ...asAtFirst };
  if (typeof startLayer === "function") { await startLayer(); }
  showQuestion();
  showScenario();
  document.documentElement.dataset.ready = "";
  follow();
  addEventListener("hashchange", follow);
}

start().catch(() => { byId("unreadable").hidden = false; });
