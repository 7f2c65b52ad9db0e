// Whoever is in another time zone than the installation sees the time at their place, too.

const zone = document.documentElement.dataset.zone;

function clockIn(timeZone, moment) {
  const options = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, options).format(moment);
}

for (const place of document.querySelectorAll("time[data-local]")) {
  const moment = new Date(place.dateTime);
  const here = clockIn(undefined, moment);
  if (here === clockIn(zone, moment)) continue;
  const line = document.createElement("small");
  line.className = "secondary class-yours";
  line.textContent = place.dataset.textYours.replace("{time}", here);
  place.closest("p").append(line);
}
