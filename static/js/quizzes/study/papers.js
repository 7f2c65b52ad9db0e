// The list of papers asks for itself again and again, but not while somebody fills a form in it.

const list = document.getElementById("papers-live");

list?.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === list && list.querySelector("details[open]")) event.preventDefault();
});
