// The description of each service at /api-docs: it is valid OpenAPI 3.1, and it has every route of the service and no other.
// That the answers are as described is seen when the Postman collection runs (docs/postman-collection.test.ts).

import { apiDocs, type LoadOpenApi } from "@blog/common/api-docs/api-docs";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { createOutbox } from "@blog/common/messaging/outbox";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
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
import { describeApiDocs } from "./openapi.contract.ts";

const db = await openDatabase("sqlite::memory:", [snapshotTable, checksumColumn]);
const outbox = createOutbox(db, "test");
const createTransport = (url: string) => createHttpTransport(url, { timeoutMs: 1000 });

const bus = openBus({ file: ":memory:", open: openSqlite, subscribers: [], createTransport });
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

describeApiDocs(services);
