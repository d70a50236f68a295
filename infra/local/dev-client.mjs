// Vite's dev server on the gateway's port, in a process that ends together with who started it.

import { createServer } from "vite";

const server = await createServer({ clearScreen: false });
await server.listen();
// As common/src/http-server.ts: no header may be dropped without a word.
server.httpServer.maxHeadersCount = 0;
console.log(`client listens on ${server.config.server.port}`);

async function quit() {
  await server.close();
  process.exit(0);
}

process.on("SIGTERM", quit);
process.on("SIGINT", quit);
process.on("disconnect", quit);
process.on("message", (message) => message === "stop" && quit());
