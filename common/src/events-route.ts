// POST /events of a service: where the bus delivers. Only the bus may: no CORS, no requests from web pages, and with a
// secret set, nothing that is not signed.

import { type Express, raw, type Request } from "express";
import { type Inbox, readDelivery } from "./delivery.ts";
import { Problem } from "./problem.ts";
import { verifyDelivery } from "./signed-delivery.ts";

interface EventsRouteOptions {
  inbox: Inbox;
  secret?: string | undefined;
}

export function addEventsRoute(app: Express, { inbox, secret }: EventsRouteOptions): void {
  // For every method: a page that asks beforehand (OPTIONS) must not be told that it may.
  app.all("/events", refuseWebPages);
  // The raw bytes, because the signature is over them. The limit has room for a full batch.
  app.post("/events", raw({ type: () => true, limit: "8mb" }), async (req, res) => {
    const header = (name: string) => req.get(name);
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    if (secret) verifyDelivery(secret, header, body);

    const outcome = await inbox.receive(readDelivery(header, body));

    res.set("event-bus-accepts", "batch");
    if (outcome === "done") return res.send({});
    throw new Problem(409, "Something before this event is missing here.", {
      headers: { "event-bus-resume-after": String(outcome.resumeAfter) },
    });
  });
}

/** A page in somebody's browser must not be able to forge events: browsers say where a POST comes from, services do not. */
export function refuseWebPages(req: Request, _res: unknown, next: () => void): void {
  if (req.get("origin") !== undefined)
    throw new Problem(403, "Events are not taken from web pages.");
  next();
}
