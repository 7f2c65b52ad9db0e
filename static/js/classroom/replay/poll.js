// The poll that was open at this place, and its result once it was closed, over the picture.

export const STANDS_MS = 20_000; // how long a result stays
const place = document.getElementById("replay-poll");
let drawn = "";
let dismissed = "";

export function showPoll(poll, ms) {
  const isOver = poll && poll.closed !== null && ms >= poll.closed;
  const state = poll ? `${poll.id}/${isOver ? "result" : "open"}` : "";
  if (state === drawn) return;
  drawn = state;
  place.replaceChildren();
  if (poll && state !== dismissed) place.append(card(poll, isOver));
}

function card(poll, isOver) {
  const { textOpen, textResult, textVoters, textClose } = place.dataset;
  const box = element("section", "replay-poll");
  const close = element("button", "replay-poll-close", "×");
  close.type = "button";
  close.setAttribute("aria-label", textClose);
  close.addEventListener("click", () => {
    dismissed = drawn;
    box.remove();
  });
  box.append(close, element("p", "replay-poll-head", isOver ? textResult : textOpen), element("h3", "", poll.question));
  if (poll.words.length && isOver) box.append(element("p", "", poll.words.slice(0, 12).map(([word, count]) => `${word} ${count}`).join(" · ")));
  const bars = box.appendChild(element("ul", "replay-bars"));
  for (const bar of poll.bars) bars.append(line(bar, isOver));
  if (isOver) box.append(element("p", "replay-poll-head", textVoters.replace("{count}", poll.voters)));
  return box;
}

function line({ text, percent, right }, isOver) {
  const item = element("li", right && isOver ? "is-right" : "");
  item.append(element("span", "", right && isOver ? `${text} ✓ ${place.dataset.textRight}` : text));
  if (!isOver) return item;
  const meter = element("progress", "");
  Object.assign(meter, { max: 100, value: percent });
  item.append(element("span", "num", `${percent}%`), meter);
  return item;
}

function element(name, className, text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
