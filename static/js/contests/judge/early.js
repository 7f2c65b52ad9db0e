// Before the first paint: where modules run, the keypad takes the place of the plain forms. Should
// the console not come up (a script lost on the way, an old browser), the forms come back.
const PATIENCE_MS = 5_000;
const root = document.documentElement;

if ("noModule" in HTMLScriptElement.prototype) {
  root.dataset.script = "on";
  addEventListener("load", () => setTimeout(() => {
    if (!document.querySelector("main[data-ready]")) delete root.dataset.script;
  }, PATIENCE_MS));
}
