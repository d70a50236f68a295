// An address where attempts to connect go unanswered, as at a pod that is just gone: a process that listens and never accepts,
// with its queue of connections full.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { onTestFinished } from "vitest";
import { until } from "../../tests/kit/until.ts";

const LISTENS_AND_BLOCKS = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    require("node:fs").writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** The URL of such an address. */
export async function startSilentListener(): Promise<string> {
  const child = spawn(process.execPath, ["-e", LISTENS_AND_BLOCKS], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [port] = (await once(child.stdout, "data")) as [Buffer];

  let accepted = 0;
  let isFull = false;
  async function fill(): Promise<void> {
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
    isFull = !(await Promise.race([
      once(socket, "connect").then(() => true),
      new Promise<false>((resolve) => setTimeout(resolve, 200, false)),
    ]));
    if (!isFull) accepted += 1;
  }
  await until(async () => {
    await fill();
    if (!isFull) throw new Error(`It has accepted ${accepted} connections.`);
  });
  return `http://127.0.0.1:${port}`;
}
