// The door of the lab: what each bus tells, everybody may read, but only somebody at this machine may do something, from the blog's own page or
// from a terminal. Refusing the pages of others is left to same-origin.ts, which stands before this.

import { Problem } from "@blog/common/problem";
import { isFromThisMachine } from "@blog/common/this-machine";
import type { Express, Request, RequestHandler } from "express";

// They tell of processes and of what is done in the lab; the log and the subscriptions are told by every bus.
const OF_THE_LAB = /^\/(stream|services)\/?$/i;

const OFF = { recording: false, control: false, runner: false };

interface LabDoorParts {
  hasLab: boolean;
  isCluster: boolean;
}

export function addLabDoor(app: Express, { hasLab, isCluster }: LabDoorParts): void {
  app.use("/lab", hasLab ? refuseOtherMachines : refuseWrites(isCluster));
  // Whoever would be refused later learns it here, and nothing else.
  app.get("/lab", (req, res, next) => {
    if (hasLab && isAtThisMachine(req)) return next();
    res.send({ ...OFF, cluster: isCluster });
  });
}

const refuseOtherMachines: RequestHandler = (req, _res, next) => {
  const isOpen = isRead(req) && !OF_THE_LAB.test(req.path);
  if (isOpen || isAtThisMachine(req)) return next();
  throw new Problem(403, "The lab is for whoever sits at the machine where the blog runs.");
};

function refuseWrites(isCluster: boolean): RequestHandler {
  return (req, _res, next) => {
    if (isRead(req)) return next();
    throw new Problem(403, isCluster ? OFF_IN_CLUSTER : "The lab is off here. npm start has it.");
  };
}

const OFF_IN_CLUSTER =
  "In a cluster the blog has no lab: its services are stopped and started by kubectl.";

function isAtThisMachine(req: Request): boolean {
  return isFromThisMachine(req) && !isPassedOn(req);
}

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

// A proxy on this machine brings callers from everywhere.
function isPassedOn({ headers }: Request): boolean {
  return headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
}
