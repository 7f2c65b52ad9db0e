// How long until a session begins, by the server's clock: [data-countdown] holds the moment,
// data-now the server's time when the page was made.

function parts(place, left) {
  const seconds = Math.floor(left / 1000);
  const { days, hours, minutes, seconds: unit } = place.dataset;
  const all = [
    [Math.floor(seconds / 86400), days], [Math.floor(seconds / 3600) % 24, hours],
    [Math.floor(seconds / 60) % 60, minutes], [seconds % 60, unit],
  ];
  return seconds >= 86400 ? all.slice(0, 3) : all.slice(1);
}

function draw(place, left) {
  const label = place.querySelector(".visually-hidden");
  if (left <= 0) return place.replaceChildren(place.dataset.textNow);
  const cells = parts(place, left).map(([count, unit]) => {
    const cell = document.createElement("span");
    const figure = document.createElement("b");
    figure.className = "num";
    figure.textContent = String(count).padStart(2, "0");
    cell.append(figure, unit);
    return cell;
  });
  return place.replaceChildren(...(label ? [label] : []), ...cells);
}

for (const place of document.querySelectorAll("[data-countdown]")) {
  const ahead = new Date(place.dataset.now) - Date.now();
  const begins = new Date(place.dataset.countdown);
  const tick = () => draw(place, begins - (Date.now() + ahead));
  place.hidden = false;
  tick();
  setInterval(tick, 1000);
}
