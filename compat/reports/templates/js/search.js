/* One box that finds patterns by id, title, the names of APIs and symptoms, as compat/symptoms does:
   what has most of the words, by where these stand; if nothing has any, names that are spelled so. */

const AT_MOST = 8;
const NAME = 0, NAME_PART = 1, SENTENCE = 2;
let findable = null;

const folded = text => text.toLowerCase().replace(/^@/, "").replace(/\(\)$/, "");

/** Return the words that say something; all, if none does. */
function wordsOf(text) {
  const parts = text.split(/\s+/).map(folded).filter(Boolean);
  const telling = parts.filter(each => !findable.fillers.includes(each));
  return telling.length ? telling : parts;
}

/** Return where a word stands in an entry, null if nowhere. */
function placeOf(entry, word) {
  if (entry.names.includes(word)) { return NAME; }
  const stem = word.replace(/s$/, "");
  if (entry.names.some(each => each.includes(stem))) { return NAME_PART; }
  return entry.text.includes(stem) ? SENTENCE : null;
}

/** Return entries with most of the words, the best first, and whether these have all. */
function found(text) {
  const words = wordsOf(text);
  const scored = findable.entries.map(entry => {
    const places = words.map(word => placeOf(entry, word)).filter(each => each !== null);
    return { entry, hits: places.length, score: places.reduce((sum, each) => sum + each, 0) };
  });
  const most = Math.max(0, ...scored.map(each => each.hits));
  const best = scored.filter(each => most && each.hits === most).sort((one, two) => one.score - two.score);
  return { entries: best.map(each => each.entry), all: most === words.length };
}

const ALIKE = 0.5;

/** Return how alike two words are: the share of pairs of letters that both have. */
function likeness(one, two) {
  const pairs = word => new Set(Array.from(word.slice(0, 60), (letter, n) => letter + (word[n + 1] ?? "")));
  const [left, right] = [pairs(one), pairs(two)];
  return 2 * [...left].filter(each => right.has(each)).length / (left.size + right.size || 1);
}

/** Return the entries that have a name which is spelled much like a word, the most alike first. */
function spelledLike(text) {
  const words = wordsOf(text);
  const nearest = entry => Math.max(...entry.names.flatMap(name => words.map(word => likeness(word, name))));
  return findable.entries.map(entry => ({ entry, near: nearest(entry) })).filter(each => each.near >= ALIKE)
    .sort((one, two) => two.near - one.near).map(each => each.entry);
}

async function watchSearch() {
  const data = await unpacked("search-data");
  findable = { fillers: data.fillers, entries: data.entries.map(each => ({
    ...each,
    names: [each.id, ...each.apis].map(folded),
    text: [each.title, each.group, each.code, ...each.symptoms].join("\n").toLowerCase(),
  })) };
  byId("search").addEventListener("input", showFound);
  byId("search").addEventListener("keydown", event => {
    if (event.key === "Escape") { byId("search").value = ""; showFound(); }
    if (event.key === "Enter") { byId("found-list").querySelector("button")?.click(); }
  });
}

function showFound() {
  const text = byId("search").value.trim();
  byId("found").hidden = !text;
  if (!text) { return; }
  const { entries, all } = found(text);
  const near = entries.length ? entries : spelledLike(text);
  const words = WORDS.search;
  const fields = { text: visible(text) };
  byId("found-count").textContent = !near.length ? fill(words.none, fields) : !entries.length ? fill(words.nothing, fields)
    : all ? counted(WORDS.page.filtered, entries.length) : words.some;
  byId("found-list").replaceChildren(...near.slice(0, AT_MOST).map(entry => make("li", {}, foundButton(entry))));
}

function foundButton(entry) {
  const where = entry.layer ? ` (${WORDS.search.under})` : "";
  const button = make("button", { type: "button", class: "link" }, make("span", { class: "id" }, entry.id), ` ${entry.title}${where}`);
  button.addEventListener("click", () => {
    byId("search").value = "";
    showFound();
    showPattern(entry.layer, entry.id);
  });
  return button;
}
