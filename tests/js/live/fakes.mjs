// Stands in for a connection and for socket.io: the browser isn't here.

export class FakeConnection extends EventTarget {
  isOpen = true;
  asked = [];
  answers = [];
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  push(event, message) {
    for (const listener of this.#listeners.get(event) ?? []) listener(message);
  }

  async ask(event, body) {
    this.asked.push([event, body]);
    const answer = this.answers.shift();
    if (answer === undefined) throw new Error("no answer");
    return answer;
  }

  reopen() {
    this.dispatchEvent(new Event("open"));
  }
}

export class FakeSocket {
  connected = false;
  emitted = [];
  restarts = 0;
  answer = { ok: true };
  #listeners = new Map();

  constructor() {
    const emitter = (map) => (event, f) => map.set(event, [...(map.get(event) ?? []), f]);
    this.managerListeners = new Map();
    this.engineListeners = new Map();
    this.io = { on: emitter(this.managerListeners), engine: { on: emitter(this.engineListeners) } };
  }

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  fire(event, detail) {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail);
  }

  open() {
    for (const listener of this.managerListeners.get("open") ?? []) listener();
    this.connected = true;
    this.fire("connect");
  }

  lose(reason = "transport close") {
    this.connected = false;
    this.fire("disconnect", reason);
  }

  packet() {
    for (const listener of this.engineListeners.get("packet") ?? []) listener();
  }

  timeout() {
    return {
      emit: (event, body, done) => {
        this.emitted.push([event, body]);
        queueMicrotask(() => (this.answer ? done(null, this.answer) : done(new Error("late"))));
      },
    };
  }

  connect() {
    this.restarts += 1;
  }

  disconnect() {
    if (this.connected) this.lose("io client disconnect");
  }
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));
