// Sends requests over one persistent, upgraded connection (frames.ts) instead of one HTTP request after the other. It is
// opened once the server has offered frames in an HTTP answer. Until then, and again after each failure, the caller uses
// HTTP, which handles addresses, refusals and timeouts.

import { request as requestHttp } from "node:http";
import type { Socket } from "node:net";
import {
  createFrameReader,
  type Frame,
  FRAMES,
  FRAMES_HEADER,
  FRAMES_PATH,
  type Head,
  toBytes,
} from "./frames.ts";
import type { EndpointResponse, PersistentConnection } from "../wire/event-endpoint.ts";

// Some proxy in between may know of no upgrade, and will not have learnt it with the next answer.
const REFUSED_MS = 60_000;

// An answer has a status and a place, or a short problem.
const MAX_ANSWER_BYTES = 64 * 1024;

interface Waiting {
  resolve(response: EndpointResponse): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * `url` is that of the route which takes the same over HTTP. Over TLS nothing is ever open: it has no upgrade here. `identity`
 * are headers that name the client.
 */
export function createFrameClient(
  url: string,
  timeoutMs: number,
  identity: Head = {},
): PersistentConnection {
  let socket: Socket | undefined;
  let isOpening = false;
  let isClosed = false;
  let refusedUntil = 0;
  let waiting: Waiting[] = [];

  function open(): void {
    isOpening = true;
    const headers = { ...identity, connection: "upgrade", upgrade: FRAMES };
    const opening = requestHttp(url + FRAMES_PATH, { headers, timeout: timeoutMs, agent: false });
    opening.on("upgrade", (_res, duplex, first) => use(duplex as Socket, first));
    opening.on("response", () => {
      refusedUntil = Date.now() + REFUSED_MS;
      opening.destroy();
    });
    opening.on("timeout", () => opening.destroy());
    opening.on("error", () => {});
    opening.on("close", () => (isOpening = false));
    opening.end();
  }

  function use(opened: Socket, first: Buffer): void {
    if (isClosed) return void opened.destroy();
    const reader = createFrameReader(MAX_ANSWER_BYTES);
    socket = opened;
    opened.setNoDelay(true);
    opened.setTimeout(0);
    opened.on("data", (chunk) => {
      try {
        for (const frame of reader.read(chunk)) settle(frame);
      } catch (error) {
        fail(opened, toError("EPROTO", String(error)));
      }
    });
    opened.on("error", (error) => fail(opened, error));
    for (const event of ["end", "close"])
      opened.on(event, () => fail(opened, toError("ECONNRESET", "The connection has ended.")));
    if (first.length > 0) opened.unshift(first);
  }

  function settle(frame: Frame): void {
    const asked = waiting.shift();
    if (!asked) throw new Error("An answer without a request.");
    clearTimeout(asked.timer);
    asked.resolve(toResponse(frame));
  }

  function fail(failed: Socket, error: Error): void {
    failed.destroy();
    if (failed !== socket) return;
    socket = undefined;
    const unanswered = waiting;
    waiting = [];
    for (const { reject, timer } of unanswered) {
      clearTimeout(timer);
      reject(error);
    }
  }

  return {
    isOpen: () => socket !== undefined,

    ask(head, body) {
      const current = socket;
      if (!current) return Promise.reject(toError("ECONNRESET", "There is no connection."));
      return new Promise((resolve, reject) => {
        const tooLate = () => fail(current, toError("ETIMEDOUT", `No answer in ${timeoutMs} ms.`));
        const timer = setTimeout(tooLate, timeoutMs);
        waiting.push({ resolve, reject, timer });
        current.write(toBytes(head, body));
      });
    },

    consider(header) {
      if (header(FRAMES_HEADER) !== FRAMES || !url.startsWith("http:")) return;
      if (!socket && !isOpening && !isClosed && Date.now() > refusedUntil) open();
    },

    close() {
      isClosed = true;
      if (socket) fail(socket, toError("ECONNRESET", "It was closed here."));
    },
  };
}

function toResponse({ head, body }: Frame): EndpointResponse {
  return { status: Number(head[":status"]), header: (name) => head[name], text: body.toString() };
}

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
