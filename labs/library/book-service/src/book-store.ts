// The books this service owns, in SQL, and what it knows of their authors. A deleted book or author leaves its id and version
// behind: a late event about it changes nothing, and a late book finds out that its author is gone.

import type { Database, Queryable, Transaction } from "@blog/common/database/database";
import type { Book } from "@library/contracts/book";
import type { Versioned } from "@library/contracts/events";

type StoredBook = Versioned<Book>;

export const booksTable = `
  CREATE TABLE IF NOT EXISTS books (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    author_id TEXT NOT NULL,
    published_year INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS books_by_author ON books (author_id);
  CREATE TABLE IF NOT EXISTS known_authors (
    id TEXT PRIMARY KEY,
    deleted INTEGER NOT NULL DEFAULT 0
  );
`;

export interface BookStore {
  find(id: string, within?: Queryable): Promise<StoredBook | undefined>;
  /** In the order of their ids, which is that of their creation. */
  list(limit: number, after: string): Promise<Book[]>;
  ofAuthor(authorId: string, within?: Queryable): Promise<StoredBook[]>;
  /** Saves a book, unless a later version is known. */
  put(tx: Transaction, book: StoredBook): Promise<void>;
  remove(tx: Transaction, book: Versioned<{ id: string }>): Promise<void>;
  addAuthor(tx: Transaction, id: string): Promise<void>;
  removeAuthor(tx: Transaction, id: string): Promise<void>;
  authorState(id: string, within?: Queryable): Promise<"unknown" | "known" | "deleted">;
}

const COLUMNS =
  'id, title, author_id AS "authorId", published_year AS "publishedYear", created_at AS "createdAt"';

export function createBookStore(db: Database): BookStore {
  return {
    async find(id, within = db) {
      const sql = `SELECT ${COLUMNS}, version FROM books WHERE id = $1 AND deleted = 0`;
      const [book] = await within.query<StoredBook>(sql, [id]);
      return book;
    },

    list: (limit, after) =>
      db.query<Book>(
        `SELECT ${COLUMNS} FROM books WHERE deleted = 0 AND id > $1 ORDER BY id LIMIT $2`,
        [after, limit],
      ),

    ofAuthor: (authorId, within = db) =>
      within.query<StoredBook>(
        `SELECT ${COLUMNS}, version FROM books WHERE deleted = 0 AND author_id = $1 ORDER BY id`,
        [authorId],
      ),

    async put(tx, { id, title, authorId, publishedYear, createdAt, version }) {
      await tx.query(
        `INSERT INTO books (id, title, author_id, published_year, created_at, version) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, published_year = excluded.published_year,
           version = excluded.version
         WHERE excluded.version > books.version`,
        [id, title, authorId, publishedYear, createdAt, version],
      );
    },

    async remove(tx, { id, version }) {
      await tx.query(
        `INSERT INTO books (id, title, author_id, published_year, created_at, version, deleted)
         VALUES ($1, '', '', 0, '', $2, 1)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, deleted = 1
         WHERE excluded.version > books.version`,
        [id, version],
      );
    },

    async addAuthor(tx, id) {
      await tx.query("INSERT INTO known_authors (id) VALUES ($1) ON CONFLICT DO NOTHING", [id]);
    },

    async removeAuthor(tx, id) {
      await tx.query(
        "INSERT INTO known_authors (id, deleted) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET deleted = 1",
        [id],
      );
    },

    async authorState(id, within = db) {
      const sql = "SELECT deleted FROM known_authors WHERE id = $1";
      const [author] = await within.query<{ deleted: number }>(sql, [id]);
      if (!author) return "unknown";
      return author.deleted === 1 ? "deleted" : "known";
    },
  };
}
