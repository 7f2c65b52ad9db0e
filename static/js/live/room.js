// One live room on this page: joins it, notices gaps, catches up.
//
// The page knows the place (epoch, seq) it was rendered at. A frame continues a place (`after`) up
// to another (`seq`). Frames that begin later than our place have a gap before them; frames that
// begin earlier but end later are fine, since showing something twice does no harm.

import { applyFragments } from "./fragments.js";

const STORM_MS = 1_000; // a hall that comes back together asks spread over this
const GAP_MS = 150;
const RETRY_MS = 500;
const RETRY_MAX_MS = 8_000;
const ATTEMPTS = 6; // without coming closer; then what we have is taken as it is
const FINAL = ["forbidden", "forged", "expired", "unknown"]; // asking again would not help

export class LiveRoom extends EventTarget {
  #connection;
  #load;
  #apply;
  #pause;
  #random;
  #held = []; // frames that came while catching up
  #catching = null;
  #wanted = { epoch: 0, seq: 0 };
  #left = false;
  #joins = 0;

  // `load(room)` fetches what was missed and resolves to a frame, see sources.js; the rest is for
  // tests.
  constructor(
    connection,
    { name, ticket, epoch = 0, seq = 0 },
    { load, apply = applyFragments, pause = wait, random = Math.random },
  ) {
    super();
    Object.assign(this, { name, ticket, epoch, seq });
    this.#connection = connection;
    this.#load = load;
    this.#apply = apply;
    this.#pause = pause;
    this.#random = random;
    for (const kind of ["frame", "state", "volatile", "control"])
      connection.on(kind, (message) => message?.room === name && this.#receive(kind, message));
    connection.addEventListener("open", () => this.join());
  }

  // Join now, or as soon as the connection is open.
  async join(attempt = 0) {
    if (this.#left || !this.#connection.isOpen) return;
    const answer = await this.#connection
      .ask("join", { room: this.name, ticket: this.ticket })
      .catch(() => ({ ok: false, reason: "offline" }));
    if (answer.ok) return this.#joined(answer);
    if (FINAL.includes(answer.reason)) return this.#refused(answer.reason);
    await this.#pause(this.#backoff(attempt));
    return this.join(attempt + 1);
  }

  leave() {
    this.#left = true;
    return this.#connection.ask("leave", { room: this.name }).catch(() => null);
  }

  #joined({ epoch, seq, state = {} }) {
    const again = this.#joins++ > 0;
    if (Object.keys(state).length) this.#say("state", { room: this.name, values: state });
    if (epoch !== this.epoch || seq !== this.seq)
      return this.catchUp({ epoch, seq }, again ? STORM_MS : GAP_MS);
  }

  #refused(reason) {
    this.#left = true;
    this.#say("refused", { room: this.name, reason });
  }

  #receive(kind, message) {
    if (this.#left) return;
    if (kind === "frame") return this.#continue(message);
    this.#say(kind, message);
    if (kind === "control" && message.name === "expelled") this.#refused(message.data?.reason);
  }

  #continue(frame) {
    if (this.#catching) return void this.#held.push(frame);
    if (this.epoch === 0 && frame.after === 0) this.epoch = frame.epoch; // the room has just begun
    if (frame.reset || frame.epoch !== this.epoch || frame.after > this.seq)
      return void this.catchUp(frame, GAP_MS);
    if (frame.seq > this.seq) this.#show(frame);
  }

  #show(frame, missed = false) {
    const before = frame.epoch === this.epoch ? this.seq : 0;
    this.epoch = frame.epoch;
    this.seq = frame.seq;
    this.#apply(frame.fragments);
    const items = (frame.items ?? []).filter((item) => item.seq > before);
    if (items.length) this.#say("items", { room: this.name, items, missed });
    this.#say("frame", frame);
  }

  // Load what was missed, once at a time, until we stand at the wanted place at least.
  catchUp({ epoch, seq } = this, spreadMs = 0) {
    this.#wanted = { epoch, seq };
    this.#catching ??= this.#catchUp(spreadMs).finally(() => {
      this.#catching = null;
      for (const frame of this.#held.splice(0)) this.#continue(frame);
    });
    return this.#catching;
  }

  async #catchUp(spreadMs) {
    await this.#pause(this.#random() * spreadMs);
    for (let attempt = 0; !this.#left && this.#connection.isOpen; attempt++) {
      const found = await this.#load(this, this.#wanted.seq).catch((error) => ({ error }));
      if (found.refused) return this.#refused(found.refused);
      if (!found.error && this.#take(found)) attempt = 0; // came closer
      if (!found.error && (!this.#isBehind() || attempt >= ATTEMPTS))
        return this.#say("caught-up", { room: this.name });
      await this.#pause(this.#backoff(attempt));
    }
  }

  // Use what was loaded; true when it brought us forward.
  #take(found) {
    const before = this.seq;
    if (!found.panel && !found.reset) {
      if (found.seq > this.seq) this.#show(found, this.#joins > 1); // while we were away
      return this.seq > before;
    }
    const sameEpoch = found.epoch === this.epoch;
    this.epoch = found.epoch;
    this.seq = found.seq;
    if (found.reset) this.#say("reset", found); // there is no panel: the feature decides
    return !sameEpoch || this.seq > before;
  }

  // A panel may come out of a cache that is a second old.
  #isBehind() {
    const { epoch, seq } = this.#wanted;
    return this.epoch < epoch || (this.epoch === epoch && this.seq < seq);
  }

  #backoff(attempt) {
    return Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** attempt) * (0.5 + this.#random());
  }

  #say(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
