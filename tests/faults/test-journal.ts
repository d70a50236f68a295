// A journal for one test: the real inbox over a real file, behind real HTTP, in this process. Others know it by its proxy,
// where the network can be broken.

import { join } from "node:path";
import { onTestFinished } from "vitest";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { createFaults, type Faults } from "./faults.ts";
import { type Journal, startJournal } from "./journal.ts";
import type { Proxy } from "../chaos/network-fault.ts";
import { startProxy } from "../chaos/tcp-proxy.ts";

export interface TestJournal extends Journal {
  faults: Faults;
  network: Proxy;
  /** As in SUBSCRIBERS. */
  subscriber: string;
}

export async function startTestJournal(name: string): Promise<TestJournal> {
  const faults = createFaults();
  const file = join(newLogFile(), "..", `${name}.db`);
  const journal = await startJournal(name, file, faults);
  const network = await startProxy(journal.port);
  onTestFinished(async () => {
    await network.close();
    await journal.stop().catch(() => "stopped already");
  });
  return Object.assign(journal, { faults, network, subscriber: `${name}=${network.url}` });
}
