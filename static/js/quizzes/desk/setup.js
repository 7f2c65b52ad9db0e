// When the set-up has changed (names, segments, the round's state) the live part is fetched anew.

document.addEventListener("live:control", ({ detail }) => {
  if (detail.name === "setup") document.body.dispatchEvent(new CustomEvent("desk-changed", { bubbles: true }));
});
