// Takes frames (frames.ts) on connections that were HTTP before: what the bus and the services ask of each other all the
// time, without what HTTP costs for each request. The plain version is to leave it out: who does not take frames is asked
// over HTTP. What it is worth stands in docs/performance.md.
//
// The requests of one connection are begun in order, and answered in order. Nothing is promised that HTTP does not promise:
// what was asked on a connection that ends may have been done, and is asked again under the same id.

import type { IncomingHttpHeaders, Server } from "node:http";
import { Socket } from "node:net";
import { type ByteBudget, type Hold, requestBytes } from "../http/byte-budget.ts";
import { asOrdinaryRequest } from "../http/ordinary-request.ts";
import type { PersistentConnections } from "../wire/event-endpoint.ts";
import {
  asksForFrames,
  createFrameReader,
  type Frame,
  FRAMES,
  FRAMES_PATH,
  type Head,
  toBytes,
} from "./frames.ts";

export interface FrameAnswer {
  head: Head;
  body: string;
}

export interface FrameRoute {
  /** The route that takes the same requests over HTTP. */
  path: string;
  /** A web page must not be able to forge events through its visitor's browser. */
  mayConnect(headers: IncomingHttpHeaders): boolean;
  /** Larger ones are not even read. */
  maxBodyBytes: number;
  /** A client of this name (User-Agent) opened a connection. */
  opened?: ((visitor: string) => void) | undefined;
  /** Never rejects. */
  answer(frame: Frame): Promise<FrameAnswer>;
}

interface FrameTimeouts {
  /** Without a byte in either direction. */
  silenceMs?: number;
  /** Within one frame. */
  frameMs?: number;
  /** What frames may hold that arrive or are being answered. Where there is no room, the oldest that arrives is cut off. */
  budget?: ByteBudget;
}

const MAX_IN_FLIGHT = 16;
/** Of requests that are being answered: beyond it, no more are read. */
const MAX_BYTES_IN_FLIGHT = 8 * 1024 * 1024;

export function acceptFrames(
  server: Server,
  route: FrameRoute,
  timeouts: FrameTimeouts = {},
): PersistentConnections {
  const connections = new Map<Socket, { end(): void }>();

  server.on("upgrade", (req, socket, first) => {
    // Of a request with a body, which http-server.ts did not recognise beforehand.
    if (!(socket instanceof Socket)) return void socket.destroy();
    const isMeant = asksForFrames(req) && req.url === route.path + FRAMES_PATH;
    if (!isMeant || !route.mayConnect(req.headers))
      return asOrdinaryRequest(server, req, socket, first);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${FRAMES}\r\n\r\n`,
    );
    connections.set(socket, serve(socket, first, route, timeouts));
    socket.once("close", () => connections.delete(socket));
    route.opened?.(req.headers["user-agent"] ?? "");
  });

  return {
    end() {
      for (const { end } of connections.values()) end();
    },
    destroy() {
      for (const socket of connections.keys()) socket.destroy();
    },
  };
}

function serve(
  socket: Socket,
  first: Buffer,
  { maxBodyBytes, answer }: FrameRoute,
  { silenceMs = 60_000, frameMs = 30_000, budget = requestBytes }: FrameTimeouts,
): { end(): void } {
  const reader = createFrameReader(maxBodyBytes);
  const cut = () => void socket.destroy();
  let inFlight = 0;
  let bytesInFlight = 0;
  let arriving: Hold | undefined;
  const answering = budget.hold(() => {});
  answering.complete();
  let isEnding = false;
  let lastAnswer: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function take(chunk: Buffer): void {
    let frames: Frame[];
    try {
      frames = reader.read(chunk);
    } catch {
      cut();
      return;
    }
    count(frames.length > 0);
    for (const frame of frames) begin(frame);
    watch(frames.length > 0);
    goOn();
  }

  // The next frame is a new one: a busy connection is never the oldest.
  function count(hasEnded: boolean): void {
    if (hasEnded) arriving?.release();
    if (!reader.isWithin()) arriving = undefined;
    else {
      if (hasEnded || !arriving) arriving = budget.hold(cut);
      arriving.resize(reader.held());
    }
  }

  // Who asks faster than is answered, or does not read what is answered, is not read on: memory is not a queue.
  function goOn(): void {
    const hasRoom = inFlight < MAX_IN_FLIGHT && bytesInFlight < MAX_BYTES_IN_FLIGHT;
    if (hasRoom && !socket.writableNeedDrain) socket.resume();
    else socket.pause();
  }

  // Each frame has its time, however many bytes of it still come.
  function watch(hasEnded: boolean): void {
    if (hasEnded) {
      clearTimeout(timer);
      timer = undefined;
    }
    if (reader.isWithin()) timer ??= setTimeout(cut, frameMs);
  }

  function begin(frame: Frame): void {
    inFlight += 1;
    const { length } = frame.body;
    answering.resize((bytesInFlight += length));
    const asked = answer(frame);
    lastAnswer = lastAnswer.then(async () => finish(await asked, length));
  }

  function finish({ head, body }: FrameAnswer, length: number): void {
    inFlight -= 1;
    answering.resize((bytesInFlight -= length));
    if (socket.writable) socket.write(toBytes(head, body));
    if (isEnding) end();
    else goOn();
  }

  function end(): void {
    isEnding = true;
    if (inFlight === 0) socket.end();
  }

  socket.setNoDelay(true);
  socket.setTimeout(silenceMs, cut);
  socket.on("data", take);
  socket.on("drain", goOn);
  socket.on("end", end);
  socket.on("error", cut);
  socket.once("close", () => {
    clearTimeout(timer);
    arriving?.release();
    answering.release();
  });
  if (first.length > 0) take(first);
  return { end };
}
