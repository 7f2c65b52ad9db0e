// How many people watch: told as a state, shown wherever [data-people] stands.

let people = null;

function show() {
  if (people === null) return;
  for (const place of document.querySelectorAll("[data-people]")) place.textContent = people;
}

document.addEventListener("live:state", ({ detail }) => {
  if (detail.values.people === undefined) return;
  people = detail.values.people;
  show();
});
document.addEventListener("live:frame", show); // a panel drawn anew has lost its figure
