// Where a room gets what it missed: its whole panel, or the items of its log. A source resolves to
// {panel, epoch, seq}, a frame, {reset, epoch, seq} or {refused: reason}, and rejects when it
// should be asked again.

// The panel is loaded and morphed in; its root says which place it stands at.
export function panelSource(id, url, { htmx = globalThis.htmx, page = globalThis.document } = {}) {
  return async () => {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (isFinal(answer)) return { refused: "forbidden" };
    if (!answer.ok) throw new Error(`panel: ${answer.status}`);
    const html = await answer.text();
    htmx.swap(`#${id}`, html, { swapStyle: "morph:outerHTML" }, { contextElement: page.body });
    const { epoch, seq } = page.getElementById(id).dataset;
    return { panel: true, epoch: Number(epoch), seq: Number(seq) };
  };
}

// The log tells the items after our place, or that there are too many of them.
export function logSource() {
  return async (room, want) => {
    const { name, epoch, seq, ticket } = room;
    const query = new URLSearchParams({ room: name, epoch, after: seq, want, ticket });
    const answer = await fetch(`/live/catch-up?${query}`, { cache: "no-store" });
    if (isFinal(answer)) return { refused: (await answer.json()).reason ?? "forbidden" };
    if (!answer.ok) throw new Error(`catch-up: ${answer.status}`);
    const { panel: _, ...frame } = await answer.json();
    return frame;
  };
}

const isFinal = (answer) => [401, 403, 404].includes(answer.status);
