// What browsers have and Debian's Node.js has not; imported by the tests that need it.

globalThis.CustomEvent ??= class extends Event {
  constructor(type, { detail = null, ...options } = {}) {
    super(type, options);
    this.detail = detail;
  }
};
