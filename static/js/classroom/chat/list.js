// The list of messages: each is cloned from the one template that the server renders them with,
// so that there is one look; texts are only ever set as text.

const MOST = 300; // in the page; what is older can be had in the replay
const template = document.getElementById("message-template");
const texts = document.getElementById("chat-texts")?.dataset ?? {};
const mine = document.querySelector("[data-viewer]")?.dataset.viewer;

export const list = () => document.querySelector("[data-messages]");
export const find = (id) => document.getElementById(`message-${id}`);
export const pending = (key) => document.getElementById(`pending-${key}`);

/** Add a message, or settle the one that was waiting for its echo. True when it is new here. */
export function show(message) {
  if (find(message.id)) return false; // told twice does no harm
  const waiting = Number(mine) === message.by ? pending(message.key) : null;
  if (waiting) return settle(waiting, message);
  append(fill(template.content.firstElementChild.cloneNode(true), message));
  return true;
}

/** One's own message, before the server has it. */
export function showPending(key, text, note) {
  const own = document.querySelector("[data-viewer]").dataset;
  const message = { by: own.viewer, nick: own.nickname, role: own.role, text };
  const item = fill(template.content.firstElementChild.cloneNode(true), message);
  item.id = `pending-${key}`;
  item.classList.add("is-pending");
  setNote(item, note);
  append(item);
  return item;
}

/** The server has one's own message and shows it: so do we, however late its echo comes. */
export function accept({ id, key, text }) {
  const item = pending(key);
  if (item) settle(item, { id, by: mine, nick: part(item, "nick").textContent, role: item.dataset.role, text });
}

/** What stands under a message of one's own: sending, waiting, not approved. */
export function setNote(item, text) {
  const note = part(item, "note");
  note.textContent = text;
  note.hidden = !text;
}

export function remove(id) {
  find(id)?.remove();
  showEmpty();
}

/** Mark one's own among the messages that came with the page. */
export function markMine() {
  for (const item of list()?.querySelectorAll(`[data-by="${CSS.escape(mine ?? "")}"]`) ?? []) part(item, "mine").hidden = false;
}

export const part = (item, name) => item.querySelector(`[data-part="${name}"]`);

function settle(item, message) {
  item.classList.remove("is-pending");
  setNote(item, "");
  fill(item, message);
  return false;
}

function fill(item, { id, by, nick, role, text }) {
  if (id) item.id = `message-${id}`;
  Object.assign(item.dataset, { message: id ?? "", by, role });
  part(item, "face").textContent = Array.from(nick)[0] ?? "";
  part(item, "nick").textContent = nick;
  part(item, "text").textContent = text;
  const badge = texts[`role${role[0].toUpperCase()}${role.slice(1)}`] ?? "";
  part(item, "badge").textContent = badge;
  part(item, "badge").hidden = !badge;
  part(item, "mine").hidden = String(by) !== mine;
  return item;
}

function append(item) {
  const items = list();
  items.append(item);
  while (items.childElementCount > MOST) items.firstElementChild.remove();
  showEmpty();
  items.dispatchEvent(new CustomEvent("chat:added", { bubbles: true, detail: { item } }));
}

function showEmpty() {
  const empty = document.querySelector("[data-chat-empty]");
  if (empty) empty.hidden = list().childElementCount > 0;
}
