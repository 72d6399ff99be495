/* The page's state is in its address: #py3.12-core1.2.0&from=…&to=…&scenario=…&only=…&listener=…
   An end of a question may be told in part, like py3.12 or core1.2.0: what is known of it is kept. */

/** Return the fragment of a state: what is open, the question, the pattern, who listens. */
function fragment({ cell = null, from = null, to = null, scenario = null, only = null, listener = null, asked = {}, unclear = [] }) {
  const end = (id, parts) => id ?? (parts ? spell(parts) : null);
  const named = Object.entries({
    from: end(from, asked.from), to: end(to, asked.to), scenario,
    only: unclear.includes("only") ? "" : only,
    listener: unclear.includes("listener") ? "" : listener === STREAM ? null : listener,
  }).filter(([, value]) => value !== null);
  const parts = named.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return [...(cell === null ? [] : [encodeURIComponent(cell)]), ...parts].join("&");
}

/** Read a fragment. Returns {state, wrong, unclear, newer}, or {} if it is a place on the page.

    `wrong` has a message for each part that is not known, `unclear` the parts of the question among
    them, without which there is no answer. `newer`: a minor version was named, and its newest taken. */
function readFragment(known, text) {
  if (text === "") { return { state: {}, wrong: [], unclear: [], newer: false }; }
  if (byId(decoded(text)) !== null) { return {}; }
  const read = { state: {}, wrong: [], unclear: [], newer: false };
  for (const part of text.split("&")) {
    const [name, value] = part.includes("=") ? part.split(/=(.*)/s) : ["cell", part];
    if (Object.hasOwn(read.state, name) || read.unclear.includes(name)) {
      read.wrong.push(fill(WORDS.page.twice, { name: visible(name) }));
      read.unclear.push("address");
    } else { readPart(known, read, name, decoded(value)); }
  }
  return read;
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** Read one part of an address: what is known of it, and what is wrong. */
function readPart(known, read, name, value) {
  if (name === "from" || name === "to" || name === "cell") { readCell(known, read, name, value); return; }
  const names = Object.hasOwn(NAMES, name) ? NAMES[name](known) : null;
  if (names === null) {
    read.wrong.push(fill(WORDS.page.noKey, { text: visible(decoded(name)) }));
    read.unclear.push("address");
  } else if (names.includes(value)) { read.state[name] = value; } else {
    const near = name === "listener" ? names : alike(value, names);
    read.wrong.push(noSuch(name === "listener" ? WORDS.page.noListener : WORDS.page.noScenario, value, near));
    if (name !== "scenario") { read.unclear.push(name); }
  }
}

const NAMES = {
  scenario: known => [...known.place.keys(), ...(layer?.rows ?? []).map(each => each.id)],
  only: () => [replies.core, replies.layer].filter(Boolean).flatMap(each => each.heads.flatMap(head => [head.id, head.group])),
  listener: () => [...new Set([replies.core, replies.layer].filter(Boolean).flatMap(each => Object.keys(each.said)))],
};

function readCell(known, read, name, value) {
  const { parts, wrong } = readEnd(known, value);
  read.wrong.push(...wrong);
  if (parts.layer === OPEN && replies.layer === null) {
    read.unclear.push("address");
    parts.layer = null;
  }
  const id = endId(known, parts);
  read.newer ||= id !== null && id !== value;
  if (name === "cell") {
    if (id !== null) { read.state.cell = id; }
    return;
  }
  read.state[name] = id;
  read.state.asked = { ...read.state.asked, [name]: parts };
  if (id === null) { read.unclear.push(name); }
}

/** Return the two names that share most pairs of letters with a text. */
function alike(text, names) {
  const pairs = word => new Set(Array.from(word.slice(0, 60), (letter, n) => letter + (word[n + 1] ?? "")));
  const wanted = pairs(text.toLowerCase());
  const score = name => {
    const own = pairs(name);
    return [...own].filter(each => wanted.has(each)).length / (own.size + wanted.size || 1);
  };
  return names.map(name => ({ name, score: score(name) }))
    .sort((one, two) => two.score - one.score).slice(0, 2).map(each => each.name);
}
