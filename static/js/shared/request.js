// fetch with the CSRF token, and the token for every HTMX request.
// post(address, fields) → parsed JSON; throws RequestError with the server's words.

export class RequestError extends Error {
  constructor(message, { status = 0, code = "unreachable", seconds = 0 } = {}) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.code = code;
    this.seconds = seconds; // until it may be tried again, where that is known
  }
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** GET or POST JSON. `fields` is FormData, URLSearchParams or a plain object (sent as a form). */
export async function request(address, { method = "GET", fields, headers = {}, ...rest } = {}) {
  const body = fields && (fields instanceof FormData || fields instanceof URLSearchParams
    ? fields
    : new URLSearchParams(fields));
  let response;
  try {
    response = await fetch(address, {
      method, body, credentials: "same-origin", ...rest,
      headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": csrfToken(), ...headers },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestError(unreachable());
  }
  return read(response);
}

export function post(address, fields, options = {}) {
  return request(address, { ...options, method: "POST", fields });
}

async function read(response) {
  const isJson = response.headers.get("Content-Type")?.includes("json");
  const content = isJson ? await response.json() : null;
  if (response.ok) return content;
  const { code = "fault", message = unreachable(), seconds } = content?.error ?? {};
  throw new RequestError(message, { status: response.status, code, seconds });
}

function unreachable() {
  return document.getElementById("toasts")?.dataset.textUnreachable ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});
