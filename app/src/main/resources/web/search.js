// The answers of a search: selecting them, and where the reader is when more of them come.

const WIDE = matchMedia("(min-width: 80rem)");
const selecting = document.querySelector("form.selecting");

if (selecting) {
  const all = selecting.querySelector("[data-select-all]");
  const said = selecting.querySelector("[data-selected]");
  const boxes = () => [...selecting.querySelectorAll("input[type=checkbox][name=id]")];
  const tell = () => {
    const number = boxes().filter((box) => box.checked).length;
    said.textContent = number ? number + " selected" : "";
    all.textContent = number && number === boxes().length ? "Select none" : "Select all";
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const next = boxes().some((box) => !box.checked);
    boxes().forEach((box) => (box.checked = next));
    tell();
  });
  selecting.addEventListener("change", tell);
  document.body.addEventListener("htmx:afterSettle", tell);
  tell();
}

// Who pressed "More" goes on with the first of what came.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const further = event.target.closest?.(".further");
  if (further) further.previousElementSibling?.setAttribute("data-last", "");
});
document.body.addEventListener("htmx:afterSettle", () => {
  const last = document.querySelector("[data-last]");
  if (last) {
    last.removeAttribute("data-last");
    last.nextElementSibling?.querySelector("a")?.focus({ preventScroll: true });
  }
  if (WIDE.matches) document.querySelectorAll("details[data-open-wide]").forEach((one) => (one.open = true));
});

// Addresses say only what was filled in.
document.querySelector(".search-form").addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
