// A subscriber that does nothing but note when it heard what, at once or slowly.

import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import express from "express";

type Listener = (id: string, data: object) => void;

export interface ListeningSubscriber {
  url: string;
  /** Calls back with the id and the data of each event, as soon as it arrives. */
  onEvent(listener: Listener): void;
  /** From now on, each answer takes this long. */
  slowDown(byMs: number): void;
  /** While it is away, it hears nothing and answers that it cannot. */
  setAway(isAway: boolean): void;
  close(): Promise<void>;
}

/** Takes batches from a bus that has them. */
export function startSubscriber(): Promise<ListeningSubscriber> {
  return listen((hear) => async (req, res) => {
    for (const { id, data } of await eventsIn(req)) hear(id, data);
    res.writeHead(200, { "event-bus-accepts": "batch" }).end("{}");
  });
}

/** Hears as the course's services do: one event at a time, with Express. */
export function startCourseSubscriber(): Promise<ListeningSubscriber> {
  return listen((hear) => {
    const app = express();
    app.use(express.json());
    app.post("/events", (req, res) => {
      hear(String(req.headers["ce-id"]), req.body.data);
      res.send({});
    });
    return app;
  });
}

async function listen(
  createListener: (hear: Listener) => RequestListener,
): Promise<ListeningSubscriber> {
  let listener: Listener = () => {};
  let delayMs = 0;
  let isAway = false;
  const handle = createListener((id, data) => listener(id, data));

  const server = createServer(async (req, res) => {
    if (isAway) return res.writeHead(503).end();
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    handle(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));

  return {
    url: `http://localhost:${portOf(server)}`,
    onEvent(callback) {
      listener = callback;
    },
    slowDown(byMs) {
      delayMs = byMs;
    },
    setAway(to) {
      isAway = to;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  // A server that listens on a port has an address with one.
  return (server.address() as AddressInfo).port;
}

async function eventsIn(req: IncomingMessage): Promise<{ id: string; data: object }[]> {
  const body = await json(req);
  // The elements of a batch are CloudEvents, which have ids.
  if (Array.isArray(body)) return body;
  // Alone, an event has the course's body.
  return [{ id: String(req.headers["ce-id"]), data: (body as { data: object }).data }];
}
