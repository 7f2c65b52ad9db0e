// Says in words how the connection is: <p data-connection data-text-connected="…" …>.

export function showConnection(connection, page = globalThis.document) {
  const render = () => {
    for (const sign of page.querySelectorAll("[data-connection]")) {
      sign.dataset.state = connection.state;
      const text = words(sign.dataset, connection.state, connection.lastContact);
      if (sign.textContent !== text) sign.textContent = text; // a screen reader hears changes only
    }
  };
  connection.addEventListener("state", render);
  render();
}

export function words(texts, state, lastContact) {
  const never = lastContact === null && state === "offline";
  const text = texts[never ? "textNever" : `text${state[0].toUpperCase()}${state.slice(1)}`] ?? "";
  return text.replace("{time}", lastContact === null ? "" : clockTime(lastContact));
}

// hh:mm:ss on this device's clock.
function clockTime(ms) {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}
