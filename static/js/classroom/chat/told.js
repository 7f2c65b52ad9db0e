// What the server tells this viewer alone: a held message was decided on, a mute, a complaint.

import { toast } from "../../shared/toasts.js";
import { pending, setNote } from "./list.js";

const texts = document.getElementById("chat-texts")?.dataset ?? {};
const notes = document.getElementById("composer")?.dataset ?? {};

const HEARD = {
  "chat.refused": ({ key }) => {
    const item = pending(key);
    if (!item) return;
    item.classList.add("is-refused");
    setNote(item, notes.textRefused);
  },
  "chat.muted": () => toast(texts.muted, "warning"),
  "chat.unmuted": () => toast(texts.unmuted, "success"),
  "complaint.decided": ({ decision }) => toast(decision === "upheld" ? texts.upheld : texts.dismissed, "info"),
};

document.getElementById("own-room")?.addEventListener("live:items", ({ detail }) => {
  for (const { kind, payload } of detail.items) HEARD[kind]?.(payload);
});
