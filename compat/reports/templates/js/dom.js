"use strict";

/* Elements and words. Text only ever becomes text: nothing here, or below, parses markup. */

const byId = id => document.getElementById(id);

/** Return an element with attributes (left out where false or absent) and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) { element.setAttribute(name, ""); }
    else if (value !== false && value !== undefined && value !== null) { element.setAttribute(name, value); }
  }
  element.append(...children.flat().filter(each => each !== null && each !== ""));
  return element;
}

/** Fill a template's named fields, as str.format does. */
function fill(template, fields) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(fields[name]));
}

/** Fill the template for one or for many. */
function counted(pair, count, fields = {}) {
  return fill(count === 1 ? pair.one : pair.many, { ...fields, count });
}

/** Return foreign text fit to show: short, on one line, nothing hidden in it. */
function visible(text) {
  const shown = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, each => `\\u{${each.codePointAt(0).toString(16)}}`);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

const formWords = form => form.replace(/^remedy-/, "").replaceAll("-", " ");

/** Return words with their symbol, on the colour of a tone. */
function chip(words, tone) {
  return make("span", { class: `chip ${tone}` }, `${words}\u00a0`, symbol(tone));
}

/** Return text in which names between backticks are code. */
const coded = text => text.split("`").map((part, n) => (n % 2 ? make("code", {}, part) : part));

const symbol = tone => make("span", { "aria-hidden": "true" }, WORDS.symbols[tone]);

/** Return a link that changes the page's state. */
function stateLink(text, state, attributes = {}) {
  const { listener } = current;
  return make("a", { href: `#${fragment({ listener, ...state })}`, ...attributes }, text);
}

/** Return code with a button that copies it; where a browser does not let it, the code is selected. */
function codeBlock(text) {
  const code = make("pre", { tabindex: "0" }, make("code", {}, text));
  return make("div", { class: "code" }, code, copyButton(code));
}

function copyButton(code) {
  const button = make("button", { type: "button", class: "copy" }, WORDS.page.copy);
  const copied = make("span", { role: "status", class: "soft" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      copied.textContent = WORDS.page.copied;
    } catch {
      getSelection().selectAllChildren(code);
      copied.textContent = WORDS.page.selected;
    }
  });
  return make("p", { class: "copying" }, button, " ", copied);
}
