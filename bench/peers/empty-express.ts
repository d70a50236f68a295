// An Express route that answers nothing: as fast as a service made with Express can be.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { serve } from "../worker.ts";

const commands = {
  async start(): Promise<string> {
    const app = express();
    app.disable("x-powered-by");
    app.get("/", (_req, res) => {
      res.end();
    });
    const server = createServer(app).listen(0);
    await once(server, "listening");
    // A server that listens on a port has an address with one.
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  },
};
export type EmptyServerCommands = typeof commands;
serve(commands);
