/* One scenario over all releases and Pythons: a picture, and a table whose lines unfold. */

/** Return the lines, each with the places of its releases that are in the matrix. */
function linesOf(known) {
  const lines = new Map();
  known.lines.forEach((line, core) => {
    if (known.cells.some(row => row[core] !== null)) { lines.set(line, [...(lines.get(line) ?? []), core]); }
  });
  return [...lines].map(([name, cores]) => ({ name, cores }));
}

/** Return what a cell says of a scenario, in words and tone. */
function saidIn(known, cell, scenario) {
  if (cell === null) { return { words: WORDS.page.notSelected, tone: "unprobed" }; }
  if (!cell.probed) { return { words: WORDS.statuses[cell.kind.status], tone: "unprobed" }; }
  if (cell.kind.overrides.length) { return { words: WORDS.page.overridden, tone: "unprobed" }; }
  return stateOf(known, cell, scenario) ?? { words: WORDS.notMeasured, tone: "unprobed" };
}

/** Return neighbours that say the same, together. */
function runsOf(known, python, cores, scenario) {
  const runs = [];
  cores.forEach((core, n) => {
    const said = saidIn(known, known.cells[python][core], scenario);
    const last = runs.at(-1);
    if (last && last.words === said.words) { last.length += 1; last.through = core; }
    else { runs.push({ words: said.words, tone: said.tone, start: n, length: 1, from: core, through: core }); }
  });
  return runs;
}

function strip(runs, length) {
  return draw("svg", { class: "strip", viewBox: `0 0 ${length} 10`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    ...runs.map(run => draw("rect", {
      class: run.tone, x: run.start, width: run.length, y: WORDS.shapes[run.tone][0], height: WORDS.shapes[run.tone][1],
    })));
}

/** Return what neighbours say, with their releases where a line says more than one thing. */
function runWords(known, runs, tinted) {
  return runs.map(run => {
    const [first, last] = [known.releases[run.from], known.releases[run.through]];
    const range = runs.length > 1 ? [make("small", {}, first === last ? first : `${first}–${last}`)] : [];
    return make("span", { class: `run ${tinted ? `part ${run.tone}` : ""}` }, `${run.words}\u00a0`, symbol(run.tone), " ", ...range);
  });
}

function showMap(known, scenario) {
  const lines = linesOf(known);
  const rows = known.pythons.map((python, place) => make("tr", {},
    make("th", { scope: "row" }, python),
    ...lines.map(line => {
      const runs = runsOf(known, place, line.cores, scenario);
      return make("td", {}, strip(runs, line.cores.length), ...runWords(known, runs, false));
    })));
  byId("map-body").replaceChildren(...rows);
  byId("map-of").textContent = known.scenarios[scenario].id;
  byId("scenario-title").textContent = known.scenarios[scenario].title;
}

/* The table of lines. */

function showLines(known, scenario, open) {
  byId("lines-of").textContent = known.scenarios[scenario].id;
  byId("lines").replaceChildren(...linesOf(known).flatMap(line => lineRows(known, scenario, line, open)));
}

function lineRows(known, scenario, line, open) {
  const id = `line-${line.name.replaceAll(".", "-")}`;
  const button = make("button", { type: "button", class: "unfold", "aria-expanded": "false" },
    line.name, make("small", {}, ` ${counted(WORDS.page.releases, line.cores.length)}`));
  const row = make("tr", { id }, make("th", { scope: "row" }, button),
    ...known.pythons.map((_, python) => make("td", {},
      ...runWords(known, runsOf(known, python, line.cores, scenario), true))));
  const unfold = () => {
    const folded = button.getAttribute("aria-expanded") === "false";
    button.setAttribute("aria-expanded", String(folded));
    if (folded) { row.after(...line.cores.map(core => releaseRow(known, scenario, core, id))); }
    else { byId("lines").querySelectorAll(`[data-line="${id}"]`).forEach(each => each.remove()); }
    folded ? open.add(line.name) : open.delete(line.name);
  };
  button.addEventListener("click", unfold);
  if (!open.has(line.name)) { return [row]; }
  button.setAttribute("aria-expanded", "true");
  return [row, ...line.cores.map(core => releaseRow(known, scenario, core, id))];
}

function releaseRow(known, scenario, core, line) {
  return make("tr", { "data-line": line, class: "release" }, make("th", { scope: "row" }, known.releases[core]),
    ...known.pythons.map((_, python) => {
      const cell = known.cells[python][core];
      const said = saidIn(known, cell, scenario);
      if (cell === null) { return make("td", {}, chip(said.words, said.tone)); }
      return make("td", {}, stateLink([`${said.words}\u00a0`, symbol(said.tone)], { cell: cell.id, scenario: known.scenarios[scenario].id }, { class: `chip ${said.tone}` }));
    }));
}
