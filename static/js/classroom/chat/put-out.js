// Whoever was put out leaves the page at once; the address answers with the reason.

document.addEventListener("live:refused", ({ detail, target }) => {
  if (target.id === "main" && ["banned", "revoked", "forbidden"].includes(detail.reason)) location.reload();
});
