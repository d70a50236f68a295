// /lab of the event bus: its history, and what can be done. For callers on this machine only, and never for a web page:
// the gateway passes on what the blog's own page asks.

import { readJsonBody } from "@blog/common/http/json-body";
import { readBody } from "@blog/common/http/raw-body";
import { maxBytesOf } from "@blog/common/wire/event-endpoint";
import { parse, Problem } from "@blog/common/base/problem";
import { isFromThisMachine } from "@blog/common/http/this-machine";
import type { Express, RequestHandler } from "express";
import { createPublishHandler } from "../routes/publish-handler.ts";
import { ServiceReport } from "./bodies.ts";
import { addBackupRoute } from "./backup-route.ts";
import { addControlRoutes } from "./control-routes.ts";
import type { LabParts } from "./lab-parts.ts";
import { addReplayRoute } from "./replay-route.ts";
import { addSubscriberRoutes } from "./subscriber-routes.ts";

const refuseOtherMachines: RequestHandler = (req, _res, next) => {
  if (isFromThisMachine(req)) return next();
  throw new Problem(403, "The lab is for callers on the machine where it runs.");
};

export function addLabRoutes(app: Express, parts: LabParts): void {
  const { bus, history, look, stream, services } = parts;
  app.use("/lab", refuseOtherMachines);
  // Before the bodies are read as JSON: it does that itself. No signature: who may come here may publish.
  const publishing = createPublishHandler({ bus });
  app.post("/lab/events", async (req, res) => {
    const header = (name: string) => req.get(name);
    res.set(await publishing.handle(header, await readBody(req, res, maxBytesOf(header))));
    res.type("application/json").end(publishing.done);
  });
  app.use("/lab", readJsonBody);

  app.get("/lab", (_req, res) => {
    res.send({
      recording: true,
      control: true,
      runner: services.all().length > 0,
      log: { id: bus.log.id, length: bus.log.tail() },
      ring: { first: history.first(), last: history.last() },
      subscribers: [...bus.subscriptions.keys()].flatMap((name) => look(name) ?? []),
      services: services.all(),
    });
  });

  app.get("/lab/stream", stream.listen);

  app.post("/lab/records", (req, res) => {
    services.set(parse(ServiceReport, req.body).service);
    res.status(204).end();
  });

  addControlRoutes(app, parts);
  addBackupRoute(app, bus);
  addReplayRoute(app, parts);
  addSubscriberRoutes(app, parts);
}
