// A slow service, for the lesson: GET and PUT /lab/faults set how long each call waits before it is handled. Loaded with LAB=1
// only. Like the lab of the bus, it is for callers on this machine, and for no web page.

import { readJsonBody } from "@blog/common/http/json-body";
import { isFromThisMachine } from "@blog/common/http/this-machine";
import { pause } from "@blog/common/base/backoff";
import { parse, Problem } from "@blog/common/base/problem";
import type { Express, RequestHandler } from "express";
import { z } from "zod";
import type { Contract } from "./contract.ts";
import type { Call, Handlers } from "./server.ts";
import { failure } from "./status.ts";

const RANGE = "must be a whole number from 0 to 10000";
const Faults = z.strictObject({
  delayMs: z.int(RANGE).min(0, RANGE).max(10_000, RANGE),
});

export interface CallFaults {
  addRoutes(app: Express): void;
  /** The same handlers, each of which waits first. A call that ends while it waits is not handled. */
  slow<Of extends Contract>(handlers: Handlers<Of>): Handlers<Of>;
}

export function createFaults(): CallFaults {
  let faults = { delayMs: 0 };

  return {
    addRoutes(app) {
      app.use("/lab", refuseStrangers, readJsonBody);
      app.get("/lab/faults", (_req, res) => {
        res.send(faults);
      });
      app.put("/lab/faults", (req, res) => {
        faults = parse(Faults, req.body);
        res.send(faults);
      });
    },

    slow: <Of extends Contract>(handlers: Handlers<Of>) => {
      const slowed = Object.entries(handlers).map(([name, handle]) => [
        name,
        async (request: never, call: Call) => {
          await pause(faults.delayMs, call.signal);
          if (call.signal.aborted) throw failure("CANCELLED", "The caller waits no longer.");
          return handle(request, call);
        },
      ]);
      // The same names, and the same types of what they take and resolve with.
      return Object.fromEntries(slowed) as Handlers<Of>;
    },
  };
}

const refuseStrangers: RequestHandler = (req, _res, next) => {
  if (isFromThisMachine(req) && req.headers.origin === undefined) return next();
  throw new Problem(403, "The lab is for callers on this machine, and for no web page.");
};
