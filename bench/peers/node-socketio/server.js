// The reference Socket.IO server in its default set-up, with the bench's control routes.
"use strict";

const http = require("node:http");
const { Server } = require("socket.io");

const ROOM = "bench:1";
const now = () => Number(process.hrtime.bigint()) / 1e9; // the clock that Python calls monotonic

const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = (body) => response.end(JSON.stringify(body));
  if (url.pathname === "/stat") return answer({ clients: io.engine.clientsCount });
  if (url.pathname !== "/go") return;
  const [rate, frames, times] = ["rate", "frames", "times"].map((name) =>
    Number(url.searchParams.get(name)),
  );
  go(rate, frames, url.searchParams.get("rows").repeat(times));
  return answer({ ok: true });
});
const io = new Server(server);

io.on("connection", (socket) => socket.join(ROOM));

function go(rate, frames, pad) {
  const start = now();
  let sent = 0;
  const step = () => {
    while (sent < frames && now() >= start + sent / rate) {
      const frame = { room: ROOM, epoch: 1, after: sent, seq: sent + 1, taps: [now()], pad };
      io.to(ROOM).emit("frame", frame);
      sent += 1;
    }
    if (sent < frames) setImmediate(step);
  };
  step();
}

server.listen(Number(process.argv[2]), "127.0.0.1");
