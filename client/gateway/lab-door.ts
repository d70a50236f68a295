// Access to the lab: every client may read what each bus publishes, but only a user at this machine may control it, from its own page or
// from a terminal. Refusing the pages of others is left to same-origin.ts, which stands before this.

import { Problem } from "@blog/common/base/problem";
import { isFromThisMachine } from "@blog/common/http/this-machine";
import type { Express, Request, RequestHandler } from "express";

// They show processes and what is done in the lab; every bus shows its log and its subscriptions.
const OF_THE_LAB = /^\/(stream|services|faults)(\/|$)/i;

const OFF = { recording: false, control: false, runner: false };

interface LabDoorParts {
  hasLab: boolean;
  isCluster: boolean;
}

export function addLabDoor(app: Express, { hasLab, isCluster }: LabDoorParts): void {
  app.use("/lab", hasLab ? refuseOtherMachines : refuseWrites(isCluster));
  // A client whose request would be refused learns that here, and nothing else.
  app.get("/lab", (req, res, next) => {
    if (hasLab && isAtThisMachine(req)) return next();
    res.send({ ...OFF, cluster: isCluster });
  });
}

const refuseOtherMachines: RequestHandler = (req, _res, next) => {
  const isOpen = isRead(req) && !OF_THE_LAB.test(req.path);
  if (isOpen || isAtThisMachine(req)) return next();
  throw new Problem(403, "The lab is open only at the machine where the services run.");
};

function refuseWrites(isCluster: boolean): RequestHandler {
  return (req, _res, next) => {
    if (isRead(req)) return next();
    throw new Problem(403, isCluster ? OFF_IN_CLUSTER : "The lab is off here. npm start has it.");
  };
}

const OFF_IN_CLUSTER = "In a cluster there is no lab: services are stopped and started by kubectl.";

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
