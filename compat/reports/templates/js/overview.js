/* The table of all scenarios: groups that fold, and a filter. */

function watchOverview() {
  const filter = byId("filter");
  const groups = [...document.querySelectorAll("#overview-table tbody")].map(group => ({
    rows: [...group.querySelectorAll("tr:not(.group)")].map(row => ({ row, text: `${group.rows[0].textContent} ${row.textContent}`.toLowerCase() })),
    head: group.rows[0],
    button: foldButton(group),
    open: false,
  }));
  const show = () => {
    const wanted = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of groups) {
      const fits = group.rows.filter(each => wanted.every(word => each.text.includes(word)));
      const open = wanted.length > 0 || group.open;
      group.button.setAttribute("aria-expanded", String(open));
      group.rows.forEach(each => { each.row.hidden = !(open && fits.includes(each)); });
      group.head.hidden = wanted.length > 0 && !fits.length;
      count += fits.length;
    }
    byId("filtered").textContent = wanted.length ? counted(WORDS.page.filtered, count) : "";
  };
  groups.forEach((group, n) => {
    group.open = n === 0;
    group.button.addEventListener("click", () => {
      group.open = !group.open;
      show();
    });
  });
  filter.addEventListener("input", show);
  byId("filtering").hidden = false;
  show();
}

function foldButton(group) {
  const place = group.querySelector("[data-fold]");
  const button = make("button", { type: "button", class: "unfold", "aria-expanded": "true" }, ...place.childNodes);
  place.append(button);
  return button;
}
