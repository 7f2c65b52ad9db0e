// Joins every [data-live-room] on the page, also those that come later, and tells the element
// what happens by bubbling events: live:frame, live:items, live:state, live:volatile,
// live:control, live:refused, live:reset, live:caught-up.

import { showConnection } from "./badge.js";
import { connection } from "./connection.js";
import { LiveRoom } from "./room.js";
import { logSource, panelSource } from "./sources.js";

const KINDS = "frame items state volatile control refused reset caught-up".split(" ");
const joined = new Map(); // by room name: { room, element }

function joinAll() {
  const present = new Map();
  for (const element of document.querySelectorAll("[data-live-room]"))
    present.set(element.dataset.liveRoom, element);
  for (const [name, { room }] of joined)
    if (!present.has(name)) {
      joined.delete(name);
      room.leave();
    }
  for (const [name, element] of present) {
    const known = joined.get(name);
    if (known) known.element = element; // swapped for a newer one
    else join(name, element);
  }
}

function join(name, element) {
  const { liveTicket: ticket, epoch, seq, livePanel } = element.dataset;
  const load = livePanel ? panelSource(element.id, livePanel) : logSource();
  const place = { name, ticket, epoch: Number(epoch ?? 0), seq: Number(seq ?? 0) };
  const room = new LiveRoom(connection, place, { load });
  const entry = { room, element };
  for (const kind of KINDS)
    room.addEventListener(kind, ({ detail }) =>
      entry.element.dispatchEvent(new CustomEvent(`live:${kind}`, { bubbles: true, detail })),
    );
  joined.set(name, entry);
  room.join();
}

connection.start();
showConnection(connection);
joinAll();
new MutationObserver(joinAll).observe(document.body, { childList: true, subtree: true });
