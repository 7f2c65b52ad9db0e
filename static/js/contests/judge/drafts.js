// What was typed but not entered yet survives a reload and a killed browser.

export function watchDrafts(judge, marking) {
  const name = `guildhall-judge:draft:${judge}:${marking.round.id}`;
  resume(name, marking);
  marking.addEventListener("change", () => keep(name, marking));
}

function resume(name, marking) {
  try {
    const draft = JSON.parse(localStorage.getItem(name));
    if (draft) marking.resume(draft);
  } catch {
    // nothing kept, or nothing that can be read
  }
}

function keep(name, { entrantKey, slot, typing }) {
  try {
    if (typing?.isChanged) localStorage.setItem(name, JSON.stringify({ entrant: entrantKey, slot, text: typing.text }));
    else localStorage.removeItem(name);
  } catch {
    // storage is closed in some in-app browsers
  }
}
