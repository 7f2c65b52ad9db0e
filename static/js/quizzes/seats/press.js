// A press: stamped the moment the finger comes down, sent by the socket, else by POST, and sent
// again under the same key until the server says that it has it.

import { post } from "../../shared/request.js";

const ANSWER_MS = 1_200;
const AGAIN_MS = 700;
const GIVE_UP_MS = 20_000;

export class Presser {
  #clock;
  #socket;
  #tell;

  // `socket(data, patience)` sends through the room; `tell(news)` shows how it goes:
  // "pressed", "waiting", "done" or {refused: words}.
  constructor({ clock, socket, tell }) {
    this.#clock = clock;
    this.#socket = socket;
    this.#tell = tell;
  }

  press(event, screen, address) {
    const { turn, heat } = screen.dataset;
    const told = {
      turn: Number(turn),
      heat: Number(heat),
      key: crypto.randomUUID?.() ?? `p-${Date.now()}-${Math.random().toString(36).slice(2)}`,
      at: this.#clock.at(event),
      clock: this.#clock.samples,
    };
    this.#tell("pressed");
    return this.#bring(told, address, performance.now());
  }

  async #bring(told, address, since) {
    for (;;) {
      const answer = (await this.#bySocket(told)) ?? (await this.#byPost(told, address));
      if (answer) return this.#tell(answer.ok ? "done" : { refused: answer.message ?? "" });
      if (performance.now() - since > GIVE_UP_MS) return this.#tell({ refused: "" });
      this.#tell("waiting");
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  async #bySocket(told) {
    const answer = await this.#socket(told, ANSWER_MS).catch(() => null);
    return answer?.ok || answer?.message ? answer : null;
  }

  async #byPost(told, address) {
    const fields = { ...told, clock: JSON.stringify(told.clock) };
    try {
      return await post(address, fields);
    } catch (error) {
      return error.status >= 400 && error.status < 500 ? { ok: false, message: error.message } : null;
    }
  }
}
