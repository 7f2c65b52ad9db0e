// The page's one connection, and an honest word about it.
//
// connecting: no contact yet. connected: heard from the server just now. weak: silent for too long,
// or lost a moment ago. offline: lost for longer, or the device says so.

const SILENT_MS = 9_000; // the server's heartbeat comes every 6 s
const LOST_MS = 5_000; // a short loss is only weak
const PROBE_MS = 3_000;
const ANSWER_MS = 8_000;
const LOOK_EVERY_MS = 1_000;

const OPTIONS = {
  transports: ["websocket", "polling"],
  tryAllTransports: true,
  timeout: 8_000,
  reconnectionDelay: 1_000, // times 0.4 to 1.6, so that a hall doesn't come back in one moment
  reconnectionDelayMax: 8_000,
  randomizationFactor: 0.6,
};

export class Connection extends EventTarget {
  state = "connecting";
  lastContact = null; // ms since the epoch

  #open;
  #socket = null;
  #clock;
  #lostAt;
  #probing = false;

  // `open(options)` makes a socket (socket.io's `io`); `clock()` gives ms since the epoch.
  constructor({ open = (options) => globalThis.io(options), clock = () => Date.now() } = {}) {
    super();
    this.#open = open;
    this.#clock = clock;
    this.#lostAt = clock();
  }

  // Open the connection, if that hasn't been done, and watch over it.
  start({ page = globalThis.document, host = globalThis.window, device = deviceName() } = {}) {
    if (this.#socket) return this;
    this.#socket = this.#open({ ...OPTIONS, auth: { device } });
    this.#listen(this.#socket);
    host.addEventListener("online", () => this.check());
    host.addEventListener("offline", () => this.look({ online: false }));
    page.addEventListener("visibilitychange", () => page.hidden || this.check());
    setInterval(() => this.look({ online: globalThis.navigator?.onLine !== false }), LOOK_EVERY_MS);
    return this;
  }

  get isOpen() {
    return Boolean(this.#socket?.connected);
  }

  on(event, listener) {
    this.#socket.on(event, listener);
  }

  // Ask the server; resolves to its answer, rejects when there is none.
  ask(event, body, patience = ANSWER_MS) {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) return reject(new Error("offline")); // never kept for later
      this.#socket.timeout(patience).emit(event, body, (error, answer) => {
        if (error) return reject(error);
        this.#heard();
        resolve(answer);
      });
    });
  }

  // Send a feature's event to a room this page has joined.
  send(room, name, data = {}) {
    return this.ask("act", { room, name, data });
  }

  // Make sure at once: ask when open, try again without waiting when not.
  async check() {
    if (this.#probing) return;
    if (!this.isOpen) return this.#restart();
    this.#probing = true;
    try {
      await this.ask("probe", {}, PROBE_MS);
    } catch {
      this.#restart();
    } finally {
      this.#probing = false;
      this.look();
    }
  }

  // Say what the connection is worth now.
  look({ online = true } = {}) {
    const now = this.#clock();
    const silent = this.lastContact !== null && now - this.lastContact > SILENT_MS;
    if (silent && this.isOpen) this.check();
    this.#tell(this.#judge({ now, silent, online }));
  }

  #judge({ now, silent, online }) {
    if (!online) return "offline";
    if (this.isOpen) return silent ? "weak" : "connected";
    if (now - this.#lostAt > LOST_MS) return "offline";
    return this.lastContact === null ? "connecting" : "weak";
  }

  #listen(socket) {
    const manager = socket.io;
    manager.on("open", () => manager.engine.on("packet", () => this.#heard()));
    socket.on("connect", () => {
      this.#heard();
      this.dispatchEvent(new Event("open"));
    });
    socket.on("disconnect", (reason) => {
      this.#lostAt = this.#clock();
      this.look();
      // socket.io doesn't come back by itself when the server closed the door.
      if (reason === "io server disconnect") socket.connect();
    });
  }

  #heard() {
    this.lastContact = this.#clock();
    if (this.isOpen) this.#tell("connected");
  }

  #restart() {
    this.#socket.disconnect(); // also ends socket.io's waiting between attempts
    this.#socket.connect();
  }

  #tell(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(
      new CustomEvent("state", { detail: { state, lastContact: this.lastContact } }),
    );
  }
}

// A name for this tab, so that coming back isn't taken for somebody new.
function deviceName() {
  const fresh = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) =>
      b.toString(16).padStart(2, "0"),
    ).join("");
  try {
    const known = sessionStorage.getItem("live-device") ?? fresh();
    sessionStorage.setItem("live-device", known);
    return known;
  } catch {
    return fresh(); // storage is closed in some in-app browsers
  }
}

export const connection = new Connection();
