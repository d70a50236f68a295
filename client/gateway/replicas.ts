// Several addresses of one service, separated by commas: requests go to one after the other, skipping those that refuse
// connections. Checked before a request is sent: one that was sent may have taken effect, and is not sent anywhere else.
// In a cluster there is one address, and the cluster does this.

import { takesConnections } from "./restart-wait.ts";
import type { ServiceUrls } from "./routes.ts";

/** So long an address that answered is taken to be alive. */
const TRUST_MS = 500;

/** `urls`: by service, one URL or several. The function returned resolves with the one to ask now; never rejects. */
export function createReplicas(urls: ServiceUrls): (service: string) => Promise<string> {
  const turns = new Map<string, number>();
  const seenAt = new Map<string, number>();

  async function isAlive(url: string): Promise<boolean> {
    if (Date.now() - (seenAt.get(url) ?? 0) < TRUST_MS) return true;
    const answers = await takesConnections(url);
    if (answers) seenAt.set(url, Date.now());
    return answers;
  }

  return async function choose(service) {
    const list = urls[service]?.split(",") ?? [];
    const turn = turns.get(service) ?? 0;
    turns.set(service, turn + 1);
    const inTurn = list.map((_, index) => list[(turn + index) % list.length] ?? "");
    if (list.length > 1) for (const url of inTurn) if (await isAlive(url)) return url;
    return inTurn[0] ?? "";
  };
}
