// Listens at PORT, answers that it can do its work, and stops when asked.

import { createServer } from "node:http";

createServer((_req, res) => res.end("{}")).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
process.on("message", () => process.exit(0));
