// Vite's dev server on the gateway's port, in a process that ends together with its parent.

import { createServer as createDoor } from "node:net";
import { createServer } from "vite";

const server = await createServer({ clearScreen: false });
await server.listen();
// As common/src/http/http-server.ts: no header may be dropped silently.
server.httpServer.maxHeadersCount = 0;
// "localhost" is ::1 for some browsers. Vite listens on one address; on all of them, other machines could read the sources.
const door = createDoor((socket) => server.httpServer.emit("connection", socket));
door.on("error", () => {}); // this machine has no IPv6
door.listen(server.config.server.port, "::1");
console.log(`client listens on ${server.config.server.port}`);

async function quit() {
  await server.close();
  process.exit(0);
}

process.on("SIGTERM", quit);
process.on("SIGINT", quit);
process.on("disconnect", quit);
process.on("message", (message) => message === "stop" && quit());
