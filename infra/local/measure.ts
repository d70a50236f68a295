// Prints the two figures of the README: how long `npm start` takes until everything is ready, and how much memory its
// processes hold when idle. Run twice on a fresh clone: the first start builds the client.

import { arch, availableParallelism, platform } from "node:os";
import { chosenSystem } from "./chosen-system.ts";
import { measureStart } from "./measured-start.ts";

process.once("SIGINT", () => process.exit(130));
const { readyMs, memory } = await measureStart(await chosenSystem());
const total = memory.reduce((sum, { mb }) => sum + mb, 0);
console.log(`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores`);
console.log(`ready ${(readyMs / 1000).toFixed(1)} s after npm start`);
console.log(
  `${total} MB resident, idle: ${memory.map(({ name, mb }) => `${name} ${mb}`).join(", ")}`,
);
