// A server that stops: what is in flight is answered, and no client is left to believe that a connection can be used again.

import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { prepareDraining } from "@blog/common/http/draining";

async function start(app: RequestListener) {
  const server = createServer(app);
  const draining = prepareDraining(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.closeAllConnections());
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { server, draining, port };
}

function open(port: number): { socket: Socket; text: () => string } {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => (text += String(chunk)));
  return { socket, text: () => text };
}

const GET = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

describe("A server that drains", () => {
  it("announces in the answers in flight that their connections end with them", async () => {
    const held: (() => void)[] = [];
    const { draining, port } = await start((_req, res) => {
      held.push(() => res.end("answered"));
    });
    const { socket, text } = open(port);
    socket.write(GET);
    await expect.poll(() => held.length).toBe(1);

    draining.begin();
    const ended = draining.end();
    held[0]?.();
    await ended;

    await expect.poll(text).toMatch(/connection: close.*answered$/is);
    expect(socket.readyState).not.toBe("open");
  });

  it("answers a request on a connection that was kept, and then closes it", async () => {
    const { draining, port } = await start((_req, res) => res.end("answered"));
    const { socket, text } = open(port);
    socket.write(GET);
    await expect.poll(text).toMatch(/connection: keep-alive.*answered$/is);

    draining.begin();
    socket.write(GET);

    await expect.poll(text).toMatch(/connection: close.*answered$/is);
    await expect.poll(() => socket.readableEnded).toBe(true);
    await draining.end();
  });

  it("has nothing left of connections that are gone", async () => {
    const { draining, port } = await start((_req, res) => res.end("answered"));
    const { socket, text } = open(port);
    socket.write(GET);
    await expect.poll(text).toContain("answered");
    socket.destroy();

    draining.begin();

    await draining.end();
  });
});
