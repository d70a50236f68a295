// The description of each service at /api-docs: it is valid OpenAPI 3.1, and it has every route of the service and no other.
// That the answers are as described is seen when the Postman collection runs (docs/postman-collection.test.ts).

import { apiDocs, type LoadOpenApi } from "@blog/common/api-docs/api-docs";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { createOutbox } from "@blog/common/messaging/outbox";
import { Validator } from "@seriousme/openapi-schema-validator";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createApp as createComments } from "../comments/src/app.ts";
import { createCommentStore } from "../comments/src/comment-store.ts";
import { createApp as createEventBus } from "../event-bus/src/app.ts";
import { openBus } from "../event-bus/src/bus.ts";
import { createLab } from "../event-bus/src/lab/lab.ts";
import { createHttpTransport } from "../event-bus/src/delivery/transport.ts";
import { createApp as createModeration } from "../moderation/src/app.ts";
import { createApp as createPosts } from "../posts/src/app.ts";
import { createPostStore } from "../posts/src/post-store.ts";
import { createApp as createQuery } from "../query/src/app.ts";
import { openReadModel } from "../query/src/read-model.ts";
import { checksumColumn, createSnapshotStore, snapshotTable } from "../query/src/snapshot-store.ts";
import { createStream } from "../query/src/stream.ts";

const db = await openDatabase("sqlite::memory:", [snapshotTable, checksumColumn]);
const outbox = createOutbox(db, "test");
const createTransport = (url: string) => createHttpTransport(url, { timeoutMs: 1000 });

const bus = openBus({ file: ":memory:", subscribers: [], createTransport });
const lab = createLab();
lab.attach(bus);

const model = await openReadModel(createSnapshotStore(db));
const docsOf = (load: LoadOpenApi) => ({ operatorRoutes: apiDocs(load) });
const services = [
  createPosts(
    { db, outbox, posts: createPostStore(db) },
    docsOf(() => import("../posts/api-docs.ts")),
  ),
  createComments(
    { db, outbox, comments: createCommentStore(db) },
    docsOf(() => import("../comments/api-docs.ts")),
  ),
  createModeration(
    { bus: connectHttpBus("http://localhost:1") },
    docsOf(() => import("../moderation/api-docs.ts")),
  ),
  createQuery(
    { model, stream: createStream() },
    docsOf(() => import("../query/api-docs.ts")),
  ),
  createEventBus(
    { bus },
    docsOf(() => import("../event-bus/src/api-docs/openapi.ts")),
  ),
  createEventBus(
    { bus, addition: lab },
    docsOf(() => import("../event-bus/src/api-docs/openapi-lab.ts")),
  ),
];

interface Described {
  operationId: string;
  requestBody?: object;
  responses: Record<string, object>;
}

interface Document {
  paths: Record<string, Record<string, Described>>;
}

describe.each(services)("The description of $name", ({ app }) => {
  it("is valid OpenAPI 3.1", async () => {
    const { body } = await request(app).get("/api-docs/openapi.json").expect(200);

    expect(body.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate(body)).toMatchObject({ valid: true });
  });

  it("has every route of the service, and no other", async () => {
    const { body } = await request(app).get("/api-docs/openapi.json");

    const { paths } = body as Document;
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    // Once, also where a quick way stands before the usual one.
    expect(described.toSorted()).toEqual([...new Set(routesOf(app))].toSorted());
  });

  it("names each operation differently", async () => {
    const { body } = await request(app).get("/api-docs/openapi.json");

    const { paths } = body as Document;
    const ids = Object.values(paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("says what happens to a body of another media type, wherever one is needed", async () => {
    const { body } = await request(app).get("/api-docs/openapi.json");

    const { paths } = body as Document;
    for (const operation of Object.values(paths).flatMap((each) => Object.values(each)))
      expect(!operation.requestBody || "415" in operation.responses).toBe(true);
  });

  it("is a page that loads nothing from elsewhere", async () => {
    const page = await request(app).get("/api-docs").expect(200);

    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(addresses).toHaveLength(4);
    for (const address of addresses) await request(app).get(address).expect(200);
    expect(page.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(page.get("content-security-policy")).not.toMatch(/unsafe|https?:|\*/);
  });
});

/** As OpenAPI writes them: `get /posts/{id}`. Patterns (for all paths) and the description's own routes are left out. */
function routesOf(app: (typeof services)[number]["app"]): string[] {
  return app.router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = new Set(route.stack.map(({ method }) => method));
    // app.all: what stands before every method of a path is no operation.
    if (methods.has("trace")) return [];
    return [route.path as unknown]
      .flat()
      .filter((path) => typeof path === "string" && !path.startsWith("/api-docs"))
      .flatMap((path) =>
        [...methods].map((method) => `${method} ${String(path).replaceAll(/:(\w+)/g, "{$1}")}`),
      );
  });
}
