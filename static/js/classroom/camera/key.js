// A new stream key is shown in place, once.

import { post } from "../../shared/request.js";

const place = document.querySelector("[data-stream-key]");
place?.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const { key } = await post(place.dataset.address);
  const shown = place.querySelector("[data-stream-key-shown]");
  shown.querySelector("code").textContent = key;
  shown.hidden = false;
}, { capture: true });
