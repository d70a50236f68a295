// The disks of all processes: databases in memory that outlive the process that had them open. What was committed is what
// its next life finds; a transaction that was open when it was killed is not.

import { type DatabaseFile, isDiskFull, undo } from "@blog/common/database/database-file";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import type { History } from "./history.ts";
import type { Life } from "./virtual-time.ts";

export interface Disks {
  /** Opens the file of this name, or makes it. It can be used as long as that life lasts. */
  open(name: string, life: Life): DatabaseFile;
  /** Changes a file of a process that does not run; one that it has not made yet stays as it is. */
  edit(name: string, sql: string): void;
  /** Rolls back what its process has left unfinished. */
  abandon(name: string): void;
  /** Copies what is committed. Returns what puts the copy in the place of the file. */
  backUp(name: string): () => void;
  remove(name: string): void;
  /** Nothing that needs another page can be written meanwhile. */
  setFull(name: string, isFull: boolean): void;
  close(): void;
}

// As small as can be, so that a full disk is noticed soon.
const PAGE = 512;
const NO_LIMIT = 1_000_000;

export function createDisks(history: History): Disks {
  const files = new Map<string, DatabaseFile>();

  function fileOf(name: string): DatabaseFile {
    let file = files.get(name);
    if (!file) files.set(name, (file = create()));
    return file;
  }

  function remove(name: string): void {
    files.get(name)?.close();
    files.delete(name);
  }

  return {
    open: (name, life) => guarded(fileOf(name), life, history),
    edit: (name, sql) => void undo(fileOf(name), sql),
    abandon: (name) => void undo(fileOf(name), "ROLLBACK"),
    backUp(name) {
      const copy = copyOf(fileOf(name));
      return () => {
        remove(name);
        const file = fileOf(name);
        for (const { sql, rows } of copy) {
          file.exec(sql);
          for (const [insert, values] of rows) file.prepare(insert).run(...values);
        }
      };
    },
    remove,
    setFull(name, isFull) {
      const { page_count: pages } = fileOf(name).prepare("PRAGMA page_count").get() as {
        page_count: number;
      };
      fileOf(name).exec(`PRAGMA max_page_count = ${isFull ? pages : NO_LIMIT}`);
    },
    close() {
      for (const name of [...files.keys()]) remove(name);
    },
  };
}

function create(): DatabaseFile {
  const file = openSqlite(":memory:");
  file.exec(`PRAGMA page_size = ${PAGE}`);
  return file;
}

/** A process that was killed reads and writes nothing any more, whatever its code goes on to do. */
function guarded(file: DatabaseFile, life: Life, history: History): DatabaseFile {
  function run<Result>(work: () => Result): Result {
    if (life.isOver) throw new Error("the process is dead");
    try {
      return work();
    } catch (error) {
      if (isDiskFull(error)) history.count("disk was full");
      throw error;
    }
  }
  return {
    exec: (sql) => run(() => file.exec(sql)),
    prepare(sql) {
      const statement = run(() => file.prepare(sql));
      return {
        all: (...values) => run(() => statement.all(...values)),
        get: (...values) => run(() => statement.get(...values)),
        run: (...values) => run(() => statement.run(...values)),
      };
    },
    // It is opened again.
    close() {},
  };
}

type Value = string | number | null;
type Backup = { sql: string; rows: [string, Value[]][] }[];

function copyOf(file: DatabaseFile): Backup {
  const tables = file
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
    .all() as { name: string; sql: string }[];
  return tables.map(({ name, sql }) => {
    const rows = file.prepare(`SELECT * FROM "${name}"`).all() as Record<string, Value>[];
    return {
      sql,
      rows: rows.map((row): [string, Value[]] => {
        const places = Object.keys(row).map(() => "?");
        return [`INSERT INTO "${name}" VALUES (${places.join(", ")})`, Object.values(row)];
      }),
    };
  });
}
