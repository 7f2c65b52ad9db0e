// What somebody is typing is never replaced from outside: fragments for a form that is in use are
// dropped. Its own answer replaces it.

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (inUse(event.detail.target)) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.successful && target.matches?.("form[method=post]")) target.reset(); // no longer in use
});

// After a desk value was saved, on to the next one.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const fresh = document.getElementById(detail.target?.id ?? "");
  if (!fresh?.matches("[data-value-form]") || fresh.querySelector("[aria-invalid]")) return;
  const forms = [...document.querySelectorAll("[data-value-form]")];
  forms[forms.indexOf(fresh) + 1]?.querySelector("input:not([type=hidden])")?.select();
});

function inUse(element) {
  if (element.contains(document.activeElement) && typing(document.activeElement)) return true;
  return [...element.querySelectorAll("input:not([type=hidden]), select, textarea")].some(changed);
}

function typing(field) {
  return field.matches("input:not([type=hidden]), select, textarea");
}

function changed(field) {
  if (!field.matches("select")) return field.value !== field.defaultValue;
  const standard = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(standard, 0);
}
