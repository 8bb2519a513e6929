// Tells the desktop of what arrives while the page is open, once its reader has asked for that.
const button = document.getElementById("notify");
const wanted = () => localStorage.getItem("edos-notify") === "yes" && Notification.permission === "granted";
const newest = () => Number(document.querySelector(".inbox")?.dataset.newest ?? 0);
let told = newest();

function show() {
  button.hidden = false;
  button.textContent = wanted() ? "Stop notifying me" : "Notify me";
}

function tell() {
  const rows = [...document.querySelectorAll(".inbox li")].filter((row) => Number(row.dataset.number) > told);
  told = Math.max(told, newest());
  if (!wanted() || rows.length === 0) return;
  const first = rows[0].dataset;
  const more = rows.length > 1 ? " and " + (rows.length - 1) + " more" : "";
  new Notification(first.subject + more, { body: first.text, icon: "/assets/edos.svg", tag: "edos-inbox" });
}

if ("Notification" in window) {
  show();
  button.addEventListener("click", async () => {
    const on = !wanted() && (await Notification.requestPermission()) === "granted";
    localStorage.setItem("edos-notify", on ? "yes" : "no");
    show();
  });
  document.body.addEventListener("htmx:afterSwap", tell);
}
