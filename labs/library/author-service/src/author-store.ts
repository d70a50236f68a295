// The authors this service owns, in SQL. A deleted one leaves its id and version behind: a late event about it changes nothing.

import type { Database, Queryable, Transaction } from "@blog/common/database/database";
import type { Author } from "@library/contracts/author";
import type { Versioned } from "@library/contracts/events";

type StoredAuthor = Versioned<Author>;

// One email, one author: in a table of its own, because two that are created at once must not both find it free.
export const authorsTable = `
  CREATE TABLE IF NOT EXISTS authors (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS emails (
    email TEXT PRIMARY KEY,
    author_id TEXT NOT NULL
  );
`;

export interface AuthorStore {
  find(id: string, within?: Queryable): Promise<StoredAuthor | undefined>;
  /** Those of them that there are, in any order. */
  findAll(ids: string[]): Promise<Author[]>;
  /** In the order of their ids, which is that of their creation. */
  list(limit: number, after: string): Promise<Author[]>;
  /** Whether the email is free, or this author's. It is this author's from now on. */
  claimEmail(tx: Transaction, author: Author): Promise<boolean>;
  /** Saves an author, unless a later version is known. */
  put(tx: Transaction, author: StoredAuthor): Promise<void>;
  remove(tx: Transaction, author: Versioned<{ id: string }>): Promise<void>;
}

const COLUMNS = 'id, name, email, created_at AS "createdAt"';

export function createAuthorStore(db: Database): AuthorStore {
  async function releaseEmail(tx: Transaction, id: string): Promise<void> {
    await tx.query("DELETE FROM emails WHERE author_id = $1", [id]);
  }

  return {
    async find(id, within = db) {
      const sql = `SELECT ${COLUMNS}, version FROM authors WHERE id = $1 AND deleted = 0`;
      const [author] = await within.query<StoredAuthor>(sql, [id]);
      return author;
    },

    async findAll(ids) {
      if (ids.length === 0) return [];
      const places = ids.map((_, index) => `$${index + 1}`).join(", ");
      const sql = `SELECT ${COLUMNS} FROM authors WHERE deleted = 0 AND id IN (${places})`;
      return db.query<Author>(sql, ids);
    },

    list: (limit, after) =>
      db.query<Author>(
        `SELECT ${COLUMNS} FROM authors WHERE deleted = 0 AND id > $1 ORDER BY id LIMIT $2`,
        [after, limit],
      ),

    async claimEmail(tx, { id, email }) {
      await releaseEmail(tx, id);
      const claimed = await tx.query(
        "INSERT INTO emails (email, author_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING email",
        [email.toLowerCase(), id],
      );
      return claimed.length > 0;
    },

    async put(tx, { id, name, email, createdAt, version }) {
      const saved = await tx.query(
        `INSERT INTO authors (id, name, email, created_at, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, version = excluded.version
         WHERE excluded.version > authors.version RETURNING id`,
        [id, name, email, createdAt, version],
      );
      if (saved.length === 0) return;
      await releaseEmail(tx, id);
      await tx.query(
        "INSERT INTO emails (email, author_id) VALUES ($1, $2) ON CONFLICT (email) DO UPDATE SET author_id = excluded.author_id",
        [email.toLowerCase(), id],
      );
    },

    async remove(tx, { id, version }) {
      await tx.query(
        `INSERT INTO authors (id, name, email, created_at, version, deleted) VALUES ($1, '', '', '', $2, 1)
         ON CONFLICT (id) DO UPDATE SET name = '', email = '', version = excluded.version, deleted = 1
         WHERE excluded.version > authors.version`,
        [id, version],
      );
      await releaseEmail(tx, id);
    },
  };
}
