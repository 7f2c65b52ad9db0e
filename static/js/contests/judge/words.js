// What the console says: words come translated with the page, {braces} are filled in here.

const texts = JSON.parse(document.getElementById("judge-words").textContent);

export function say(name, values = {}) {
  return (texts[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
