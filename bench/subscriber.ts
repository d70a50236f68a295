// A subscriber that does nothing but note when each event arrives, at once or slowly.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Header } from "@blog/common/wire/cloud-events";
import { acceptFrames, type FrameRoute } from "@blog/common/speed/frame-server";
import { type Frame, FRAMES, FRAMES_HEADER } from "@blog/common/speed/frames";
import express from "express";

type Listener = (id: string, data: object) => void;

export interface ListeningSubscriber {
  url: string;
  /** Calls back with the id and the data of each event, as soon as it arrives. */
  onEvent(listener: Listener): void;
  /** From now on, each answer takes this long. */
  slowDown(byMs: number): void;
  /** While it is away, it takes no events and answers 503. */
  setAway(isAway: boolean): void;
  close(): Promise<void>;
}

/** Takes batches, and frames, from a bus that has them. */
export function startSubscriber(): Promise<ListeningSubscriber> {
  const headers = { "event-bus-accepts": "batch" };
  const start = (onEvent: Listener) => {
    function receiveAll(header: Header, body: Buffer): void {
      for (const { id, data } of eventsIn(header, body)) onEvent(id, data);
    }
    return {
      async handle(req: IncomingMessage, res: ServerResponse) {
        receiveAll((name) => req.headers[name]?.toString(), await buffer(req));
        res.writeHead(200, { ...headers, [FRAMES_HEADER]: FRAMES }).end("{}");
      },
      async answer({ head, body }: Frame) {
        receiveAll((name) => head[name], body);
        return { head: { ":status": "200", ...headers }, body: "{}" };
      },
    };
  };
  return listen(start);
}

/** Receives events as the course's services do: one at a time, with Express. */
export function startCourseSubscriber(): Promise<ListeningSubscriber> {
  return listen((onEvent) => {
    const app = express();
    app.use(express.json());
    app.post("/events", (req, res) => {
      onEvent(String(req.headers["ce-id"]), req.body.data);
      res.send({});
    });
    return { handle: app };
  });
}

interface Handlers {
  handle: RequestListener;
  /** If frames are taken. */
  answer?: FrameRoute["answer"];
}

async function listen(start: (onEvent: Listener) => Handlers): Promise<ListeningSubscriber> {
  let listener: Listener = () => {};
  let delayMs = 0;
  let isAway = false;
  const { handle, answer } = start((id, data) => listener(id, data));
  const dawdle = () => delayMs > 0 && new Promise((resolve) => setTimeout(resolve, delayMs));

  const server = createServer(async (req, res) => {
    if (isAway) return res.writeHead(503).end();
    await dawdle();
    handle(req, res);
  });
  const frames = answer && {
    path: "/events",
    mayConnect: () => true,
    maxBodyBytes: 8 * 1024 * 1024,
    async answer(frame: Frame) {
      if (isAway) return { head: { ":status": "503" }, body: "" };
      await dawdle();
      return answer(frame);
    },
  };
  const connections = frames && acceptFrames(server, frames);
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
      connections?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  // A server that listens on a port has an address with one.
  return (server.address() as AddressInfo).port;
}

function eventsIn(header: Header, bytes: Buffer): { id: string; data: object }[] {
  const body = JSON.parse(bytes.toString());
  // The elements of a batch are CloudEvents, which have ids.
  if (Array.isArray(body)) return body;
  // Alone, an event has the course's body.
  return [{ id: String(header("ce-id")), data: body.data }];
}
