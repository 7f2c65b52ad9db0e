// Find an entrant in a long list: only matching rows stay.

export function finder(input, said, { list, changed }) {
  input.closest("[hidden]")?.removeAttribute("hidden");
  input.addEventListener("input", changed);
  return () => {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    for (const slot of list().children) {
      const hit = !wanted || words(slot).includes(wanted);
      slot.classList.toggle("is-off", !hit);
      found += hit;
    }
    said.textContent = found ? "" : said.dataset.textNone;
  };
}

const words = (slot) => slot.querySelector(".row-who").textContent.toLowerCase();
