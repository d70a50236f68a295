// The lab and the bus as the tests ask them: never through the page that is tested.

import type { Faults, LabRecord, SubscriberFact } from "@blog/event-bus/lab/records";
import { get, type JsonAnswer, post } from "../../kit/json-http.ts";

export interface Lab {
  /** Resolves to its position in the log. */
  publish(type: string, data: unknown): Promise<number>;
  setFaults(name: string, faults: Partial<Faults> & { seconds?: number }): Promise<void>;
  /** hold, release, step, replay, reset. */
  control(verb: string, body?: unknown): Promise<JsonAnswer>;
  redrive(name: string, position: number): Promise<void>;
  discard(name: string, position: number): Promise<void>;
  /** As GET /lab has them, by name. */
  subscribers(): Promise<Map<string, SubscriberFact>>;
  tail(): Promise<number>;
  /** Which ranges of the log this service has read by itself, of those that are still in the stream's history. */
  readsSoFar(name: string): Promise<{ after: number; upTo: number }[]>;
}

/** `url` is the gateway's. */
export function createLab(url: string): Lab {
  const json = { "content-type": "application/json" };

  async function must(path: string, init: RequestInit): Promise<void> {
    const answer = await fetch(url + path, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  }

  async function look() {
    const { body } = await get(`${url}/lab`);
    return body as { log: { length: number }; subscribers: SubscriberFact[] };
  }

  return {
    async publish(type, data) {
      const { status, headers, body } = await post(`${url}/lab/events`, { type, data });
      if (status !== 200) throw new Error(`The bus answered ${status}: ${JSON.stringify(body)}`);
      return Number(headers.get("event-bus-position"));
    },
    setFaults: (name, faults) =>
      must(`/lab/subscribers/${name}/faults`, {
        method: "PUT",
        headers: json,
        body: JSON.stringify(faults),
      }),
    control: (verb, body = {}) => post(`${url}/lab/${verb}`, body),
    redrive: (name, position) =>
      must(`/lab/subscriptions/${name}/parked/${position}/redrive`, { method: "POST" }),
    discard: (name, position) =>
      must(`/lab/subscriptions/${name}/parked/${position}`, { method: "DELETE" }),
    subscribers: async () => new Map((await look()).subscribers.map((fact) => [fact.name, fact])),
    tail: async () => (await look()).log.length,
    async readsSoFar(name) {
      const facts = await recentRecords(`${url}/lab/stream`);
      return facts.flatMap((fact) =>
        fact.kind === "log-read" && fact.reader === name
          ? { after: fact.after, upTo: fact.upTo }
          : [],
      );
    },
  };
}

/** What the stream sends to a new client: at most the last 200. */
async function recentRecords(url: string): Promise<LabRecord[]> {
  const leaving = new AbortController();
  const answer = await fetch(url, { signal: leaving.signal });
  let text = "";
  const decoder = new TextDecoder();
  const { last } = (await get(url.replace("/stream", ""))).body.ring as { last: number };
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (new RegExp(`"seq":${last}\\b[^\n]*\n`).test(text)) break;
  }
  leaving.abort();
  const lines = text.split("\n").filter((line) => line.startsWith('data: {"seq"'));
  return lines.map((line) => JSON.parse(line.slice("data: ".length)) as LabRecord);
}
