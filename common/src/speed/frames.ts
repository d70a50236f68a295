// A request and its answer without HTTP around them: a frame is a head and a body. On the wire: four bytes for the
// length of the head, four for that of the body (both unsigned, big endian), the head as a JSON object of texts, the body.
// Of a request, the head is its headers; of an answer, too, and `:status`, as HTTP/2 calls it.

import type { IncomingMessage } from "node:http";
import { createChunks } from "../http/chunks.ts";

/** The protocol's name, where a connection is upgraded to it and where a server offers it. */
export const FRAMES = "event-bus-frames";

/** The header of an HTTP answer that offers frames. */
export const FRAMES_HEADER = "event-bus-upgrade";

/** Where a connection is upgraded, beneath the route that takes the same requests over HTTP. */
export const FRAMES_PATH = "/frames";

/** Whether this asks for an upgrade to frames. With a body it does not: what Node hands over then is no socket, from 26 on. */
export function asksForFrames({ headers }: IncomingMessage): boolean {
  const hasBody = "content-length" in headers || "transfer-encoding" in headers;
  return headers.upgrade === FRAMES && !hasBody;
}

const MAX_HEAD_BYTES = 16 * 1024;
const PREFIX_BYTES = 8;

export type Head = Record<string, string>;

export interface Frame {
  head: Head;
  body: Buffer;
}

export function toBytes(head: Head, body: string | Buffer): Buffer {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const bodyBytes = Buffer.byteLength(body);
  const bytes = Buffer.allocUnsafe(PREFIX_BYTES + headBytes + bodyBytes);
  bytes.writeUInt32BE(headBytes, 0);
  bytes.writeUInt32BE(bodyBytes, 4);
  bytes.write(text, PREFIX_BYTES);
  if (typeof body === "string") bytes.write(body, PREFIX_BYTES + headBytes);
  else body.copy(bytes, PREFIX_BYTES + headBytes);
  return bytes;
}

export interface FrameReader {
  /** The frames that end in this chunk. Throws when it is no frame, or larger than allowed: nothing after it means anything. */
  read(chunk: Buffer): Frame[];
  /** Whether a frame has begun and not ended. */
  isWithin(): boolean;
  /** How many bytes of memory it holds until it has ended. */
  held(): number;
}

export function createFrameReader(maxBodyBytes: number): FrameReader {
  // Put together once they are enough, not with every chunk: a large body comes in hundreds.
  const chunks = createChunks();
  let wanted = PREFIX_BYTES;

  /** The frame that begins at `at`; undefined while `bytes` does not hold all of it. */
  function frameAt(bytes: Buffer, at: number): Frame | undefined {
    wanted = PREFIX_BYTES;
    if (bytes.length - at < wanted) return undefined;
    const headBytes = bytes.readUInt32BE(at);
    const bodyBytes = bytes.readUInt32BE(at + 4);
    if (headBytes > MAX_HEAD_BYTES || bodyBytes > maxBodyBytes)
      throw new Error("The frame is larger than is taken here.");
    wanted = PREFIX_BYTES + headBytes + bodyBytes;
    if (bytes.length - at < wanted) return undefined;
    const bodyAt = at + PREFIX_BYTES + headBytes;
    return {
      head: readHead(bytes.toString("utf8", at + PREFIX_BYTES, bodyAt)),
      body: bytes.subarray(bodyAt, at + wanted),
    };
  }

  return {
    read(chunk) {
      chunks.add(chunk);
      const frames: Frame[] = [];
      if (chunks.length() < wanted) return frames;
      const bytes = chunks.join();
      let at = 0;
      for (let frame = frameAt(bytes, at); frame; frame = frameAt(bytes, at)) {
        frames.push(frame);
        at += wanted;
      }
      // Copied, when frames came before it: a few bytes would hold all of them.
      const rest = bytes.subarray(at);
      if (rest.length > 0) chunks.add(at > 0 ? Buffer.from(rest) : rest);
      return frames;
    },
    isWithin: () => chunks.length() > 0,
    held: chunks.held,
  };
}

function readHead(text: string): Head {
  const head: unknown = JSON.parse(text);
  if (typeof head !== "object" || head === null || !Object.values(head).every(isText))
    throw new Error("The head of a frame is a JSON object of texts.");
  // All of its values have just been seen to be texts.
  return head as Head;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
