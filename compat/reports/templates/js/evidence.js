/* What forms of a pattern did: as the code calls it, beside what listeners saw, and all their runs. */

/** Return every form with what was seen of it; `told` has names, code and meanings by form. */
function seenForms(found, behind, told) {
  return Object.keys({ ...told.forms, ...behind.seen }).map(form => seenForm(found, behind, form, told));
}

function seenForm(found, behind, form, told) {
  const seen = found.seen[behind.seen[form]];
  const later = (behind.later[form] ?? []).flatMap(place => [
    make("p", {}, make("b", {}, WORDS.page.later)), ...sightsOf(found, found.seen[place], told.fact),
  ]);
  const code = told.code[form];
  return make("section", { class: "form" },
    make("h4", {}, told.name(form), " ", make("small", {}, WORDS.forms[form.replace(/^remedy-/, "")] ?? "")),
    ...(seen ? sightsOf(found, seen, told.fact, ...(code ? [make("details", {}, make("summary", {}, WORDS.page.code), codeBlock(code))] : []))
      : [make("p", {}, WORDS.notMeasured)]),
    ...later,
  );
}

/** Return the pictures side by side, what there is no picture of, and all that was seen. */
function sightsOf(found, seen, fact, ...more) {
  const { words } = found;
  const drawn = seen.sights.filter(each => each.picture !== null);
  const others = seen.sights.filter(each => each.picture === null);
  const facts = Object.entries(seen.facts).map(([name, value]) => [name, String(value)]);
  return [
    ...(drawn.length ? [make("div", { class: "sights" }, pictureOf(found, seen.made, words.made, []),
      ...drawn.map(each => pictureOf(found, each.picture, each.who, labelsOf(each))))] : []),
    ...others.map(each => make("p", {}, each.who, ": ", ...labelsOf(each))),
    listed([
      [WORDS.page.harness, seen.harness_error === null ? null : make("span", { class: "lines" }, seen.harness_error)],
      ...(fact ? facts : []),
    ]),
    make("div", { class: "folds" }, make("details", {}, make("summary", {}, WORDS.page.allSeen),
      listed([
        ...(fact ? [] : facts),
        [WORDS.page.returned, seen.returned ?? WORDS.page.nothing],
        [WORDS.page.trace, `${traceOf(words, seen)}; ${counted(WORDS.page.cells, seen.cells)}`],
      ]),
      ...seen.sources.map(source => events(found, source))), ...more),
  ];
}

const traceOf = (words, { trace, alike }) => (alike ? fill(words.alike, { trace, count: alike }) : trace);

const labelsOf = sight => [
  ...(sight.words ? [chip(sight.words, sight.tone)] : []),
  ...(sight.why ? [" ", make("small", { class: "why" }, sight.why)] : []),
];

function pictureOf(found, place, who, labels) {
  return make("figure", {}, make("figcaption", {}, make("b", {}, who), " ", ...labels),
    make("ul", { class: "tree" }, ...found.pictures[place].map(root => make("li", {}, box({ name: "", part: "caller", words: root.words }),
      ...root.chains.map(chainOf)))));
}

/** Return boxes, each below the one before it. */
function chainOf(chain) {
  return chain.reduceRight((below, each) => make("ul", {}, make("li", {}, box(each), ...(below ? [below] : []))), null);
}

function box({ name, part, words }) {
  return make("span", { class: `run-box ${part}` }, ...(name ? [make("b", {}, ...breakable(name)), " "] : []), ...(words ? [make("small", {}, words)] : []));
}

/** Return a name that is broken between its words, if anywhere. */
const breakable = name => name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[_<,])/).flatMap((part, n) => (n ? [make("wbr"), part] : [part]));

function ancestors(runs, place) {
  const run = runs[place];
  if (run.under !== null) { return run.under; }
  return run.parent === null ? [] : [...ancestors(runs, run.parent), runs[run.parent].name];
}

/** Return the runs that a listener was told of, in their order. */
function events(found, source) {
  const runs = source.listing === null ? [] : found.listings[source.listing];
  if (!runs.length) { return make("p", {}, `${source.name}: ${WORDS.page.sawNothing}`); }
  const rows = runs.map((run, place) => make("tr", {}, make("th", { scope: "row" }, run.name),
    make("td", {}, ancestors(runs, place).join(" › ") || WORDS.page.nothing), make("td", {}, run.kind), make("td", { class: "id" }, run.events),
    make("td", {}, run.notes.join("; "))));
  const caption = make("caption", {}, `${source.name}${source.parents_known ? "" : ` (${WORDS.page.noParents})`}`);
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": source.name },
    make("table", {}, caption,
      make("thead", {}, make("tr", {}, ...found.words.heads.map(each => make("th", { scope: "col" }, each)))),
      make("tbody", {}, ...rows)));
}
