// The process that answers, in each kind as simply as it is written without us, and in ours as a service of the labs does.

import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createLogger } from "@blog/common/base/logger";
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall } from "@grpc/grpc-js";
import { loadDefinition } from "@labs/common/grpc/contract";
import { type Handlers, startGrpcServer } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import { authorService } from "@library/contracts/author";
import express from "express";
import { Registry } from "prom-client";
import { serve } from "../../../../bench/worker.ts";
import { findAuthor, findAuthors, type Kind } from "./kinds.ts";

const LOCAL = "127.0.0.1:0";

/** Each resolves with its port. */
const listen: Record<Kind, () => Promise<number>> = {
  async ours() {
    const handlers: Pick<Handlers<typeof authorService>, "GetAuthor" | "GetAuthors"> = {
      async GetAuthor({ id }) {
        const author = findAuthor(id);
        if (!author) throw failure("NOT_FOUND", `There is no author ${id}.`);
        return author;
      },
      GetAuthors: async ({ ids }) => ({ authors: findAuthors(ids) }),
    };
    const { GetAuthor, GetAuthors } = authorService.methods;
    const contract = { ...authorService, methods: { GetAuthor, GetAuthors } };
    const log = createLogger("author-service");
    log.level = "warn";
    const options = { address: LOCAL, log, metrics: new Registry() };
    return (await startGrpcServer(contract, handlers, options)).port;
  },

  async "grpc-js"() {
    const server = new Server();
    server.addService(loadDefinition(authorService).service, {
      GetAuthor(
        { request }: ServerUnaryCall<{ id: string }, object>,
        respond: sendUnaryData<object>,
      ) {
        respond(null, findAuthor(request.id));
      },
      GetAuthors(
        { request }: ServerUnaryCall<{ ids: string[] }, object>,
        respond: sendUnaryData<object>,
      ) {
        respond(null, { authors: findAuthors(request.ids) });
      },
    });
    return new Promise((resolve, reject) =>
      server.bindAsync(LOCAL, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
  },

  "Express and undici"() {
    const app = express();
    app.get("/authors/:id", (req, res) => {
      res.send(findAuthor(req.params.id));
    });
    app.post("/authors/many", express.json(), (req, res) => {
      res.send({ authors: findAuthors(req.body.ids) });
    });
    return listenHttp(app);
  },

  "node:http"() {
    return listenHttp(async (req, res) => {
      const found = req.method === "POST" ? await many(req) : findAuthor(req.url!.slice(9));
      const body = JSON.stringify(found);
      res.writeHead(200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      });
      res.end(body);
    });
  },
};

async function many(req: IncomingMessage): Promise<object> {
  const { ids } = (await json(req)) as { ids: string[] };
  return { authors: findAuthors(ids) };
}

async function listenHttp(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address with one.
  return (server.address() as AddressInfo).port;
}

const commands = { listen: (kind: Kind): Promise<number> => listen[kind]() };
export type AnswererCommands = typeof commands;
serve(commands);
