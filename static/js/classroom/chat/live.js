// Messages and deletions as they come through the live room.

import { markMine, remove, show } from "./list.js";

document.addEventListener("live:items", ({ detail }) => {
  for (const { kind, payload } of detail.items) {
    if (kind === "chat.message") {
      const isNew = show(payload);
      document.dispatchEvent(new CustomEvent("chat:message", { detail: { message: payload, isNew, missed: detail.missed } }));
    }
    if (kind === "chat.deleted") remove(payload.id);
  }
});
document.addEventListener("htmx:afterSettle", markMine); // the list was loaded anew
markMine();
