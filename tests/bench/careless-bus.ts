// A bus that acknowledges everything and is careless with one subscriber: it delivers some events to it not at all, or twice.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { courseBus } from "../../bench/systems/course-bus.ts";
import type { System } from "../../bench/systems/system.ts";

const CARELESS_EVERY = 7;

/** `times`: how often the first subscriber receives every seventh event. */
export function carelessBus(times: number): System {
  return {
    ...courseBus,

    async start(_folder, subscribers) {
      let count = 0;
      const server = createServer(async (req, res) => {
        const body = await text(req);
        count += 1;
        const often = count % CARELESS_EVERY === 0 ? times : 1;
        for (const [index, url] of subscribers.entries())
          for (let n = 0; n < (index === 0 ? often : 1); n += 1) await deliver(url, body);
        res.end('{"status":"OK"}');
      });
      server.listen(0);
      await once(server, "listening");
      // A server that listens on a port has an address with one.
      const { port } = server.address() as AddressInfo;
      return {
        address: `http://localhost:${port}`,
        async stop() {
          server.closeAllConnections();
          server.close();
        },
      };
    },
  };
}

async function deliver(url: string, body: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  await (await fetch(`${url}/events`, { method: "POST", headers, body })).text();
}
