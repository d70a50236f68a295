// The runner's side of the lab over HTTP: GET /services, POST /services/:name/:verb. It listens on this machine alone, and
// answers no web page: the gateway passes on what the blog's own page asks.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpServer } from "@blog/common/http/http-server";
import { Problem } from "@blog/common/base/problem";
import { isFromThisMachine } from "@blog/common/http/this-machine";
import type { ServiceBoard } from "./service-board.ts";

interface LabServerParts {
  board: ServiceBoard;
  /** Throws a Problem when it cannot be done. */
  act(name: string, verb: string): void;
  port: number;
}

export interface LabServer {
  url: string;
  server: Server;
}

export async function openLabServer({ board, act, port }: LabServerParts): Promise<LabServer> {
  const server = createHttpServer((req, res) => {
    req.resume();
    try {
      answer(req, res);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      send(res, error.status, error, "application/problem+json");
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  // The terminal, and nothing else, keeps the runner alive.
  server.unref();
  // A server that listens on a port has an address of this kind.
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, server };

  function answer(req: IncomingMessage, res: ServerResponse): void {
    if (!isFromThisMachine(req) || req.headers.origin !== undefined)
      throw new Problem(403, "The runner is for callers on this machine, and for no web page.");
    const { method, url = "" } = req;
    if (method === "GET" && url === "/services") return send(res, 200, { services: board.all() });
    const [, name, verb] = /^\/services\/([a-z0-9-]+)\/([a-z]+)$/.exec(url) ?? [];
    if (method !== "POST" || !name || !verb)
      throw new Problem(404, `There is nothing at ${method} ${url}.`);
    act(name, verb);
    send(res, 202, board.get(name));
  }
}

function send(res: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  res.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
}
