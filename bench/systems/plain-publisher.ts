// POST /events as the course's services send it, one event in each request, to our bus or to the course's. With undici: what
// is measured is the bus, and a slow client would only slow it down.

import { Pool } from "undici";
import { type BenchEvent, toJson } from "../event.ts";
import type { Publisher } from "./system.ts";

export function connectByHttp(url: string): Publisher {
  const pool = new Pool(url);
  return {
    async publish(event: BenchEvent) {
      const { statusCode, body } = await pool.request({
        method: "POST",
        path: "/events",
        headers: { "content-type": "application/json" },
        body: toJson(event),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`The bus answered ${statusCode}.`);
    },
  };
}
