/* The answer for one configuration, as `compat ask` gives it. Its sentences are formed in Python, for
   every cell; here they are looked up, and counted where only some patterns are asked about. */

/* What is known of langchain-core alone, and of a layer on top; null where a page has none. */
const replies = { core: null, layer: null };

const coreOf = id => id.replace(/-lg.*$/, "");

/** Show what is so in a configuration: under the layer first, where there is one. */
function showReply(id, only, listener) {
  const layered = id === coreOf(id) ? null : replyTo(replies.layer, id, only, listener);
  const alone = replyTo(replies.core, coreOf(id), only, listener, { layered: layered !== null });
  const told = [layered, alone].filter(Boolean);
  const why = new Set();
  const parts = told.map(each => replyNodes(each, why));
  byId("answer").replaceChildren(...parts.flatMap((nodes, n) =>
    (n ? [make("h3", {}, WORDS.reply.withoutLayer), ...nodes] : nodes)));
  byId("answer-said").textContent = told[0].answer;
}

/** Return what one matrix says of a cell to a listener; null where it says nothing of that. */
function replyTo(source, id, only, listener, { layered = false } = {}) {
  const place = source?.place.get(id);
  const said = source?.said[listener];
  const asked = source && askedIn(source, only);
  if (place === undefined || !said || !asked.length) { return null; }
  const kind = source.kinds[said[place]];
  const where = placeWords(id, listener);
  const notes = kind.notes.map(each => source.texts[each]);
  if (kind.row === null) {
    return { id, notes, tone: "unprobed", patterns: [], tally: "",
      answer: fill(WORDS.reply.nothingRuns, { where, obstacle: source.texts[kind.obstacle] }) };
  }
  const row = source.rows[kind.row];
  const told = asked.map(each => ({ head: source.heads[each], ...source.patterns[row.said[each]] }));
  const every = row.said.map(each => source.patterns[each]);
  const unseen = listener === "hook" && told.some(each => each.unseen);
  return {
    id, tone: worst(told.map(each => each.tone)),
    answer: fill(WORDS.reply.reply, { where, first: only === null ? source.texts[row.first] : answerAll(source, told) }),
    notes: [...notes, ...(unseen ? [WORDS.someSeeMore] : [])],
    patterns: told.map(each => ({
      id: each.head.id, title: `${each.head.title} [${each.head.id}]`, example: each.head.examples[each.form] ?? null,
      lines: [each.says, ...(layered ? [] : [each.beside]), each.needless, each.write].map(text => source.texts[text]).filter(Boolean),
    })),
    tally: only === null ? tallyOf(every) : "",
  };
}

/** Return the places of the patterns that are asked about: those told of who names none, one, or a group. */
function askedIn(source, only) {
  if (only === null) { return source.guides.length ? source.guides : source.heads.map((_, place) => place).slice(0, 1); }
  const named = source.heads.map((each, place) => [each, place]);
  const one = named.filter(([each]) => each.id === only);
  return (one.length ? one : named.filter(([each]) => each.group === only)).map(([, place]) => place);
}

function placeWords(id, listener) {
  const [, python, core, layer] = /^py([^-]*)-core([^-]*)(?:-lg(.*))?$/.exec(id);
  const where = fill(layer ? WORDS.endsOfPairs : WORDS.ends, { python, core, layer });
  return listener === STREAM ? where : fill(WORDS.reply.for, { where, who: WORDS.listeners[listener] });
}

function answerAll(source, told) {
  if (told.length === 1) { return source.texts[told[0].first]; }
  const counts = countsOf(told);
  return counts ? fill(WORDS.reply.ofPatterns, { count: told.length, told: counts }) : WORDS.reply.notAnswered;
}

/** Return how many patterns come to what, in words. */
function countsOf(patterns) {
  return WORDS.reply.counts.flatMap((pair, sort) => {
    const count = patterns.filter(each => each.sort === sort).length;
    return count ? [`${count} ${count === 1 ? pair[0] : pair[1]}`] : [];
  }).join(", ");
}

function tallyOf(every) {
  const measured = every.filter(each => each.sort !== null);
  return fill(WORDS.reply.tally, { count: measured.length, told: countsOf(measured) });
}

const WORST_FIRST = ["broken", "manual", "unsure", "unprobed", "neutral", "automatic"];

const worst = tones => WORST_FIRST.find(each => tones.includes(each)) ?? "unprobed";

/* As elements. */

/** Return a reply; `why` holds the reasons that were said already. What has nothing to be done is folded. */
function replyNodes(reply, why) {
  const rest = [
    ...reply.patterns.map(each => patternNode(reply, each, why)),
    ...(reply.tally ? [make("p", { class: "tally" }, reply.tally, " ", make("a", { href: "#map" }, WORDS.page.each))] : []),
  ];
  return [
    make("p", { class: `sentence verdict part ${reply.tone}` }, ...coded(reply.answer), "\u00a0", symbol(reply.tone)),
    ...reply.notes.map(each => make("p", {}, each)),
    ...(reply.tone === AUTOMATIC ? [make("details", { class: "rest" }, make("summary", {}, WORDS.page.rest), ...rest)] : rest),
  ];
}

function patternNode(reply, pattern, why) {
  const evidence = { ...current, cell: reply.id, scenario: pattern.id };
  return make("div", { class: "pattern" },
    make("h3", {}, pattern.title),
    ...pattern.lines.map(each => make("p", {}, ...coded(each))),
    ...(pattern.example ? exampleNodes(pattern.example, why) : []),
    make("p", {}, stateLink(WORDS.page.seen, evidence)));
}

/** Return code as it stands and as it is to be written, each ready to be copied. */
function exampleNodes({ before, after, why }, said) {
  const reason = why && !said.has(why) ? [make("p", {}, ...coded(why))] : [];
  said.add(why);
  const block = (words, code) => make("div", {}, make("b", {}, words), codeBlock(code));
  return [
    make("div", { class: "paste" }, ...(before ? [block(WORDS.page.before, before), block(WORDS.page.after, after)] : [codeBlock(after)])),
    ...reason,
  ];
}
