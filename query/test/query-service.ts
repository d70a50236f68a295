// The query service of one test: the real app on a real database.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import type { Database } from "@blog/common/database/database";
import { openTestDatabase } from "../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import { openReadModel } from "../src/read-model.ts";
import { checksumColumn, createSnapshotStore, snapshotTable } from "../src/snapshot-store.ts";
import { fastPage } from "../src/speed/fast-page.ts";
import { createWholeMap } from "../src/speed/whole-map.ts";
import { createStream } from "../src/stream.ts";

/** With the database of an earlier one, it is that one after a restart. */
export async function createQuery(earlier?: Database) {
  const db = earlier ?? (await openTestDatabase(snapshotTable, checksumColumn));
  const model = await openReadModel(createSnapshotStore(db));
  const stream = createStream();
  const service = createApp(
    { model, stream, wholeMap: createWholeMap(model.view) },
    { fastRoutes: fastPage({ model, stream }) },
  );
  let position = (await model.inbox.checkpoint()).position;

  /** Receives events as our bus delivers them, one after the other. */
  async function receive(...events: ReceivedEvent[]): Promise<void> {
    for (const event of events) {
      const previous = position;
      position += 1;
      await model.inbox.receive({ log: "log-1", previous, events: [{ ...event, position }] });
    }
  }

  return { ...service, db, model, stream, receive };
}

export const postCreated = (id: string, title = `Post ${id}`): ReceivedEvent => ({
  type: "PostCreated",
  data: { id, title },
});
export const commentCreated = (id: string, postId: string): ReceivedEvent => ({
  type: "CommentCreated",
  data: { id, postId, content: `Comment ${id}`, status: "pending" },
});
export const commentUpdated = (id: string, postId: string, status: string): ReceivedEvent => ({
  type: "CommentUpdated",
  data: { id, postId, content: `Comment ${id}`, status },
});
