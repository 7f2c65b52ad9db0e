// A part of a page's picture, chosen by dragging over it; told as class:picture-part.

const space = "http://www.w3.org/2000/svg";
let begun = null; // { svg, rect, x, y }

const within = (value) => Math.round(Math.min(1000, Math.max(0, value)));

function place(event, svg) {
  const frame = svg.getBoundingClientRect();
  return {
    x: within(((event.clientX - frame.left) / frame.width) * 1000),
    y: within(((event.clientY - frame.top) / frame.height) * 1000),
  };
}

function box(event) {
  const { x, y } = place(event, begun.svg);
  return {
    x: Math.min(x, begun.x), y: Math.min(y, begun.y),
    width: Math.abs(x - begun.x), height: Math.abs(y - begun.y),
  };
}

document.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest?.("#studio-reading .reading-picture")?.querySelector("svg");
  if (!svg || event.button !== 0) return;
  event.preventDefault();
  svg.querySelector(".reading-choice")?.remove();
  const rect = svg.appendChild(document.createElementNS(space, "rect"));
  rect.setAttribute("class", "reading-choice");
  begun = { svg, rect, ...place(event, svg) };
});

document.addEventListener("pointermove", (event) => {
  if (!begun) return;
  for (const [name, value] of Object.entries(box(event))) begun.rect.setAttribute(name, value);
});

document.addEventListener("pointerup", (event) => {
  if (!begun) return;
  const { x, y, width, height } = box(event);
  const detail = { box: [x, y, width, height].join(","), words: width > 4 && height > 4 ? `${width} × ${height} ‰` : "" };
  begun = null;
  document.dispatchEvent(new CustomEvent("class:picture-part", { detail }));
});
