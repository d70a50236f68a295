// A subscriber: a real HTTP server that keeps what it is sent and answers as the test wants.

import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listen } from "./listening.ts";

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  isBatch: boolean;
  /** Of each event in it. */
  types: string[];
  positions: number[];
}

type Answer = (res: ServerResponse, received: Received) => unknown;

export interface TestSubscriber {
  url: string;
  /** Every request, in order; questions without an event are kept apart. */
  requests: Received[];
  probes: Received[];
  /** The types of all events that were answered with success, in order. */
  handled: string[];
  /** The most requests that were in flight at the same time. */
  mostAtOnce: number;
  /** How it answers from now on. */
  answerWith(answer: Answer): void;
  /** Stops listening; returns the port, to start another one in its place. */
  stop(): Promise<number>;
}

/** Answers 200 as an original service does, until `answerWith`. */
export async function startSubscriber(
  answer: Answer = (res) => res.end("{}"),
  port = 0,
): Promise<TestSubscriber> {
  let current = answer;
  let inFlight = 0;
  const { url, ...server } = await listen(async (req, res) => {
    inFlight += 1;
    subscriber.mostAtOnce = Math.max(subscriber.mostAtOnce, inFlight);
    res.once("close", () => (inFlight -= 1));
    const received = read(req.headers, await text(req));
    const isProbe = received.types.length === 0;
    (isProbe ? subscriber.probes : subscriber.requests).push(received);
    res.once("finish", () => {
      if (res.statusCode < 300) subscriber.handled.push(...received.types);
    });
    await current(res, received);
  }, port);

  const subscriber: TestSubscriber = {
    url,
    requests: [],
    probes: [],
    handled: [],
    mostAtOnce: 0,
    answerWith(next) {
      current = next;
    },
    async stop() {
      await server.stop();
      return server.port;
    },
  };
  return subscriber;
}

/** Answers 200 and announces that it accepts batches, as our services do. */
export function acceptBatches(res: ServerResponse): void {
  res.setHeader("event-bus-accepts", "batch").end("{}");
}

/** Answers with a status. */
export function refuse(status: number, headers: Record<string, string> = {}): Answer {
  return (res) => res.writeHead(status, headers).end();
}

function read(headers: IncomingHttpHeaders, body: string): Received {
  const isBatch = headers["content-type"] === "application/cloudevents-batch+json";
  // What the bus under test has made of events that the test itself has published.
  type Element = { type: string; position: number };
  const events: Element[] = isBatch
    ? JSON.parse(body)
    : [{ ...JSON.parse(body), position: Number(headers["event-bus-position"]) }];
  return {
    headers,
    body,
    isBatch,
    types: events.map(({ type }) => type),
    positions: events.map(({ position }) => position),
  };
}
