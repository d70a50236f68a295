// On Node 20 a closed SQLite file stays locked until the statements prepared on it are collected. A process that opens such
// a file once never notices; a test that opens it again must collect them first.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

export async function collectGarbage(): Promise<void> {
  collect();
  // What was collected is finalized in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
}
