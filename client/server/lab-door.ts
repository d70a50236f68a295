// The door of the lab: everybody may watch, but only somebody at this machine may do something, from the blog's own page or
// from a terminal. Refusing the pages of others is left to same-origin.ts, which stands before this.

import { Problem } from "@blog/common/problem";
import { isFromThisMachine } from "@blog/common/this-machine";
import type { Express, Request, RequestHandler } from "express";

const OFF = { recording: false, control: false, runner: false };

export function addLabDoor(app: Express, isOn: boolean): void {
  app.use("/lab", isOn ? refuseOtherMachines : refuseWrites);
  if (!isOn) app.get("/lab", (_req, res) => res.send(OFF));
}

const refuseOtherMachines: RequestHandler = (req, _res, next) => {
  if (isRead(req) || (isFromThisMachine(req) && !isPassedOn(req))) return next();
  throw new Problem(403, "The lab is for whoever sits at the machine where the blog runs.");
};

const refuseWrites: RequestHandler = (req, _res, next) => {
  if (isRead(req)) return next();
  throw new Problem(403, "The lab is off: it is for a blog on your own machine (npm start).");
};

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

// A proxy on this machine brings callers from everywhere.
function isPassedOn({ headers }: Request): boolean {
  return headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
}
