// A log that is older than what consumers have handled: an operator is warned, once, and nothing else is.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startMain } from "../../tests/kit/main-process.ts";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";
import { startConsumer } from "./test-consumer.ts";
import { crashImage, newLogFile } from "./test-folder.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The bus as a process, whose log lines are read. */
async function startProcess(file: string, subscribers: string) {
  const env = { RETRY_MAX_MS: "50", SUBSCRIBERS: subscribers, DATABASE_URL: `sqlite:${file}` };
  const { url, lines } = await startMain(main, env);
  return { url, warnings: () => lines.filter(({ level }) => level >= 40) };
}

/** A consumer that has handled five events, the log with these five, and a backup of the log that has two. */
async function prepare() {
  const consumer = await startConsumer();
  const subscribers = `a=${consumer.url}`;
  const file = newLogFile();
  const bus = await startTestBus({ subscribers, file });
  for (const name of ["A", "B"]) await bus.publish(name);
  await until(() => expect(consumer.effects).toHaveLength(2));
  const backup = crashImage(file);
  for (const name of ["C", "D", "E"]) await bus.publish(name);
  await until(() => expect(consumer.effects).toHaveLength(5));
  await bus.stop();
  return { consumer, subscribers, file, backup };
}

const WARNING = {
  level: 40,
  checkpoint: 5,
  length: 2,
  msg: expect.stringMatching(/^This log was restored from an older backup: .* Events accepted/),
};

const read = async (url: string, place: string) => (await fetch(`${url}/events?${place}`)).text();

describe("A bus whose log was restored from an older backup", { timeout: 60_000 }, () => {
  it("warns once, when a consumer names its checkpoint, and not again for another", async () => {
    const { consumer, subscribers, backup } = await prepare();

    const bus = await startProcess(backup, subscribers);
    await expect.poll(() => consumer.effects.join(""), { timeout: 20_000 }).toBe("ABCDEAB");
    expect(bus.warnings()).toMatchObject([WARNING]);
    await read(bus.url, "after=5&checksum=00000000");

    expect(bus.warnings()).toHaveLength(1);
  });

  it("warns once, when a service reads from its checkpoint", async () => {
    const { backup } = await prepare();
    const bus = await startProcess(backup, "");

    for (let turn = 0; turn < 3; turn += 1) await read(bus.url, "after=5&checksum=00000000");

    await expect.poll(bus.warnings).toMatchObject([WARNING]);
  });
});

describe("A bus that has all that its consumers know", { timeout: 60_000 }, () => {
  it("does not warn", async () => {
    const { consumer, subscribers, file } = await prepare();
    const { position, checksum } = consumer.checkpoint;

    const bus = await startProcess(file, subscribers);
    await read(bus.url, `after=${position}&checksum=${checksum}`);
    await fetch(`${bus.url}/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "F", data: {} }),
    });

    await expect.poll(() => consumer.effects.join(""), { timeout: 20_000 }).toBe("ABCDEF");
    expect(bus.warnings()).toEqual([]);
  });
});
