// Reading a log over HTTP that no longer contains the reader's position, because it was restored from a backup.

import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { expect, it, onTestFinished } from "vitest";
import { startStubServer } from "./stub-server.ts";

it("A restored log is read from its start, and the delivery names the position that is gone", async () => {
  const event = { specversion: "1.0", position: 1, checksum: "11111111", id: "1", source: "s" };
  const { url, requests } = await startStubServer((res) => {
    res.setHeader("event-bus-log", "log-1").setHeader("event-bus-previous", "0");
    res.setHeader("event-bus-previous-checksum", "00000000");
    res.end(`${JSON.stringify({ ...event, type: "T", data: {} })}\n`);
  });
  const bus = connectHttpBus(url);
  onTestFinished(bus.close);

  const deliveries = [];
  const from = { log: "log-1", position: 7, checksum: "0a0b0c0d" };
  for await (const delivery of bus.read(from)) deliveries.push(delivery);

  expect(requests.map(({ path }) => path)).toEqual(["/events?after=7&checksum=0a0b0c0d"]);
  expect(deliveries).toMatchObject([
    {
      ...{ log: "log-1", previous: 0, previousChecksum: "00000000" },
      resetFrom: { position: 7, checksum: "0a0b0c0d" },
      events: [{ position: 1, checksum: "11111111" }],
    },
  ]);
});
