// Tells the server what the player does: when that changes, and now and then that it is still so.
// Through the participant's own room; by POST while there is no socket.

import { connection } from "../../live/connection.js";
import { post } from "../../shared/request.js";
import { position, state, watch } from "./player.js";

const EVERY_MS = { live: 30_000, replay: 10_000 };
const AGAIN_MS = 1_500; // the room is entered a moment after the connection opens
const TRIES = 4;
const BEARS_ON = /^(session|minutes|video)\./;

/** `answered(answer)` gets the server's answers. `room` is the own room's name, or empty. */
export function start({ kind, room, address }, answered) {
  const device = deviceName();
  let timer = null;
  const beat = async (tries = TRIES) => {
    clearTimeout(timer);
    timer = setTimeout(beat, EVERY_MS[kind]);
    const said = { kind, device, state: state(), position_ms: position() };
    const answer = await send(said, room, address).catch(() => null);
    if (answer?.seconds !== undefined) answered(answer);
    else if (tries > 1) timer = again(timer, () => beat(tries - 1));
  };
  watch(() => beat());
  connection.addEventListener("open", () => again(null, () => beat()));
  document.addEventListener("live:items", ({ detail }) => {
    if (detail.items.some((item) => BEARS_ON.test(item.kind))) timer = again(timer, () => beat());
  });
  timer = setTimeout(beat, 300 + Math.random() * 1_500); // a hall does not speak in one moment
  return beat;
}

function send(said, room, address) {
  return room && connection.isOpen ? connection.send(room, "beat", said) : post(address, said);
}

function again(timer, beat) {
  clearTimeout(timer);
  return setTimeout(beat, AGAIN_MS * (0.5 + Math.random()));
}

// One name per tab, the one that its connection has.
function deviceName() {
  const fresh = `tab-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  try {
    return sessionStorage.getItem("live-device") ?? fresh;
  } catch {
    return fresh;
  }
}
