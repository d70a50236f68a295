// The shop on what the published ones run on: RabbitMQ carries its events, PostgreSQL keeps what its services own, Redis what is
// cached. The whole collection is answered as it is over our own bus and SQLite.

import { afterAll, beforeAll, describe, it } from "vitest";
import { system } from "../../../labs/shop/system.ts";
import { readCollection } from "../../docs/postman.ts";
import { requires } from "../../requires.ts";
import { startPostgres } from "../../scale/postgres-server.ts";
import { startRabbitMq } from "../../scale/rabbitmq-server.ts";
import { startRedis } from "../../scale/redis-server.ts";
import type { TestServer } from "../../scale/server-process.ts";
import { type LocalSystem, startLocalSystem } from "../local-system.ts";
import { answerTo, BASE, COLLECTION } from "./collection.ts";

requires("rabbitmq")("Over RabbitMQ", (rabbitmq) => {
  requires("postgres")("with PostgreSQL", (postgres) => {
    requires("redis")("and Redis", (redis) => {
      describe("the collection", () => {
        const { calls, variables } = readCollection(COLLECTION);
        const servers: TestServer[] = [];
        let shop: LocalSystem;

        beforeAll(async () => {
          servers.push(await startRabbitMq(rabbitmq));
          servers.push(await startPostgres(postgres));
          servers.push(await startRedis(redis));
          const [bus, database, cache] = servers.map(({ url }) => url) as [string, string, string];
          const options = ["--rabbitmq", bus, "--postgres", database, "--redis", cache];
          shop = await startLocalSystem(system, {}, options);
          variables.set("shop", shop.inPorts(BASE));
        });
        afterAll(async () => {
          await shop?.stop();
          for (const server of servers) await server.remove();
        });

        it.each(calls.map((call) => [`${call.folder}: ${call.name}`, call] as const))(
          "is answered: %s",
          async (_name, call) => void (await answerTo(call, variables)),
        );
      });
    });
  });
});
