// Tells the desktop of what arrives while the page is open, in whatever tab its reader is, once they have asked for that.
const button = document.getElementById("notify");
const REST_MILLISECONDS = 1500;
const wanted = () => localStorage.getItem("edos-notify") === "yes" && Notification.permission === "granted";
const newest = (where) => Number(where.querySelector(".inbox")?.dataset.newest ?? 0);
let told = newest(document);
let looking = 0;

function show() {
  button.hidden = false;
  button.textContent = wanted() ? "Stop notifying me" : "Notify me";
}

function tell(where) {
  const rows = [...where.querySelectorAll(".inbox li")].filter((row) => Number(row.dataset.number) > told);
  told = Math.max(told, newest(where));
  if (!wanted() || rows.length === 0) return;
  const first = rows[0].dataset;
  const more = rows.length > 1 ? " and " + (rows.length - 1) + " more" : "";
  new Notification(first.subject + more, { body: first.text, icon: "/assets/edos.svg", tag: "edos-inbox" });
}

// A hidden page is not drawn anew: what came is asked for, a moment after the channel told something.
async function look() {
  looking = 0;
  if (!document.hidden || !wanted()) return;
  try {
    const answer = await fetch("/fragments/inbox", { signal: AbortSignal.timeout(20000) });
    if (answer.ok) tell(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The page says by itself that the daemon is away.
  }
}

if ("Notification" in window) {
  show();
  button.addEventListener("click", async () => {
    const on = !wanted() && (await Notification.requestPermission()) === "granted";
    localStorage.setItem("edos-notify", on ? "yes" : "no");
    show();
  });
  document.addEventListener("edos:shown", () => tell(document));
  for (const kind of ["edos:peer", "edos:channel"])
    document.addEventListener(kind, () => (looking ||= setTimeout(look, REST_MILLISECONDS)));
}
