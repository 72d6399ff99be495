/* Where config has to be passed by hand in one configuration, and how. */

function showByHand(known, cell, scenarios) {
  const place = byId("by-hand-here");
  if (!cell.probed) {
    place.replaceChildren(make("p", {}, fill(WORDS.page.notProbed, { cell: endWords(known, cell), status: WORDS.statuses[cell.kind.status] })));
    return;
  }
  const said = scenarios.map(place => ({ asked: known.scenarios[place], state: stateOf(known, cell, place) })).filter(each => each.state);
  const manual = said.filter(each => each.state.by_hand !== null);
  const broken = said.filter(each => each.state.by_hand === null && ["manual", "broken"].includes(each.state.verdict));
  const rows = manual.map(each => make("li", {}, recipe(each.asked, each.state)));
  place.replaceChildren(
    make("p", {}, counted(WORDS.page.manual, manual.length, { cell: endWords(known, cell), of: said.length })),
    make("ul", { class: "changes" }, ...rows),
    ...shortened(rows, WORDS.page.all),
    ...(broken.length ? [make("p", {}, make("b", {}, WORDS.page.broken), ` ${broken.map(each => each.asked.id).join(", ")}.`)] : []),
  );
}

function recipe(asked, state) {
  const form = state.by_hand;
  const words = `${formWords(form)}: ${state.forms[form]}`;
  const silent = state.flags.includes("silent:naive") ? ` ${WORDS.page.silent}` : "";
  const details = make("details", { class: "change" }, make("summary", {}, make("span", { class: "columns" },
    make("span", { class: "id" }, asked.id), " ", make("b", {}, words), " ",
    make("span", { class: "soft" }, `${asked.title}${silent}`))));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(asked.code[form] ? codeBlock(asked.code[form]) : make("p", {}, WORDS.page.noCode));
    }
  });
  return details;
}
