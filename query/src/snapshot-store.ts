// The view on disk, so that a restart replays only what was missed. Post by post and together with the checkpoint, in one
// transaction: what is read back is the view as it was at that position, and replaying from there completes it.

import { crc32 } from "@blog/common/base/checksum";
import {
  type Checkpoint,
  readCheckpoint,
  START,
  writeCheckpoint,
} from "@blog/common/messaging/checkpoint";
import type { Database } from "@blog/common/database/database";
import { createLogger } from "@blog/common/base/logger";
import { createView, type View, type ViewPost } from "./view.ts";

export const snapshotTable = `
  CREATE TABLE IF NOT EXISTS snapshot_posts (id TEXT PRIMARY KEY, post TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS snapshot (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    checkpoint TEXT NOT NULL,
    last BIGINT NOT NULL
  );
`;

/** A flipped letter is no fault of the file, to SQLite. Rows of earlier versions have none. */
export const checksumColumn = "ALTER TABLE snapshot_posts ADD COLUMN checksum BIGINT";

export interface Snapshot {
  view: View;
  checkpoint: Checkpoint;
}

export interface SnapshotStore {
  /** Nothing, when a post is not as it was saved: then all is read from the log again. */
  load(): Promise<Snapshot>;
  /** Saves the posts that changed since the last time, and how far the view has come. */
  save(changed: Iterable<ViewPost>, view: View, checkpoint: Checkpoint): Promise<void>;
}

export function createSnapshotStore(db: Database): SnapshotStore {
  async function forget(): Promise<Snapshot> {
    createLogger("query").warn("A saved post is damaged; the view is built again from the log.");
    await db.transaction(async (tx) => {
      await tx.query("DELETE FROM snapshot_posts");
      await tx.query("DELETE FROM snapshot");
    });
    return { view: createView(), checkpoint: START };
  }

  return {
    async load() {
      const view = createView();
      type PostRow = { post: string; checksum: number | null };
      for (const row of await db.query<PostRow>("SELECT post, checksum FROM snapshot_posts")) {
        if (row.checksum !== null && Number(row.checksum) !== crc32(row.post)) return forget();
        // Written by save below, and nowhere else.
        const post = JSON.parse(row.post) as ViewPost;
        view.posts.set(post.id, post);
        if (post.title !== null) view.order.push(post);
      }
      view.order.sort((a, b) => a.position - b.position);

      type Row = { checkpoint: string; last: number };
      const [row] = await db.query<Row>("SELECT checkpoint, last FROM snapshot");
      view.last = Number(row?.last ?? 0);
      return { view, checkpoint: row ? readCheckpoint(row.checkpoint) : START };
    },

    save: (changed, view, checkpoint) =>
      db.transaction(async (tx) => {
        for (const post of changed) {
          const json = JSON.stringify(post);
          await tx.query(
            `INSERT INTO snapshot_posts (id, post, checksum) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET post = excluded.post, checksum = excluded.checksum`,
            [post.id, json, crc32(json)],
          );
        }
        await tx.query(
          `INSERT INTO snapshot (singleton, checkpoint, last) VALUES (1, $1, $2)
           ON CONFLICT (singleton) DO UPDATE SET checkpoint = excluded.checkpoint, last = excluded.last`,
          [writeCheckpoint(checkpoint), view.last],
        );
      }),
  };
}
