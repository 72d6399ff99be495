/* The answer to "from here to there", in words. */

/** Show what changes from one cell to another. */
function showAnswer(known, source, target, scenarios) {
  const place = byId("answer");
  if (!source.probed) {
    place.replaceChildren(...unprobedSource(known, source, target));
    return;
  }
  const found = upgrade(known, source, target, scenarios);
  place.replaceChildren(
    verdictLine(found),
    make("p", { class: "sentence" }, ...coded(sentence(known, found))),
    make("p", { class: "route" }, heard(route(known, source, target))),
    ...tally(found),
    ...outside(found),
    ...forOthers(found, scenarios),
    ...(target.probed ? [] : reasonOf(target)),
    ...goesBack(known, found),
    ...missedToo(known, found),
    ...notes(known, target),
    ...seenMore(known, found),
    ...nearby(known, found),
    ...whereItChanges(known, found),
    ...whatToWrite(found),
    ...EFFECTS.flatMap(effect => ofEffect(known, found, effect)),
    ...unchanged(found),
    ...stillByHand(known, target, scenarios),
  );
  byId("answer-said").textContent = `${WORDS.decisions[found.decision]}. ${sentence(known, found).replaceAll("`", "")}`;
}

function unprobedSource(known, source, target) {
  const fields = { source: endWords(known, source), target: endWords(known, target), status: WORDS.statuses[source.kind.status] };
  byId("answer-said").textContent = fill(WORDS.unprobedSource, fields);
  return [make("p", { class: "sentence" }, fill(WORDS.unprobedSource, fields)), ...reasonOf(source)];
}

function verdictLine(found) {
  const tone = WORDS.decisionTones[found.decision];
  return make("p", { class: `decision ${tone}` }, `${capital(WORDS.decisions[found.decision])}\u00a0`, symbol(tone));
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** Return what moves and what does not. */
function route(known, source, target) {
  const step = (one, two) => (one === two ? one : fill(WORDS.step, { before: one, after: two }));
  return fill(source.layer === null ? WORDS.ends : WORDS.endsOfPairs, {
    python: step(known.pythons[source.python], known.pythons[target.python]),
    core: step(known.releases[source.core], known.releases[target.core]),
    layer: step(known.layers[source.layer], known.layers[target.layer]),
  });
}

/** Say what the same upgrade does to code outside the layer, where all of it was asked about and both ends are known. */
function outside({ source, target }) {
  const [from, to] = [source, target].map(cell => known.byId.get(coreOf(cell.id)));
  const asked = source.layer !== null && current.only === null && current.listener in replies.core.said;
  if (!asked || from === to || ![from, to].every(cell => cell && tells(cell))) { return []; }
  const answer = sentence(known, upgrade(known, from, to, chosen(known, null)));
  return [make("p", {}, ...coded(fill(WORDS.alone, { answer })), " ", stateLink(WORDS.page.changes, { from: from.id, to: to.id }))];
}

/** Return how many scenarios change and how. */
function tally(found) {
  const counts = EFFECTS.map(effect => [effect, found.changes.filter(each => each.effect === effect).length]);
  const told = counts.filter(([, count]) => count).map(([effect, count]) => counted(WORDS.effectCounts[effect], count));
  return told.length ? [make("p", { class: "tally" }, `${capital(told.join(", "))}.`)] : [];
}

/** Say what goes back, for who meant to go forward. */
function goesBack(known, { source, target }) {
  const names = { python: known.pythons, core: known.releases, layer: known.layers };
  const steps = AXES.filter(axis => target[axis] < source[axis]).map(axis =>
    fill(WORDS.stepBack, { name: WORDS.names[axis], before: names[axis][source[axis]], after: names[axis][target[axis]] }));
  return steps.length ? [make("p", {}, fill(WORDS.goesBack, { steps: steps.join(" and ") }))] : [];
}

/** Return what is missing or incomplete in both; each leads to what to write there. */
function missedToo(known, { target, missed }) {
  if (!missed.length) { return []; }
  const rows = missed.map(place => {
    const { id, title } = known.scenarios[place];
    const state = stateOf(known, target, place);
    return make("li", {}, stateLink(id, { from: target.id, only: id }, { class: "id", title }), " ", chip(state.words, state.tone));
  });
  return [make("details", { class: "soft" }, make("summary", {}, counted(WORDS.missedToo, missed.length)), make("ul", { class: "missed" }, ...rows))];
}

function reasonOf(cell) {
  return cell.kind.reason === null ? [] : [make("p", { class: "soft lines" }, cell.kind.reason)];
}

/** Say for whom it is another decision, and lead to the answer for them. */
function forOthers(found, scenarios) {
  if (current.listener !== STREAM) { return []; }
  const { from, to, only } = current;
  return decisionsOfOthers(found, scenarios).map(([listener, decided]) => {
    const words = fill(WORDS.forOthers, { who: WORDS.listeners[listener], decision: WORDS.decisions[decided] });
    return make("p", {}, stateLink(words, { from, to, only, listener }), ".");
  });
}

/** Say who listens, where that is not an event stream. */
const heard = words =>
  (current.listener === STREAM ? words : fill(WORDS.heardBy, { route: words, who: WORDS.listeners[current.listener] }));

/** Say which tracers see more, where a tracer sees nothing of what is told. */
function seenMore(known, found) {
  if (current.listener !== "hook") { return []; }
  const shown = found.changes.filter(each => each.effect === "leaks").map(each => each.scenario);
  const lost = found.changes.some(each => each.forms.some(form => form.after === "lost"))
    || [...shown, ...found.missed].some(each => unseen(known, found.target, each));
  return lost ? [make("p", {}, WORDS.someSeeMore)] : [];
}

/** Tell whether nothing is seen of a scenario as people write it first, or as it is to be hidden. */
function unseen(known, target, scenario) {
  const outcomes = Object.values(stateOf(known, target, scenario)?.forms ?? {});
  return known.scenarios[scenario].row === "hiding" ? outcomes.includes("lost") : outcomes[0] === "lost";
}

/** Return what is to be known of the target besides. */
function notes(known, target) {
  const names = target.kind.overrides.join(", ");
  const why = target.kind.reason;
  const core = known.releases[target.core];
  const reason = known.yanked[target.core];
  return [
    ...(names ? [make("p", {}, fill(why ? WORDS.overriddenBy : WORDS.overridden, { cell: endWords(known, target), names, why }))] : []),
    ...(reason === null ? [] : [make("p", {}, fill(WORDS.yanked, { core, reason: (reason || WORDS.noReason).replace(/\.+$/, "") }))]),
  ];
}

function nearby(known, found) {
  if (found.decision === "safe") { return []; }
  if (!found.nearest.length) { return [make("p", {}, WORDS.noNearest)]; }
  const links = found.nearest.flatMap((cell, n) =>
    [n ? "; " : "", stateLink(endWords(known, cell), { from: found.source.id, to: cell.id, only: current.only })]);
  const [before, after] = WORDS.nearest.split("{cells}");
  return [make("p", { class: "nearby" }, before, ...links, after)];
}

/** Return the change-overs, each with the scenarios that change there. */
function whereItChanges(known, found) {
  const counts = new Map();
  for (const change of found.changes) {
    const words = cause(known, found, change).join("; ");
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const rows = [...counts].sort((one, two) => two[1] - one[1]);
  if (!rows.length) { return []; }
  const items = rows.map(([words, count]) =>
    make("li", {}, make("b", {}, counted(WORDS.page.scenarios, count)), `: ${words}`));
  const shown = make("ul", { class: "causes" }, ...items.slice(0, 3));
  const rest = items.length > 3
    ? [make("details", {}, make("summary", {}, counted(WORDS.page.more, items.length - 3)), make("ul", { class: "causes" }, ...items.slice(3)))]
    : [];
  return [make("h3", {}, WORDS.page.where), shown, ...rest];
}

/** Return the by-hand forms that make up for the losses, each with how many. */
function whatToWrite(found) {
  const counts = new Map();
  for (const each of found.changes.filter(change => LOSSES.has(change.effect))) {
    const words = each.remedy === null ? without(each) : named(formWords(each.remedy));
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  if (!counts.size) { return []; }
  const rows = [...counts].sort((one, two) => two[1] - one[1])
    .map(([words, count]) => make("li", {}, make("b", {}, counted(WORDS.page.scenarios, count)), `: ${words}`));
  return [
    make("h3", {}, WORDS.page.what),
    make("ul", { class: "causes" }, ...rows),
    ...(found.changes.some(each => each.remedy !== null) ? [make("p", { class: "soft" }, WORDS.page.unfold)] : []),
  ];
}

const without = change => (change.effect === "leaks" ? WORDS.noHiding : WORDS.noRemedy);

/** Return a form with what its name means. */
function named(form) {
  const means = WORDS.forms[form.replaceAll(" ", "-")];
  return means ? fill(WORDS.page.pass, { form, means }) : form;
}

/** Return the axis, where it is no single one, and the change-overs. */
function cause(known, found, change) {
  const several = new Set(change.turns.map(turn => `${turn.axis} ${turn.at}`)).size > 1;
  const told = change.turns.map(turn => {
    const words = fill(WORDS.turns[manner(known, turn)], { ...turn, name: WORDS.names[turn.axis] });
    return several ? placed(words, turn) : words;
  });
  if (found.source.layer !== null) { return causeInPairs(found, change, told); }
  return told.length && (change.axis in { core: 1, python: 1 } || !change.sure) ? told
    : [change.sure ? WORDS.axes[change.axis] : WORDS.axisUnsure, ...told];
}

/** Return a change-over with what stands still there. */
function placed(words, { axis, at }) {
  const held = [...at.matchAll(/(py|core|lg)([^-]+)/g)].map(([, part, version]) => `${WORDS.parts[part]} ${version}`);
  if (held.length) { return fill(WORDS.turnAtOfPairs, { turn: words, held: held.join(", ") }); }
  return fill(WORDS.turnAt, { turn: words, other: WORDS.names[axis === "core" ? "python" : "core"], at });
}

/** Return the same where a layer may move too: which one it is, where several move. */
function causeInPairs({ source, target }, { axis, sure }, told) {
  const several = movesOf(source, target).length > 1;
  const which = sure ? WORDS.axesOfPairs[axis] : WORDS.axisUnsureOfPairs;
  return !told.length || (several && sure) ? [which, ...told] : told;
}

/** Say how much is to be passed by hand in the target, changed or not; the next section says how. */
function stillByHand(known, target, scenarios) {
  if (!target.probed) { return []; }
  const states = scenarios.map(place => stateOf(known, target, place)).filter(Boolean);
  const manual = states.filter(each => each.by_hand !== null).length;
  const words = counted(WORDS.page.manual, manual, { cell: endWords(known, target), of: states.length });
  return [make("p", {}, `${words} `, stateLink(WORDS.page.how, { from: target.id, only: current.only }))];
}

function unchanged(found) {
  return found.same && found.changes.length ? [make("p", { class: "soft" }, counted(WORDS.same, found.same))] : [];
}
