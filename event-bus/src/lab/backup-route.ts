// POST /lab/backup: copies of the bus's two files beside them, for npm run backup on this machine. No other process can read
// them while the bus runs. Both are of one moment: nothing else happens in this process in between.

import { resolve } from "node:path";
import { parse, Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import type { Bus } from "../bus.ts";
import { BackupRequest } from "./bodies.ts";

export function addBackupRoute(app: Express, bus: Bus): void {
  app.post("/lab/backup", (req, res) => {
    const { file } = parse(BackupRequest, req.body);
    // Another blog on this machine may have this port.
    if (resolve(file) !== resolve(bus.file))
      throw new Problem(409, `The log of this bus is another file than ${file}.`);
    res.status(201).send({ files: bus.backUp() });
  });
}
