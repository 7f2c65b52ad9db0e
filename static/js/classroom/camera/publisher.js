// Sends a stream until told to stop: one broadcast per recorder, a new one whenever the server
// can't go on with the old. Tells how it goes by `state` events: sending, waiting, refused.

import { post, RequestError } from "../../shared/request.js";
import { record } from "./recorder.js";
import { PartQueue } from "./parts.js";

const AGAIN_MS = 2000;
const FINAL = new Set(["other_sender", "wrong_type", "forbidden", "not_found", "conflict", "sign_in_required"]);

export class Publisher extends EventTarget {
  constructor(address, stream) {
    super();
    Object.assign(this, { address, stream, queue: null, recorder: null, isWanted: false });
  }

  /** Begin; throws the server's refusal. */
  async start() {
    this.isWanted = true;
    await this.begin();
  }

  async begin() {
    const waiting = [];
    let queue = null;
    const recorder = record(this.stream, (blob) => (queue ? queue.add(blob) : waiting.push(blob)));
    if (!recorder) throw new RequestError("", { code: "unable" });
    try {
      const { key, largest } = await post(this.address, { media_type: recorder.mediaType });
      queue = new PartQueue(`${this.address}/${key}`, recorder.mediaType, largest);
    } catch (error) {
      recorder.stop();
      throw error;
    }
    this.listen(queue);
    Object.assign(this, { queue, recorder });
    for (const blob of waiting) queue.add(blob);
    if (!this.isWanted) return this.finish(); // told to stop while the server was asked
    this.tell("sending");
  }

  listen(queue) {
    queue.addEventListener("sent", () => this.tell("sending"));
    queue.addEventListener("waiting", ({ detail }) => this.tell("waiting", detail));
    queue.addEventListener("broken", () => queue === this.queue && this.again());
  }

  /** A new recorder and a new broadcast, as soon as the server takes one. */
  async again() {
    this.recorder?.stop();
    while (this.isWanted)
      try {
        return await this.begin();
      } catch (error) {
        if (FINAL.has(error.code)) {
          this.isWanted = false;
          return this.tell("refused", { message: error.message });
        }
        this.tell("waiting", { message: error.message });
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
  }

  /** Go on with another stream: a new recorder, and so a new broadcast. */
  async change(stream) {
    const { recorder, queue } = this;
    Object.assign(this, { stream, recorder: null, queue: null });
    await recorder?.stop();
    await queue?.end();
    await this.again();
  }

  async stop() {
    this.isWanted = false;
    await this.finish();
  }

  async finish() {
    await this.recorder?.stop();
    await this.queue?.end();
  }

  leave() {
    if (this.isWanted) this.queue?.leave();
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent("state", { detail: { name, ...detail } }));
  }
}
