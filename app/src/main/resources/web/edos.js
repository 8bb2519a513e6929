// Keeps the live parts of a page as they are at the daemon, also through its restart.
// A part is an element with data-live: the address that gives its contents anew, or a page that has it. It is asked for when
// the peer tells that something happened, at most every data-least seconds, and every data-every seconds besides.

const build = document.querySelector('meta[name="edos-build"]').content;
const mark = document.querySelector('meta[name="edos-form"]').content;
const connection = document.getElementById("connection");
const RETRY_MILLISECONDS = 2000;
let lost = false;

const liveParts = () => [...document.querySelectorAll("[data-live]")];

// Puts new contents into a part, and leaves alone where its reader is and what they have opened.
function put(part, html) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const open = new Map([...part.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const scrolled = new Map([...part.querySelectorAll("[data-scroll][id]")].map((one) => [one.id, [one.scrollLeft, one.scrollTop]]));
  part.innerHTML = html;
  for (const [id, is] of open) {
    const one = document.getElementById(id);
    if (one) one.open = is;
  }
  for (const [id, [left, top]] of scrolled) document.getElementById(id)?.scrollTo(left, top);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  htmx.process(part);
  part.dispatchEvent(new CustomEvent("edos:shown", { bubbles: true }));
}

// What a part holds in an answer, which is the part alone or a page that has it.
function inner(part, html) {
  if (!html.startsWith("<!DOCTYPE")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.getElementById(part.id)?.innerHTML ?? part.drawn;
}

async function refresh(part) {
  if (part.asking) return;
  part.asking = true;
  part.stale = false;
  part.asked = Date.now();
  try {
    const answer = await fetch(part.dataset.live, {
      headers: { "Edos-Shown": part.dataset.shown ?? "" },
      signal: AbortSignal.timeout(20000),
    });
    found();
    if (answer.headers.get("Edos-Build") !== build) renewed();
    if (answer.status === 403 && !answer.headers.get("Edos-Shown")) return location.reload();
    if (answer.status === 204) return;
    const html = inner(part, await answer.text());
    if (part.isConnected && html !== undefined && html !== part.drawn) {
      part.drawn = html;
      part.dataset.shown = answer.headers.get("Edos-Shown") ?? "";
      put(part, html);
    }
  } catch (problem) {
    part.stale = true;
    if (problem.name !== "AbortError") missed();
  } finally {
    part.asking = false;
  }
}

function missed() {
  if (!lost) {
    lost = true;
    connection.hidden = false;
    connection.textContent = "The daemon does not answer; trying again.";
    setTimeout(tryAgain, RETRY_MILLISECONDS);
  }
}

async function tryAgain() {
  try {
    const answer = await fetch("/healthz", { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error("not ready");
    found();
  } catch {
    setTimeout(tryAgain, RETRY_MILLISECONDS);
  }
}

// The daemon answers again: all of the page is asked for anew.
function found() {
  if (lost) {
    lost = false;
    connection.hidden = true;
    connection.textContent = "";
    liveParts().forEach((part) => (part.stale = true));
  }
}

// Another build of the program answers than the one that made this page.
function renewed() {
  const typed = [...document.querySelectorAll("main input, main textarea")].some(
    (field) => field.type !== "hidden" && field.value !== field.defaultValue,
  );
  if (!typed) return location.reload();
  connection.hidden = false;
  connection.textContent = "Edos was renewed; load this page again when you have finished.";
}

function tick() {
  if (document.hidden || lost) return;
  const now = Date.now();
  for (const part of liveParts()) {
    const since = now - (part.asked ?? pageBegan);
    const every = Number(part.dataset.every ?? 10) * 1000;
    const least = Number(part.dataset.least ?? 1) * 1000;
    if ((part.stale && since >= least) || since >= every) refresh(part);
  }
}

const pageBegan = Date.now();
setInterval(tick, 250);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) liveParts().forEach((part) => (part.stale = true));
});

// What the peer tells. One of all open tabs listens, and passes it on to the others, since a browser
// keeps only few connections to one daemon.
function changed(kind) {
  if (kind === "lost") return missed();
  if (kind === "open") found();
  liveParts().forEach((part) => (part.stale = true));
  document.dispatchEvent(new CustomEvent("edos:" + kind));
}

function listen(tell) {
  const source = new EventSource("/api/v1/events?peer=true");
  source.addEventListener("open", () => tell("open"));
  for (const kind of ["peer", "channel"]) source.addEventListener(kind, () => tell(kind));
  source.addEventListener("error", () => {
    tell("lost");
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(tell), RETRY_MILLISECONDS);
  });
}

if (navigator.locks && "BroadcastChannel" in window) {
  const tabs = new BroadcastChannel("edos");
  tabs.addEventListener("message", (message) => changed(message.data));
  navigator.locks.request("edos-events", () => {
    listen((kind) => {
      tabs.postMessage(kind);
      changed(kind);
    });
    return new Promise(() => {});
  });
} else {
  listen(changed);
}

// What htmx sends shows, too, that a page of this daemon made it.
document.body.addEventListener("htmx:configRequest", (event) => (event.detail.headers["edos-form"] = mark));
document.body.addEventListener("htmx:sendError", missed);

// The menu of a narrow window.
const menu = document.getElementById("menu");
menu.addEventListener("click", () => {
  menu.setAttribute("aria-expanded", menu.getAttribute("aria-expanded") !== "true");
});

// Light or dark.
const theming = document.getElementById("theme");
const isDark = () =>
  (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const label = () => (theming.textContent = isDark() ? "Light" : "Dark");
theming.hidden = false;
label();
theming.addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("edos-theme", next);
  label();
  document.dispatchEvent(new CustomEvent("edos:theme"));
});

// "Copy" beside a line to be copied: data-copy names the element that holds it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    button.textContent = "Press Ctrl+C";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
});

// "/" goes to the search field, as in many programs.
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select")) {
    event.preventDefault();
    document.getElementById("seek").focus();
  }
});
