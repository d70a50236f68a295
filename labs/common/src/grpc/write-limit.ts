// So many writes a minute from one address. Counted in windows of a minute: at the border of two of them a caller may do twice
// as much, and nothing has to be kept for those that stay away.

const WINDOW_MS = 60_000;

/** Whether this caller may do one more. */
export type WriteLimit = (caller: string) => boolean;

export function createWriteLimit(perMinute: number): WriteLimit {
  const counts = new Map<string, number>();
  let windowEnds = 0;

  return (caller) => {
    const now = Date.now();
    if (now >= windowEnds) {
      counts.clear();
      windowEnds = now + WINDOW_MS;
    }
    const count = (counts.get(caller) ?? 0) + 1;
    counts.set(caller, count);
    return count <= perMinute;
  };
}

/** The address of a peer, without its port: `127.0.0.1:50123`, `[::1]:50123`. */
export function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, "");
}
