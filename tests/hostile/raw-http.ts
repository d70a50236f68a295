// A client that sends exactly the bytes it is given, right or wrong, and reads what comes back.

import { connect, type Socket } from "node:net";

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number;
  headers: Map<string, string>;
  /** As it came; empty for a stream, which would never end. */
  text: string;
  /** All that came, with the head. */
  raw: string;
}

export interface RawRequest {
  method?: string;
  path?: string;
  headers?: [string, string][];
  body?: string | Buffer;
}

/** Sends one request and closes. What is not given is what a decent client would send. */
export function request(port: number, given: RawRequest): Promise<RawAnswer> {
  return exchange(port, toBytes(given));
}

export function toBytes({ method = "GET", path = "/", headers = [], body }: RawRequest): Buffer {
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (!has("host")) lines.push("host: localhost");
  if (!has("connection")) lines.push("connection: close");
  if (body !== undefined && !has("content-length") && !has("transfer-encoding"))
    lines.push(`content-length: ${Buffer.byteLength(body)}`);
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body ?? "")]);
}

/** Sends bytes, whatever they are, and settles when the answer is there, or the connection is closed. */
export async function exchange(port: number, bytes: Buffer, withinMs = 8000): Promise<RawAnswer> {
  const socket = await open(port);
  socket.write(bytes);
  return read(socket, withinMs);
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", reject);
  });
}

/** Reads until the other side closes; a stream only until its first bytes. Rejects when nothing ends it in time. */
export function read(socket: Socket, withinMs = 8000): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(`no end after ${withinMs} ms: ${Buffer.concat(chunks).toString().slice(0, 300)}`),
      );
    }, withinMs);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (/^content-type: text\/event-stream/im.test(chunk.toString("latin1"))) socket.destroy();
    });
    // A reset counts as closed: what came before it is what was answered.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(parse(Buffer.concat(chunks).toString("utf8")));
    });
  });
}

function parse(raw: string): RawAnswer {
  const final = raw.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, "");
  const end = final.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = final.slice(0, Math.max(0, end)).split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  // What was sent may have been two requests: the second answer is in `raw`.
  const length = headers.get("content-length");
  const body = Buffer.from(final.slice(end + 4));
  return {
    status: Number(statusLine.split(" ")[1] ?? 0),
    headers,
    text: (length === undefined ? body : body.subarray(0, Number(length))).toString(),
    raw,
  };
}
