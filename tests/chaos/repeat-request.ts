// Sends the bytes of a request a second time, on a connection of its own, and leaves when it has been answered.

import { connect } from "node:net";

/** `upgrade` is the request that made the first connection one for frames: without it, they mean nothing on another one. */
export function repeatRequest(port: number, request: Buffer, upgrade?: Buffer): void {
  const again = connect({ port, host: "127.0.0.1" });
  const last = () => again.destroy();
  again.on("error", last);
  if (!upgrade) {
    again.once("data", last).write(request);
    return;
  }
  again.once("data", () => again.once("data", last).write(request)).write(upgrade);
}
