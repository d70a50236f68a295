// What a request and its answer say, without HTTP around it: a frame is a head and a body. On the wire: four bytes for the
// length of the head, four for that of the body (both unsigned, big endian), the head as a JSON object of texts, the body.
// Of a request, the head is its headers; of an answer, too, and `:status`, as HTTP/2 calls it.

import type { IncomingMessage } from "node:http";

/** The protocol's name, where a connection is upgraded to it and where somebody says that he takes it. */
export const FRAMES = "event-bus-frames";

/** Where an answer over HTTP says that its sender takes frames, too. */
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
}

export function createFrameReader(maxBodyBytes: number): FrameReader {
  // Put together once they are enough, not with every chunk: a large body comes in hundreds.
  let chunks: Buffer[] = [];
  let length = 0;
  let wanted = PREFIX_BYTES;

  function join(): Buffer {
    const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    chunks = [all];
    return all;
  }

  function next(): Frame | undefined {
    if (length < wanted) return undefined;
    const all = join();
    const headBytes = all.readUInt32BE(0);
    const bodyBytes = all.readUInt32BE(4);
    if (headBytes > MAX_HEAD_BYTES || bodyBytes > maxBodyBytes)
      throw new Error("The frame is larger than is taken here.");
    const bodyAt = PREFIX_BYTES + headBytes;
    const end = bodyAt + bodyBytes;
    wanted = end;
    if (length < end) return undefined;
    const frame = {
      head: readHead(all.toString("utf8", PREFIX_BYTES, bodyAt)),
      body: all.subarray(bodyAt, end),
    };
    chunks = length > end ? [all.subarray(end)] : [];
    length -= end;
    wanted = PREFIX_BYTES;
    return frame;
  }

  return {
    read(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      const frames: Frame[] = [];
      for (let frame = next(); frame; frame = next()) frames.push(frame);
      return frames;
    },
    isWithin: () => length > 0,
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
