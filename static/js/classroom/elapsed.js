// Time since the session began, wherever [data-elapsed-since] stands.

const two = (number) => String(number).padStart(2, "0");

function show() {
  for (const place of document.querySelectorAll("[data-elapsed-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(place.dataset.elapsedSince)) / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    place.textContent = `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
  }
}

document.addEventListener("live:frame", () => requestAnimationFrame(show));
setInterval(show, 1000);
show();
