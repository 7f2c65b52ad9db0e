// A plain form is sent once: the second click of a double click would do everything twice.

const MOMENT = 3000; // later it may be meant: the answer may have been a file, and the page stays

const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const posts = form.getAttribute("method")?.toLowerCase() === "post";
  if (!posts || event.defaultPrevented) return; // htmx and other scripts send it themselves
  if (event.timeStamp - (sent.get(form) ?? -MOMENT) < MOMENT) event.preventDefault();
  else sent.set(form, event.timeStamp);
});
