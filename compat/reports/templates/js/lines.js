/* Every release of a pattern: minor versions unfold into their releases, newest first. */

/** Return neighbours that say the same, together, newest first. */
function runsOf(known, python, cores, scenario) {
  const runs = [];
  for (const core of cores.toReversed()) {
    const said = saidIn(known, known.cells[python][core], scenario);
    const last = runs.at(-1);
    if (last && last.words === said.words) { last.from = core; }
    else { runs.push({ words: said.words, tone: said.tone, from: core, through: core }); }
  }
  return runs;
}

/** Return what neighbours say, with their releases where a line says more than one thing. */
function runWords(known, runs) {
  return runs.map(run => {
    const [first, last] = [known.releases[run.from], known.releases[run.through]];
    const range = runs.length > 1 ? [make("small", {}, first === last ? first : `${first}–${last}`)] : [];
    return make("span", { class: `run part ${run.tone}` }, `${run.words}\u00a0`, symbol(run.tone), " ", ...range);
  });
}

let listedLines = "";

/** Show them, unless they are what is shown: what has the keyboard stays. */
function showLines(known, scenario, open) {
  const key = JSON.stringify([scenario, fragment({ ...current, cell: null })]);
  if (key === listedLines) { return; }
  listedLines = key;
  byId("lines-of").textContent = known.scenarios[scenario].id;
  byId("lines").replaceChildren(...linesOf(known).toReversed().flatMap(line => lineRows(known, scenario, line, open)));
}

const pythonsDown = known => known.pythons.map((_, place) => place).toReversed();

function lineRows(known, scenario, line, open) {
  const id = `line-${line.name.replaceAll(".", "-")}`;
  const button = make("button", { type: "button", class: "unfold", "aria-expanded": "false" },
    line.name, make("small", {}, ` ${counted(WORDS.page.releases, line.cores.length)}`));
  const row = make("tr", { id }, make("th", { scope: "row" }, button),
    ...pythonsDown(known).map(python => make("td", {}, ...runWords(known, runsOf(known, python, line.cores, scenario)))));
  const releases = () => line.cores.toReversed().map(core => releaseRow(known, scenario, core, id));
  button.addEventListener("click", () => {
    const folded = button.getAttribute("aria-expanded") === "false";
    button.setAttribute("aria-expanded", String(folded));
    if (folded) { row.after(...releases()); open.add(line.name); return; }
    byId("lines").querySelectorAll(`[data-line="${id}"]`).forEach(each => each.remove());
    open.delete(line.name);
  });
  if (!open.has(line.name)) { return [row]; }
  button.setAttribute("aria-expanded", "true");
  return [row, ...releases()];
}

function releaseRow(known, scenario, core, line) {
  return make("tr", { "data-line": line, class: "release" }, make("th", { scope: "row" }, known.releases[core]),
    ...pythonsDown(known).map(python => {
      const cell = known.cells[python][core];
      const said = saidIn(known, cell, scenario);
      if (cell === null) { return make("td", {}, chip(said.words, said.tone)); }
      return make("td", {}, stateLink([`${said.words}\u00a0`, symbol(said.tone)], { ...current, cell: cell.id, scenario: known.scenarios[scenario].id }, { class: `chip ${said.tone}` }));
    }));
}
