// The view, in SQL: authors and books as their events describe them. Of two events about one of them, the one with the later
// version wins; a deleted one leaves its id and version behind, so that a late event does not bring it back.

import type { Database, Transaction } from "@blog/common/database/database";
import type { Versioned } from "@library/contracts/events";
import type { CatalogueBook, Page } from "./catalogue.ts";

interface ViewAuthor {
  id: string;
  name: string;
}

interface ViewBook {
  id: string;
  title: string;
  authorId: string;
  publishedYear: number;
}

export const viewTables = `
  CREATE TABLE IF NOT EXISTS authors (
    id TEXT PRIMARY KEY,
    name TEXT,
    version INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS books (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    author_id TEXT NOT NULL,
    published_year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS last_event (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    time TEXT NOT NULL
  );
`;

export interface ViewStore {
  putAuthor(tx: Transaction, author: Versioned<ViewAuthor>): Promise<void>;
  removeAuthor(tx: Transaction, author: Versioned<{ id: string }>): Promise<void>;
  putBook(tx: Transaction, book: Versioned<ViewBook>): Promise<void>;
  removeBook(tx: Transaction, book: Versioned<{ id: string }>): Promise<void>;
  /** The view is that of this moment, unless it is that of a later one already. */
  noteTime(tx: Transaction, time: string): Promise<void>;
  lastTime(): Promise<string | null>;
  /** In the order of their ids, which is that of their creation. */
  list(page: Page): Promise<CatalogueBook[]>;
  find(id: string): Promise<CatalogueBook | undefined>;
}

interface Row extends ViewBook {
  authorName: string | null;
}

const BOOKS = `
  SELECT books.id, title, published_year AS "publishedYear", author_id AS "authorId", authors.name AS "authorName"
  FROM books LEFT JOIN authors ON authors.id = author_id
  WHERE deleted = 0`;

export function createViewStore(db: Database): ViewStore {
  return {
    async putAuthor(tx, { id, name, version }) {
      await putAuthor(tx, id, name, version);
    },

    async removeAuthor(tx, { id, version }) {
      await putAuthor(tx, id, null, version);
    },

    async putBook(tx, { id, title, authorId, publishedYear, version }) {
      await tx.query(
        `INSERT INTO books (id, title, author_id, published_year, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, published_year = excluded.published_year,
           version = excluded.version
         WHERE excluded.version > books.version`,
        [id, title, authorId, publishedYear, version],
      );
    },

    async removeBook(tx, { id, version }) {
      await tx.query(
        `INSERT INTO books (id, title, author_id, published_year, version, deleted) VALUES ($1, '', '', 0, $2, 1)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, deleted = 1
         WHERE excluded.version > books.version`,
        [id, version],
      );
    },

    async noteTime(tx, time) {
      await tx.query(
        `INSERT INTO last_event (singleton, time) VALUES (1, $1)
         ON CONFLICT (singleton) DO UPDATE SET time = excluded.time WHERE excluded.time > last_event.time`,
        [time],
      );
    },

    async lastTime() {
      const [row] = await db.query<{ time: string }>("SELECT time FROM last_event");
      return row?.time ?? null;
    },

    async list({ limit, after }) {
      const sql = `${BOOKS} AND books.id > $1 ORDER BY books.id LIMIT $2`;
      return (await db.query<Row>(sql, [after, limit])).map(toBook);
    },

    async find(id) {
      const [row] = await db.query<Row>(`${BOOKS} AND books.id = $1`, [id]);
      return row && toBook(row);
    },
  };
}

/** Without a name: deleted. */
async function putAuthor(
  tx: Transaction,
  id: string,
  name: string | null,
  version: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO authors (id, name, version) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version
     WHERE excluded.version > authors.version`,
    [id, name, version],
  );
}

function toBook({ id, title, publishedYear, authorId, authorName }: Row): CatalogueBook {
  return { id, title, publishedYear, author: { id: authorId, name: authorName } };
}
