// Counts down to a moment between two refreshes of a live part: data-until is that moment, in milliseconds since 1970.
function count() {
  for (const one of document.querySelectorAll("[data-until]")) {
    const left = Math.max(0, Math.ceil((Number(one.dataset.until) - Date.now()) / 1000));
    const minutes = Math.floor(left / 60);
    const text = minutes > 0 ? minutes + " min " + String(left % 60).padStart(2, "0") + " s" : left + " s";
    if (one.textContent !== text) one.textContent = text;
  }
}

setInterval(count, 500);
document.addEventListener("edos:shown", count);
count();
