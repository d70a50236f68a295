// A subscriber whose process dies of an event, as an original comments service does of a comment it has lost; and one behind
// a network that breaks connections, which must not be taken for that.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";
import { acceptBatches, startSubscriber } from "./test-subscriber.ts";

/** Answers 200 to all events, as the course's services do, and ends with its process on a "Deadly" one. */
const DIES = `
  require("node:http").createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    if (JSON.parse(body).type === "Deadly") throw new Error("comment is undefined");
    console.log(JSON.parse(body).type);
    res.end("{}");
  }).listen(Number(process.env.PORT), "127.0.0.1");
`;

/** Starts it as often as it ends, as a supervisor does. */
function keepRunning(port: number) {
  const supervised = { starts: 0, handled: [] as string[] };
  let isStopped = false;
  let child: ChildProcess;

  function start(): void {
    supervised.starts += 1;
    const env = { ...process.env, PORT: String(port) };
    child = spawn(process.execPath, ["-e", DIES], { env, stdio: ["ignore", "pipe", "ignore"] });
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      supervised.handled.push(...text.trim().split("\n"));
    });
    child.once("exit", () => isStopped || start());
  }

  start();
  onTestFinished(async () => {
    isStopped = true;
    if (child.exitCode === null && child.kill()) await once(child, "exit");
  });
  return supervised;
}

// The retry policy that the bus has by default.
const settings = { parkAfter: 10 };

describe("A subscriber without a checkpoint that dies of an event", () => {
  it("dies of it three times, not ten; then the event is parked and the rest goes on", async () => {
    const port = await (await startSubscriber()).stop();
    const subscribers = `it=http://127.0.0.1:${port}`;
    const { publish, status } = await startTestBus({ subscribers, settings });
    const process = keepRunning(port);

    for (const type of ["A", "Deadly", "B"]) await publish(type);

    await until(() => expect(process.handled).toEqual(["A", "B"]));
    await until(() => expect(status("it")).toMatchObject({ parked: 1, cursor: 3 }));
    expect(process.starts).toBe(1 + 3);
  });
});

describe("A subscriber that keeps a checkpoint and breaks the connection", () => {
  it("has all tries for its event: what it has taken survives its process", async () => {
    const subscriber = await startSubscriber((res, { types }) =>
      types.includes("Deadly") ? res.destroy() : acceptBatches(res),
    );
    const { publish, status } = await startTestBus({
      subscribers: `it=${subscriber.url}`,
      settings,
    });
    await publish("A");
    await until(() => expect(subscriber.handled).toEqual(["A"]));

    await publish("Deadly");

    await until(() => expect(status("it")).toMatchObject({ parked: 1, cursor: 2 }));
    expect(subscriber.requests.filter(({ types }) => types[0] === "Deadly")).toHaveLength(10);
  });
});

describe("A subscriber behind something that accepts connections and breaks them off", () => {
  it("is away: nothing is parked, and it gets everything when it is back", async () => {
    let connections = 0;
    const forwarder = createServer((socket) => {
      connections += 1;
      socket.on("error", () => {}).resetAndDestroy();
    });
    const port = await (await startSubscriber()).stop();
    await new Promise<void>((resolve) => forwarder.listen(port, "127.0.0.1", resolve));
    const { publish, status } = await startTestBus({ subscribers: `it=http://127.0.0.1:${port}` });

    for (const type of ["A", "B"]) await publish(type);
    await until(() => expect(connections).toBeGreaterThan(20));
    await new Promise((resolve) => forwarder.close(resolve));
    const subscriber = await startSubscriber(undefined, port);

    await until(() => expect(subscriber.handled).toEqual(["A", "B"]));
    expect(status("it").parked).toBe(0);
  });
});
