// The posts this service owns, in SQL.

import type { Database, Transaction } from "@blog/common/database/database";
import { fewAtATime } from "@blog/common/http/few-at-a-time";

export interface Post {
  id: string;
  title: string;
}

export const postsTable = `
  CREATE TABLE IF NOT EXISTS posts (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL
  );
`;

export interface PostStore {
  all(): Promise<Post[]>;
  /** Adds a post, unless it is known already. */
  add(tx: Transaction, post: Post): Promise<void>;
}

export function createPostStore(db: Database): PostStore {
  return {
    all: fewAtATime(() => db.query("SELECT id, title FROM posts ORDER BY id")),

    async add(tx, { id, title }) {
      await tx.query("INSERT INTO posts (id, title) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
        id,
        title,
      ]);
    },
  };
}
