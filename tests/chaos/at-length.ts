// `npm run chaos:model` and `npm run chaos:in-process`: the tests of that layer, with many more schedules than `npm test` has.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/local/services.ts";

const LAYERS: Record<string, Record<string, string>> = {
  model: { MODEL_RUNS: "200000" },
  "in-process": { IN_PROCESS_RUNS: "400" },
};

const layer = process.argv[2] ?? "";
const runs = LAYERS[layer];
if (!runs)
  throw new RangeError(`There is no layer "${layer}", only ${Object.keys(LAYERS).join(", ")}.`);

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", `tests/chaos/${layer}`], {
  cwd: root,
  env: { ...runs, ...process.env },
  stdio: "inherit",
});
process.exit(status ?? 1);
