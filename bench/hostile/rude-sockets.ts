// Connections of a client that sends what it likes, and reads no answer. To this machine only.

import { connect, type Socket } from "node:net";

export interface RudeSockets {
  /** To each of them, as fast as it is taken; ends with the time, whatever is left. */
  sendToAll(bytes: Buffer): Promise<void>;
  close(): void;
}

const TOGETHER = 50;
const SEND_MS = 3000;

/** Opens so many connections that send `first`, and settles when it is sent. */
export async function openRudely(url: string, count: number, first: string): Promise<RudeSockets> {
  const { port } = new URL(url);
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const group = Array.from({ length: Math.min(TOGETHER, count - sockets.length) }, () => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.setNoDelay(true);
      socket.pause();
      socket.on("error", () => socket.destroy());
      return socket;
    });
    await Promise.all(group.map((socket) => write(socket, Buffer.from(first))));
    sockets.push(...group);
  }
  return {
    sendToAll: async (bytes) => void (await Promise.all(sockets.map((one) => write(one, bytes)))),
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(), SEND_MS);
    const done = () => {
      clearTimeout(timer);
      socket.off("close", done);
      resolve();
    };
    if (socket.destroyed) return done();
    socket.once("close", done);
    socket.write(bytes, done);
  });
}

/** A request with headers, and a body if there is one. */
export function toRequest(line: string, headers: Record<string, string> = {}, body = ""): string {
  const all = { host: "localhost", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${line} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}
