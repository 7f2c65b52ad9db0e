// Keeping up with the desk. The socket only says that there is news; the state comes over HTTP, and
// is asked for anyway while the socket is away and when the phone wakes up.

import { connection } from "../../live/connection.js";
import { expectLeaving } from "./telling.js";

const WITHOUT_SOCKET_MS = 10_000;
const SPREAD_MS = 300; // judges of one round don't all ask in the same moment

export function follow(marking, server, outbox) {
  const main = document.getElementById("main");
  const refresh = refresher(marking, server, outbox);

  main.addEventListener("live:items", ({ detail }) => {
    for (const { kind, payload } of detail.items)
      if (kind === "call" && payload.round === marking.round.id) marking.call(payload.entry);
    refresh.soon();
  });
  for (const news of ["live:caught-up", "live:reset", "live:control"]) main.addEventListener(news, () => refresh.soon());
  main.addEventListener("live:refused", ({ detail }) => {
    if (detail.reason === "expired") reload();
    else refresh.now();
  });

  connection.addEventListener("state", ({ detail }) => {
    if (detail.state !== "connected") return;
    outbox.flushSoon();
    refresh.soon();
  });
  addEventListener("online", () => outbox.flushSoon());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    outbox.flush();
    refresh.now();
  });
  setInterval(() => connection.state === "connected" || refresh.now(), WITHOUT_SOCKET_MS);
  outbox.addEventListener("refused", ({ detail }) => {
    if (detail.refusal.code === "replaced") gone("replaced");
    else refresh.now();
  });
  return refresh;
}

function refresher(marking, server, outbox) {
  let planned = null;
  let busy = null;
  const now = () => {
    clearTimeout(planned);
    planned = null;
    busy ??= fetchState().finally(() => {
      busy = null;
    });
    return busy;
  };
  const soon = () => {
    planned ??= setTimeout(() => (busy ? busy.then(now) : now()), Math.random() * SPREAD_MS);
  };
  const fetchState = async () => {
    const found = await server.state().catch(() => null);
    if (!found) return;
    if (found.gone) {
      outbox.stopped = true;
      return gone(found.gone === "replaced" ? "replaced" : "lost");
    }
    if (found.round && changesLines(marking.round, found.round)) return reload();
    if (found.round && !marking.take(found.round)) {
      server.forget(); // it was asked for before our last receipt
      soon();
    }
  };
  return { now, soon };
}

// What was typed and not sent is kept, and comes back.
function reload() {
  expectLeaving();
  location.reload();
}

// The lines and entrants are the server's to draw.
function changesLines(before, after) {
  const shape = (round) => JSON.stringify([round.slots, round.entrants.map((entrant) => entrant.key)]);
  return shape(before) !== shape(after);
}

/** The seat is another device's now, or this device isn't known any more. */
function gone(what) {
  const dialog = document.getElementById(what);
  if (dialog.open) return;
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
}
