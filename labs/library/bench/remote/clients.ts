// One client for each kind: as simply as it is written without us, and in ours as a service of the labs does. All keep their
// connections.

import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { Client as GrpcClient, ChannelCredentials } from "@grpc/grpc-js";
import { loadDefinition } from "@labs/common/grpc/contract";
import { connectGrpc } from "@labs/common/grpc/client";
import { createClientTimes } from "@labs/common/grpc/metrics";
import { authorService } from "@library/contracts/author";
import { Pool } from "undici";
import type { Author, Kind } from "./kinds.ts";

export interface Client {
  getOne(id: string): Promise<Author>;
  getMany(ids: string[]): Promise<Author[]>;
}

const JSON_BODY = { "content-type": "application/json" };
/** As many as are ever in flight. */
const CONNECTIONS = 32;

export const connect: Record<Kind, (port: number) => Client> = {
  ours(port) {
    const times = createClientTimes();
    const client = connectGrpc(authorService, `127.0.0.1:${port}`, { times, deadlineMs: 60_000 });
    return {
      getOne: (id) => client.GetAuthor({ id }),
      getMany: async (ids) => (await client.GetAuthors({ ids })).authors,
    };
  },

  "grpc-js"(port) {
    const channel = new GrpcClient(`127.0.0.1:${port}`, ChannelCredentials.createInsecure());
    const { service } = loadDefinition(authorService);
    function call<Response>(name: "GetAuthor" | "GetAuthors", message: object): Promise<Response> {
      // Methods of the service.
      const { path, requestSerialize, responseDeserialize } = service[name]!;
      return new Promise((resolve, reject) =>
        channel.makeUnaryRequest(
          ...([path, requestSerialize, responseDeserialize] as const),
          message,
          // The response is the one that the method has.
          (error, response) => (error ? reject(error) : resolve(response as Response)),
        ),
      );
    }
    return {
      getOne: (id) => call<Author>("GetAuthor", { id }),
      getMany: async (ids) => (await call<{ authors: Author[] }>("GetAuthors", { ids })).authors,
    };
  },

  "Express and undici"(port) {
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
    return {
      async getOne(id) {
        const { body } = await pool.request({ method: "GET", path: `/authors/${id}` });
        return (await body.json()) as Author;
      },
      async getMany(ids) {
        const { body } = await pool.request({
          ...{ method: "POST", path: "/authors/many" },
          ...{ headers: JSON_BODY, body: JSON.stringify({ ids }) },
        });
        return ((await body.json()) as { authors: Author[] }).authors;
      },
    };
  },

  "node:http"(port) {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    async function send(method: string, path: string, content?: object): Promise<unknown> {
      const body = content && JSON.stringify(content);
      const headers = body ? { ...JSON_BODY, "content-length": Buffer.byteLength(body) } : {};
      const sent = request({ agent, host: "127.0.0.1", port, method, path, headers }).end(body);
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      return json(response);
    }
    return {
      getOne: async (id) => (await send("GET", `/authors/${id}`)) as Author,
      getMany: async (ids) =>
        ((await send("POST", "/authors/many", { ids })) as { authors: Author[] }).authors,
    };
  },
};
