// Group commit: an fsync costs more than all the SQL of a transaction, so those that come together share one. They run one
// after the other, each in a savepoint of its own, between one BEGIN and one COMMIT, and none of them gets its result
// before that COMMIT. The plain version is BEGIN, work, COMMIT for each; with 32 people writing posts on a busy machine, this
// one answered 2.7 times as many a second, at half of the CPU each.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../base/clock.ts";
import { failpoint } from "../../base/failpoint.ts";
import { type DatabaseFile, undo } from "../../database/database-file.ts";

interface Member {
  /** Rejects when it has spoilt the work of its whole group. */
  run(): Promise<void>;
  /** Gives the caller the result of `run`. */
  settle(): void;
  fail(error: unknown): void;
}

type Line = "transactions" | "statements";

// The first member waits for the last one, and so many take a few milliseconds.
const LARGEST_GROUP = 64;

export interface GroupCommit {
  /**
   * All of `work` or nothing; `work` runs alone and in the caller's context. Resolves or rejects as it does, once the commit
   * of its group is durable. When that fails, all have failed: later members have seen what earlier ones did. While many
   * wait, each line has every other turn: one statement need not wait for hundreds of transactions.
   */
  join<T>(work: () => Promise<T>, line: Line): Promise<T>;
  /** Whether no group is running. */
  isIdle(): boolean;
  /** Resolves when that is so. */
  end(): Promise<void>;
}

export function createGroupCommit(sqlite: DatabaseFile, clock: Clock): GroupCommit {
  const waiting: Record<Line, Member[]> = { transactions: [], statements: [] };
  let running: Promise<void> | undefined;

  const isQueueEmpty = () => waiting.transactions.length + waiting.statements.length === 0;

  async function runAll(): Promise<void> {
    while (!isQueueEmpty()) await runGroup();
    running = undefined;
  }

  async function runGroup(): Promise<void> {
    const members: Member[] = [];
    try {
      sqlite.exec("BEGIN IMMEDIATE");
      for (let next = take(); next; next = take()) {
        members.push(next);
        await next.run();
        // What has reached this process already gets as far as its own transaction, and comes along.
        if (isQueueEmpty()) await new Promise<void>(clock.nextTurn);
      }
      failpoint("database.commit");
      sqlite.exec("COMMIT");
      failpoint("database.committed");
    } catch (error) {
      undo(sqlite, "ROLLBACK");
      // Without a BEGIN the group has no members, and all that wait fail.
      const failed = members.length > 0 ? members : takeAll();
      for (const member of failed) member.fail(error);
      return;
    }
    for (const member of members) member.settle();

    function take(): Member | undefined {
      if (members.length === LARGEST_GROUP) return undefined;
      const { transactions, statements } = waiting;
      const [line, other] =
        members.length % 2 === 0 ? [transactions, statements] : [statements, transactions];
      return line.shift() ?? other.shift();
    }
  }

  function takeAll(): Member[] {
    return [...waiting.transactions.splice(0), ...waiting.statements.splice(0)];
  }

  function createMember<T>(
    work: () => Promise<T>,
    resolve: (result: T) => void,
    fail: (error: unknown) => void,
  ): Member {
    const member = {
      async run() {
        try {
          sqlite.exec("SAVEPOINT member");
          const result = await work();
          sqlite.exec("RELEASE member");
          member.settle = () => resolve(result);
        } catch (error) {
          // SQLite answers some errors, of a full disk for one, by rolling back everything.
          if (!undo(sqlite, "ROLLBACK TO member; RELEASE member")) throw error;
          member.settle = () => fail(error);
        }
      },
      settle() {},
      fail,
    };
    // The cause and the trace are those of this caller, not of the one that opened the group.
    member.run = AsyncLocalStorage.bind(member.run);
    return member;
  }

  return {
    join: (work, line) =>
      new Promise((resolve, reject) => {
        waiting[line].push(createMember(work, resolve, reject));
        running ??= Promise.resolve().then(runAll);
      }),
    isIdle: () => running === undefined,
    end: async () => running,
  };
}
