// The composer follows how the chat is run, which a live panel beside it says.

import { showDanmaku } from "./danmaku-state.js";

const staff = ["host", "cohost", "moderator"].includes(document.querySelector("[data-viewer]")?.dataset.role);

function follow() {
  const order = document.getElementById("room-order")?.dataset;
  if (!order) return;
  const closed = !(order.open || (staff && order.state === "live"));
  for (const field of document.querySelectorAll("#composer-text, #composer-send")) field.toggleAttribute("data-closed", closed);
  document.getElementById("composer-text").readOnly = closed;
  showDanmaku({ allowed: Boolean(order.danmaku) });
}

// Slow mode that came by itself goes by itself: nobody has to say so.
function expire() {
  for (const sign of document.querySelectorAll("[data-calm]")) {
    const { calmUntil } = sign.closest("[data-calm-until]").dataset;
    sign.hidden = Date.parse(calmUntil) <= Date.now();
  }
}

for (const name of ["live:frame", "htmx:afterSettle"]) document.addEventListener(name, () => {
  follow();
  expire();
});
setInterval(expire, 1000);
follow();
expire();
