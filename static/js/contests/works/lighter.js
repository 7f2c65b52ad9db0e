// Photographs of a phone are made as small as they are kept before they are sent, where a browser
// can: a field with data-longest="pixels a side". What can't be read goes as it is; the server
// says what is wrong with it.

const LIGHT = 500_000; // bytes: such a file is sent as it is
const QUALITY = 0.9;

for (const field of document.querySelectorAll("input[type=file][data-longest]")) {
  field.addEventListener("change", () => lighten(field));
}

async function lighten(field) {
  const chosen = [...field.files];
  if (chosen.every((file) => file.size <= LIGHT)) return;
  const button = field.form.querySelector("[type=submit]");
  button.disabled = true; // until then the heavy ones would be sent
  field.setAttribute("aria-busy", "true");
  try {
    const held = new DataTransfer();
    for (const file of chosen) held.items.add(await lighter(file, Number(field.dataset.longest)));
    field.files = held.files;
  } finally {
    button.disabled = false;
    field.removeAttribute("aria-busy");
  }
}

async function lighter(file, longest) {
  if (file.size <= LIGHT) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = "#fff"; // what shines through is paper, as on the server
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return made && made.size < file.size ? new File([made], file.name, { type: made.type }) : file;
  } catch {
    return file;
  }
}
