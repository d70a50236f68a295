// A subscriber that keeps a journal: every delivery that reached it, and what it answered. It receives through the real inbox,
// over HTTP as any service does, and can be away. What a page shows of its deliveries can be held against the journal.

import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openDatabase } from "@blog/common/database/open-database";
import { type Outcome, readDelivery } from "@blog/common/wire/delivery";
import { type Effect, EFFECTS_HEADER, toLetters } from "@blog/common/wire/effects";
import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";

/** One delivery, as the journal had it. */
export interface Receipt {
  positions: number[];
  attempt: number;
  /** Redriven or replayed. */
  isLate: boolean;
  status: number;
  /** One for each position; none unless it was answered with 200. */
  effects: Effect[];
  /** Where it was instead, answered with 409. */
  resumeAfter: number | undefined;
  /** It is the last before the journal left: the answer, or a twin that followed it, may be lost. */
  isLast: boolean;
  /** Since 1970, in ms. */
  at: number;
}

export interface Journal {
  name: string;
  url: string;
  /** In the order in which they were answered. */
  receipts: Receipt[];
  /** The receipts with this event in them. */
  of(position: number): Receipt[];
  /** From now on it can bear what it could not. */
  cure(): void;
  /** Stops listening, as a service that is down. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** A post whose title begins with "poison" is more than it can bear. It has no handler for CommentModerated. */
export async function startJournal(name: string): Promise<Journal> {
  const db = await openDatabase("sqlite::memory:", [inboxTable]);
  const receipts: Receipt[] = [];
  let isCured = false;
  const inbox = createInbox(db, contracts, {
    PostCreated({ data }) {
      if (!isCured && data.title.startsWith("poison")) throw new Error("this cannot be borne");
    },
    CommentCreated: () => {},
    CommentUpdated: () => {},
  });

  async function receive(
    headers: NodeJS.Dict<string | string[]>,
    body: Buffer,
    res: ServerResponse,
  ) {
    const delivery = readDelivery((header) => headers[header]?.toString(), body);
    const effects: Effect[] = [];
    const outcome = await inbox
      .receive(delivery, (effect) => effects.push(effect))
      .catch(() => "failed" as const);
    const status = statusOf(outcome);
    const positions = delivery.events.flatMap(({ position }) => position ?? []);
    // A question without events is no delivery.
    if (positions.length > 0) {
      const attempt = Number(headers["event-bus-attempt"]);
      const isLate = delivery.redelivery === true;
      const resumeAfter = typeof outcome === "object" ? outcome.resumeAfter : undefined;
      const isLast = !server.listening;
      const at = Date.now();
      receipts.push({ positions, attempt, isLate, status, effects, resumeAfter, isLast, at });
    }
    res.writeHead(status, { "event-bus-accepts": "batch", ...answerHeaders(outcome, effects) });
    res.end();
  }

  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => void receive(req.headers, Buffer.concat(chunks), res));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const leave = () =>
    new Promise<void>((resolve) => {
      const last = receipts.at(-1);
      if (last) last.isLast = true;
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  // It listens on a port, not on a socket.
  const { port } = server.address() as AddressInfo;

  return {
    name,
    url: `http://127.0.0.1:${port}`,
    receipts,
    of: (position) => receipts.filter(({ positions }) => positions.includes(position)),
    cure: () => void (isCured = true),
    leave,
    comeBack: () => listen(port),
    async close() {
      if (server.listening) await leave();
      await db.close();
    },
  };
}

type Received = Outcome | "failed";

function statusOf(outcome: Received): number {
  if (outcome === "failed") return 500;
  return outcome === "done" ? 200 : 409;
}

function answerHeaders(outcome: Received, effects: Effect[]): Record<string, string> {
  if (outcome === "done") return { [EFFECTS_HEADER]: toLetters(effects) };
  if (outcome === "failed") return {};
  const { resumeAfter, checksum } = outcome;
  return {
    "event-bus-resume-after": String(resumeAfter),
    ...(checksum && { "event-bus-checksum": checksum }),
  };
}
