// Pages of an excerpt as HTML: fetched once, the next one before it is asked for.

const MOST = 40;

export function leafSource(address) {
  const kept = new Map(); // "excerpt/page" → promise of HTML

  function get(excerpt, page) {
    const name = `${excerpt}/${page}`;
    if (!kept.has(name)) {
      if (kept.size >= MOST) kept.delete(kept.keys().next().value);
      kept.set(name, load(name));
      kept.get(name).catch(() => kept.delete(name));
    }
    return kept.get(name);
  }

  async function load(name) {
    const answer = await fetch(`${address}/${name}`);
    if (!answer.ok) throw new Error(`page: ${answer.status}`);
    return answer.text();
  }

  async function preload(excerpt, page, of) {
    if (page > of) return;
    const html = await get(excerpt, page).catch(() => "");
    const picture = new DOMParser().parseFromString(html, "text/html").querySelector("img");
    if (picture) new Image().src = picture.getAttribute("src"); // the browser keeps it
  }

  return { get, preload, forget: (excerpt, page) => kept.delete(`${excerpt}/${page}`) };
}
