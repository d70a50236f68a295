// A bare connection finds the address in a URL of any form.

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { connectTo } from "@blog/common/base/connect-to";
import { expect, it, onTestFinished } from "vitest";

it("A connection is opened to where a URL points", async () => {
  const server = createServer((socket) => void socket.end("hello"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  const [greeting] = (await once(connectTo(`http://127.0.0.1:${port}/posts`), "data")) as [Buffer];

  expect(String(greeting)).toBe("hello");
});

it("An IPv6 address is no name that has to be looked up", async () => {
  // Nothing listens on port 1; a machine without IPv6 has another reason.
  const failure: unknown = await once(connectTo("http://[::1]:1"), "connect").catch(
    (error: unknown) => error,
  );

  expect(failure).toHaveProperty("code", expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL/));
});
