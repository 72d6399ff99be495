/* What changes, pattern by pattern: before and after, why, and what to write. */

const SHOWN_FIRST = 6;

function ofEffect(known, found, effect) {
  const changes = found.changes.filter(each => each.effect === effect);
  if (!changes.length) { return []; }
  const rows = changes.map(each => make("li", {}, changed(known, found, each)));
  const list = make("ul", { class: "changes" }, ...rows);
  return [
    make("h3", { class: `effect ${DECISIVE.has(effect) ? "loss" : effect === "better" ? "gain" : ""}` }, `${WORDS.effects[effect]} (${changes.length})`),
    make("p", { class: "soft" }, WORDS.effectMeans[effect]),
    list,
    ...shortened(rows, WORDS.page.all),
  ];
}

/** Hide the rows of a list after the first; return the button that shows them. */
function shortened(rows, words) {
  if (rows.length <= SHOWN_FIRST + 2) { return []; }
  const rest = rows.slice(SHOWN_FIRST);
  rest.forEach(row => { row.hidden = true; });
  const button = make("button", { type: "button", class: "show-all" }, fill(words, { count: rows.length }));
  button.addEventListener("click", () => {
    rest.forEach(row => { row.hidden = false; });
    rest[0].querySelector("summary")?.focus();
    button.remove();
  });
  return [button];
}

/** Return one scenario that changes: before and after at once, the rest unfolded when asked for. */
function changed(known, found, change) {
  const asked = known.scenarios[change.scenario];
  const details = make("details", { class: "change" }, make("summary", {}, make("span", { class: "columns" },
    make("span", { class: "id" }, asked.id), " ",
    make("span", { class: "step" }, ...step(known, found, change)), " ",
    make("span", { class: "soft" }, asked.title))));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) { details.append(...explained(known, found, change)); }
  });
  return details;
}

/** Return before and after: the verdicts, or the form that the change is about where these do not tell. */
function step(known, found, change) {
  const [before, after] = [found.source, found.target].map(cell => stateOf(known, cell, change.scenario));
  const words = state => (state === null ? chip(WORDS.notMeasured, "unprobed") : chip(state.words, state.tone));
  if (before === null || after === null) { return [words(before), " → ", words(after)]; }
  const forms = formsOf(known, found, change);
  const main = Object.keys(before.forms)[0];
  const pressing = forms.filter(each => each.effect === change.effect);
  const form = pressing.find(each => each.form === main) ?? pressing[0] ?? forms[0];
  if (form && (before.words === after.words || form.form !== main)) {
    return [[formStep(form), ...form.flags.map(flag => WORDS.flagChanges[flag] ?? flag)].join("; ")];
  }
  return before.words === after.words ? [words(after)] : [words(before), " → ", words(after)];
}

/** Return the forms that differ, also those of a fact, whose outcomes mean nothing for better or worse. */
function formsOf(known, found, change) {
  const [before, after] = [found.source, found.target].map(cell => stateOf(known, cell, change.scenario));
  if (change.forms.length || before === null || after === null) { return change.forms; }
  const names = [...new Set([...Object.keys(before.forms), ...Object.keys(after.forms)])];
  return names.filter(form => before.forms[form] !== after.forms[form])
    .map(form => ({ form, before: before.forms[form] ?? null, after: after.forms[form] ?? null, flags: [] }));
}

function formStep(form) {
  const [before, after] = [form.before, form.after].map(each => (each === null ? WORDS.notMeasured : WORDS.plain[each]));
  const step = before === after ? after : fill(WORDS.step, { before, after });
  return fill(WORDS.form, { form: WORDS.ways[form.form] ?? formWords(form.form), step });
}

function explained(known, found, change) {
  const asked = known.scenarios[change.scenario];
  const forms = formsOf(known, found, change).map(form =>
    make("li", {}, [formStep(form), ...form.flags.map(flag => WORDS.flagChanges[flag] ?? flag)].join("; ")));
  return [
    ...(forms.length ? [make("p", {}, make("b", {}, WORDS.page.forms)), make("ul", {}, ...forms)] : []),
    make("p", {}, make("b", {}, WORDS.page.cause), ` ${capital(cause(known, found, change).join("; "))}.`),
    ...change.turns.filter(turn => turn.packages.length).map(packagesOf),
    ...(LOSSES.has(change.effect) ? advice(known, found, change) : []),
    make("p", {}, ...[found.source, found.target].flatMap((cell, n) => [
      n ? " · " : "",
      stateLink(fill(WORDS.page.evidence, { end: endWords(known, cell) }), {
        cell: cell.id, from: found.source.id, to: found.target.id, scenario: asked.id, only: current.only,
      }),
    ])),
  ];
}

function packagesOf(turn) {
  const told = turn.packages.map(([name, before, after]) => fill(WORDS.package, { name, before, after }));
  return make("details", {},
    make("summary", {}, counted(WORDS.page.packages, turn.packages.length)),
    make("p", { class: "soft" }, capital(fill(WORDS.packages, { packages: told.join(", ") }))));
}

/** Return what to write. */
function advice(known, found, change) {
  if (change.remedy === null) { return [make("p", {}, `${without(change)}.`)]; }
  const [before, after] = [found.source, found.target].map(cell => stateOf(known, cell, change.scenario)?.forms[change.remedy]);
  const code = known.scenarios[change.scenario].code[change.remedy];
  const words = fill(remedyWords(change, before === after), {
    form: WORDS.ways[change.remedy],
    after: WORDS.plain[after], before: WORDS.plain[before] ?? WORDS.notMeasured,
  });
  return [make("p", { class: "advice" }, make("b", {}, `${words}.`)), ...(code ? [codeBlock(code)] : [])];
}

function remedyWords(change, now) {
  if (change.effect === "leaks") { return now ? WORDS.remedyHides : WORDS.remedyHidesThen; }
  return now ? WORDS.remedyNow : WORDS.remedyThen;
}
