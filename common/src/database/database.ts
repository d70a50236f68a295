// The database as a service sees it: SQL with $1, $2, and transactions. No service knows which engine answers.

export type Value = string | number | null;

export interface Queryable {
  /** Runs one statement and returns its rows; `Row` is the caller's word for what its own SQL selects. */
  query<Row extends object>(sql: string, params?: Value[]): Promise<Row[]>;
}

/** Passed by hand to all work that has to happen together. Useless once its transaction has ended. */
export type Transaction = Queryable;

export interface Database extends Queryable {
  /**
   * All of `work` or nothing: commits (durably) when it resolves, rolls back when it rejects. None ever sees another's
   * unfinished work, or writes over what another has changed meanwhile: SQLite lets them take turns (and those that come
   * together share a commit: if it fails, all of them have failed), and PostgreSQL fails
   * one that comes too late, which is then run again. So `work` may run more than once, and touches nothing but `tx`.
   * Throws a 507 Problem when the disk is full, a 503 when the server is out of reach (then it may have been committed).
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Of all processes that use this database, lets one do the work of that name; another takes over when it is gone. The
   * signal given to `work` aborts when `signal` does, or when another process may be doing it: what it does then still
   * must do no harm. Resolves once `work` has ended by itself, or `signal` has aborted.
   */
  asLeader(
    name: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Whether other processes write here too: then a wake-up in this one does not cover all that is new. */
  readonly isShared: boolean;
  close(): Promise<void>;
}
