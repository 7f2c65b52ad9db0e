// Puts pieces of HTML from the server into the page through htmx.

// contextElement makes htmx use the body's extensions: without it `morph` turns into innerHTML
// and a second board appears inside the first.
export function applyFragment(
  { target, swap = "morph:outerHTML", html },
  { htmx = globalThis.htmx, page = globalThis.document } = {},
) {
  if (!page.querySelector(target)) return false; // not on this page, or gone meanwhile
  htmx.swap(target, html, { swapStyle: swap }, { contextElement: page.body });
  return true;
}

export function applyFragments(fragments, means) {
  for (const fragment of fragments ?? []) applyFragment(fragment, means);
}
