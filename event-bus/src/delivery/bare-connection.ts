// Looks whether a subscriber is there at all, without an event: opens a connection, sends nothing, and sees whether it stays
// open. A process that has died refuses it. A forwarder whose target is gone (a published port of Docker, kubectl
// port-forward) accepts it and breaks it off at once, which would otherwise look like an event that kills its handler.
// It is no HTTP request on purpose: an original service could stumble over one that it does not expect.

import { connectTo } from "@blog/common/base/connect-to";

/** So long it has to stay open. Forwarders on one machine break it off within a few milliseconds. */
const STAYS_MS = 100;

/** Resolves when a connection was accepted and stayed open; rejects with the reason when it did not, within `timeoutMs`. */
export function openBareConnection(url: URL, timeoutMs: number) {
  const socket = connectTo(url);

  return new Promise<void>((resolve, reject) => {
    const tooLate = () => reject(toError("ETIMEDOUT", `No connection in ${timeoutMs} ms.`));
    let timer = setTimeout(tooLate, timeoutMs);
    socket.once("connect", () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, STAYS_MS);
    });
    socket.once("error", reject);
    socket.once("close", () => reject(toError("ECONNRESET", "It does not keep a connection.")));
    // Without a reader, an end would not be noticed.
    socket.resume();
    const settle = () => clearTimeout(timer);
    socket.once("error", settle).once("close", settle);
  }).finally(() => socket.destroy());
}

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
