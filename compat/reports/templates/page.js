"use strict";
(() => {
  const age = document.getElementById("age");
  const days = Math.floor((Date.now() - Date.parse(age.dataset.at)) / 86400000);
  if (days >= 0) {
    age.textContent = days === 0 ? "(today)" : days === 1 ? "(yesterday)" : `(${days} days ago)`;
  }
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") { each.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  if (location.hash) { reveal(); }
})();
