// Tells the page that something happened at the peer; htmx then asks for what changed.
const events = new EventSource("/api/v1/events?peer=true");
for (const kind of ["peer", "channel"]) {
  events.addEventListener(kind, () => document.body.dispatchEvent(new Event("edos-event")));
}
