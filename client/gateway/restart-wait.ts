// A service that is being replaced refuses connections until its successor listens: its manifest's strategy is Recreate, because
// two processes cannot share its file. A refused connection is definite: the request was not sent, so it waits, a write too.
// The plain version answers 503 at once, and every rollout fails the requests of some seconds.

import { pause } from "@blog/common/base/backoff";
import { connectTo } from "@blog/common/base/connect-to";

const LOOK_EVERY_MS = 100;

export interface RestartWait {
  /**
   * Resolves with true once the address takes connections, with false when it has not within the wait. One look at a time,
   * however many requests wait. An address that was waited for in vain is not waited for again before it has answered.
   */
  untilBack(url: string): Promise<boolean>;
  /** The address has answered a request. */
  hasAnswered(url: string): void;
}

export function createRestartWait(waitMs: number): RestartWait {
  const waits = new Map<string, Promise<boolean>>();

  async function look(url: string): Promise<boolean> {
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline) {
      await pause(LOOK_EVERY_MS);
      if (await takesConnections(url)) {
        waits.delete(url);
        return true;
      }
    }
    return false;
  }

  return {
    untilBack(url) {
      const wait = waits.get(url) ?? look(url);
      waits.set(url, wait);
      return wait;
    },
    hasAnswered: (url) => void waits.delete(url),
  };
}

/** Whether a process listens there. Never rejects. */
export function takesConnections(url: string, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(url).setTimeout(timeoutMs);
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
    function settle(isThere: boolean): void {
      socket.destroy();
      resolve(isThere);
    }
  });
}
