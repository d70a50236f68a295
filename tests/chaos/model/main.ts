// `npm run chaos:model`: the tests of the model, with many more schedules than `npm test` has.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../../infra/local/services.ts";

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "tests/chaos/model"], {
  cwd: root,
  env: { MODEL_RUNS: "200000", ...process.env },
  stdio: "inherit",
});
process.exit(status ?? 1);
