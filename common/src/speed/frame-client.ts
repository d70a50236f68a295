// Asks over one lasting connection (frames.ts) instead of by one HTTP request after the other. There is such a connection once
// the other side has said, in an answer over HTTP, that it takes frames; until then, and again after each accident, whoever
// asks does so over HTTP, which knows all there is to know about addresses, refusals and silence.

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

// An answer tells a status and a place, or in a few words what is wrong.
const MAX_ANSWER_BYTES = 64 * 1024;

interface Waiting {
  resolve(response: EndpointResponse): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * `url` is that of the route which takes the same over HTTP. Over TLS nothing is ever open: it has no upgrade here. `who`
 * are headers that say who opens the connection.
 */
export function createFrameClient(
  url: string,
  timeoutMs: number,
  who: Head = {},
): PersistentConnection {
  let socket: Socket | undefined;
  let isOpening = false;
  let isClosed = false;
  let refusedUntil = 0;
  let waiting: Waiting[] = [];

  function open(): void {
    isOpening = true;
    const headers = { ...who, connection: "upgrade", upgrade: FRAMES };
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
    if (!asked) throw new Error("Nobody has asked for this.");
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
