// [data-send-on-change]: a form of switches is sent as soon as one is moved.

document.addEventListener("change", ({ target }) => target.closest("form[data-send-on-change]")?.requestSubmit());
