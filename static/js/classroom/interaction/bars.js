// Totals of polls as they come in, in the room and in the studio: bars move, figures follow.

const totals = new Map(); // poll → the latest

function show(card, { voters, counts, words, mean }) {
  setText(card.querySelector("[data-voters]"), voters);
  if (counts) for (const row of card.querySelectorAll("[data-position]")) move(row, counts[row.dataset.position] ?? 0, voters);
  if (words) rebuild(card.querySelector("[data-words]"), words);
  if (mean) setText(card.querySelector("[data-mean]"), mean);
}

function move(row, votes, voters) {
  const percent = voters ? Math.round((100 * votes) / voters) : 0;
  row.querySelector(".poll-bar rect").setAttribute("width", percent);
  setText(row.querySelector("[data-votes]"), votes);
  setText(row.querySelector("[data-percent]"), `${percent}%`);
}

function rebuild(list, words) {
  list?.replaceChildren(...words.map(([word, count, size]) => {
    const item = document.createElement("li");
    item.dataset.size = size;
    const figure = Object.assign(document.createElement("small"), { className: "num", textContent: count });
    item.append(`${word} `, figure);
    return item;
  }));
}

function setText(place, text) {
  if (place && place.textContent !== String(text)) place.textContent = text;
}

function showAll(id) {
  for (const card of document.querySelectorAll(`[data-poll="${id}"]`)) show(card, totals.get(id));
}

// The studio follows the room, too, whose totals may lack what viewers don't see.
document.addEventListener("live:state", ({ detail: { values } }) => {
  for (const [key, value] of Object.entries(values)) {
    const [subject, id] = key.split(":");
    if (subject !== "poll") continue;
    totals.set(id, { ...(document.getElementById("studio") && totals.get(id)), ...value });
    showAll(id);
  }
});
