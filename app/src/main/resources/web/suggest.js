// Names while one types: a combobox with a list box, by the pattern of ARIA 1.2. An input with
// data-suggest is one; "whole" replaces all of it by the name, "word" its last word.

const WAIT_MILLISECONDS = 120;
const LEAST = 2;
let lists = 0;

function suggest(input) {
  const list = document.createElement("ul");
  list.id = "suggestions-" + ++lists;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names that begin so");
  const place = document.createElement("div");
  place.className = "suggesting";
  input.replaceWith(place);
  place.append(input, list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  let timer = 0;
  let asking = null;
  let at = -1;

  const options = () => [...list.children];
  const typed = () => (input.dataset.suggest === "word" ? (input.value.match(/(?:^|\s)(?:name:)?([^\s:"()*<>=]+)$/)?.[1] ?? "") : input.value.trim());

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const all = options();
    at = (next + all.length) % all.length;
    all.forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const value = input.value;
    const word = typed();
    input.value = input.dataset.suggest === "word" ? value.slice(0, value.length - word.length) + option.textContent : option.textContent;
    close();
    input.focus();
  }

  async function ask() {
    asking?.abort();
    const word = typed();
    if (word.length < LEAST) return close();
    asking = new AbortController();
    try {
      const answer = await fetch("/fragments/suggestions?prefix=" + encodeURIComponent(word), { signal: asking.signal });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
      options().forEach((one, i) => (one.id = list.id + "-" + i));
      if (!list.children.length || document.activeElement !== input) return close();
      at = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    } catch {
      // Another question was asked meanwhile, or the daemon is away: there is nothing to suggest.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MILLISECONDS);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown" && typed().length >= LEAST) {
        event.preventDefault();
        ask();
      }
      return;
    }
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter" && at >= 0) take(options()[at]);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") return close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asking?.abort();
    close();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
