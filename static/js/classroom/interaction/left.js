// [data-left]: seconds that were left when the server drew it, counted down by this device's own
// clock, whatever time it believes it is. At zero the element `is-over`.

const ends = new Map(); // check and what was left → when it ends

function tick() {
  for (const item of document.querySelectorAll("[data-left]")) {
    const key = `${item.dataset.check}:${item.dataset.left}`;
    if (!ends.has(key)) ends.set(key, performance.now() + item.dataset.left * 1000);
    const left = Math.max(0, Math.ceil((ends.get(key) - performance.now()) / 1000));
    const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const place = item.querySelector("[data-left-shown]");
    if (place && place.textContent !== text) place.textContent = text;
    item.classList.toggle("is-over", left === 0);
  }
}

tick();
setInterval(tick, 500);
document.addEventListener("live:frame", tick);
