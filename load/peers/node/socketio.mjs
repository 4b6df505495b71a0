// One room with everybody in it. `--recovery` keeps sessions and packets; `--engine NAME` is another WebSocket server.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Server } from "socket.io";

const { values } = parseArgs({ options: { recovery: { type: "boolean" }, engine: { type: "string" } } });
const options = { transports: ["websocket"], perMessageDeflate: false, serveClient: false };
if (values.recovery) {
  options.connectionStateRecovery = { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true };
}
if (values.engine) {
  const engine = await import(values.engine);
  options.wsEngine = (engine.default ?? engine).Server;
}
const server = createServer();
const io = new Server(server, options);
io.engine.on("connection", (socket) => {
  socket.request = null;
});
io.on("connection", (socket) => {
  socket.join("room");
  socket.on("post", (said) => io.to("room").emit("posted", said));
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  console.log(JSON.stringify({ port: server.address().port }));
});
