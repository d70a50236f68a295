// The comments this service owns, and the ids of known posts, in SQL. No foreign key between them: a comment's event
// may arrive before the event of its post.

import type { Database, Transaction } from "@blog/common/database/database";
import { fewAtATime } from "@blog/common/http/few-at-a-time";

export interface Comment {
  id: string;
  postId: string;
  content: string;
  status: string;
}

// `seq` keeps the order in which this replica learned of the comments; `version` is the position of the event that set the
// status, so that a late event never overwrites a later one.
export const commentsTable = `
  CREATE TABLE IF NOT EXISTS comments (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    post_id TEXT NOT NULL,
    content TEXT NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS comments_by_post ON comments (post_id, seq);
  CREATE TABLE IF NOT EXISTS known_posts (id TEXT PRIMARY KEY);
`;

export interface CommentStore {
  /** The comments of a post, oldest first. */
  ofPost(postId: string): Promise<Omit<Comment, "postId">[]>;
  /** The comments of a post as they were when this one was the last of them. */
  upTo(postId: string, commentId: string): Promise<Omit<Comment, "postId">[]>;
  /** Adds a comment, unless it is known already. */
  add(tx: Transaction, comment: Comment): Promise<void>;
  /** Saves a comment as the event at `version` has it, unless a later event was handled before. True when it was saved. */
  put(tx: Transaction, comment: Comment, version?: number): Promise<boolean>;
  /** After the bus has started a new log: each of its events is later than all that is stored. */
  forgetVersions(tx: Transaction): Promise<void>;
  addPost(tx: Transaction, postId: string): Promise<void>;
  knowsPost(postId: string): Promise<boolean>;
}

export function createCommentStore(db: Database): CommentStore {
  return {
    ofPost: fewAtATime((postId) =>
      db.query("SELECT id, content, status FROM comments WHERE post_id = $1 ORDER BY seq", [
        postId,
      ]),
    ),

    upTo: fewAtATime((postId, commentId) =>
      db.query(
        `SELECT id, content, status FROM comments
         WHERE post_id = $1 AND seq <= (SELECT seq FROM comments WHERE id = $2) ORDER BY seq`,
        [postId, commentId],
      ),
    ),

    async add(tx, { id, postId, content, status }) {
      await tx.query(
        "INSERT INTO comments (id, post_id, content, status) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [id, postId, content, status],
      );
    },

    async put(tx, { id, postId, content, status }, version = 0) {
      const taken = await tx.query(
        `INSERT INTO comments (id, post_id, content, status, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET content = excluded.content, status = excluded.status, version = excluded.version
         WHERE excluded.version >= comments.version RETURNING id`,
        [id, postId, content, status, version],
      );
      return taken.length > 0;
    },

    async forgetVersions(tx) {
      await tx.query("UPDATE comments SET version = 0");
    },

    async addPost(tx, postId) {
      await tx.query("INSERT INTO known_posts (id) VALUES ($1) ON CONFLICT DO NOTHING", [postId]);
    },

    async knowsPost(postId) {
      const found = await db.query("SELECT id FROM known_posts WHERE id = $1", [postId]);
      return found.length > 0;
    },
  };
}
