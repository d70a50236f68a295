// The view on disk, so that a restart replays only what was missed. Post by post and together with the checkpoint, in one
// transaction: what is read back is the view as it was at that position, and replaying from there completes it.

import { type Checkpoint, START } from "@blog/common/checkpoint";
import type { Database } from "@blog/common/database";
import { createView, type View, type ViewPost } from "./view.ts";

export const snapshotTable = `
  CREATE TABLE IF NOT EXISTS snapshot_posts (id TEXT PRIMARY KEY, post TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS snapshot (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    checkpoint TEXT NOT NULL,
    last BIGINT NOT NULL
  );
`;

export interface Snapshot {
  view: View;
  checkpoint: Checkpoint;
}

export interface SnapshotStore {
  load(): Promise<Snapshot>;
  /** Saves the posts that changed since the last time, and how far the view has come. */
  save(changed: Iterable<ViewPost>, view: View, checkpoint: Checkpoint): Promise<void>;
}

export function createSnapshotStore(db: Database): SnapshotStore {
  return {
    async load() {
      const view = createView();
      for (const row of await db.query<{ post: string }>("SELECT post FROM snapshot_posts")) {
        // Written by save below, and by nobody else.
        const post = JSON.parse(row.post) as ViewPost;
        view.posts.set(post.id, post);
        if (post.title !== null) view.order.push(post);
      }
      view.order.sort((a, b) => a.position - b.position);

      type Row = { checkpoint: string; last: number };
      const [row] = await db.query<Row>("SELECT checkpoint, last FROM snapshot");
      view.last = Number(row?.last ?? 0);
      return { view, checkpoint: row ? (JSON.parse(row.checkpoint) as Checkpoint) : START };
    },

    save: (changed, view, checkpoint) =>
      db.transaction(async (tx) => {
        for (const post of changed) {
          await tx.query(
            `INSERT INTO snapshot_posts (id, post) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET post = excluded.post`,
            [post.id, JSON.stringify(post)],
          );
        }
        await tx.query(
          `INSERT INTO snapshot (singleton, checkpoint, last) VALUES (1, $1, $2)
           ON CONFLICT (singleton) DO UPDATE SET checkpoint = excluded.checkpoint, last = excluded.last`,
          [JSON.stringify(checkpoint), view.last],
        );
      }),
  };
}
