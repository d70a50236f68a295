// A reader of GET /lab/stream, which keeps what it receives.

import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import type { LabRecord } from "../../src/lab/records.ts";

interface Hello {
  run: string;
  log: { id: string; length: number };
  missed: number;
}

export interface Reader {
  hellos: Hello[];
  states: LabRecord[];
  records: LabRecord[];
  lastEventId: string;
  /** Signs of life. */
  heartbeats: number;
  /** The connection itself, to be slow with. */
  stream: IncomingMessage;
}

/** Settles when the first greeting is there. */
export async function follow(url: string, lastEventId?: string): Promise<Reader> {
  const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const stream = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).once("error", reject);
  });
  onTestFinished(() => void stream.destroy());
  const reader: Reader = {
    hellos: [],
    states: [],
    records: [],
    lastEventId: "",
    heartbeats: 0,
    stream,
  };
  let event = "";
  let greeted = () => {};
  const greeting = new Promise<void>((resolve) => (greeted = resolve));

  createInterface({ input: stream })
    .on("line", (line) => {
      const [, field, value = ""] = /^(\w+): (.*)$/.exec(line) ?? [];
      if (field === "id") reader.lastEventId = value;
      if (field === "event") event = value;
      if (field !== "data") return;
      if (event === "heartbeat") {
        reader.heartbeats += 1;
        return;
      }
      const data = JSON.parse(value);
      if (event === "record") reader.records.push(data);
      if (event === "state") reader.states.push(data);
      if (event === "hello") reader.hellos.push(data);
      greeted();
    })
    // Cut off when the test is over.
    .on("error", () => {});
  stream.on("error", () => {});
  await greeting;
  return reader;
}
